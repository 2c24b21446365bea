/** How far something has come. */
export interface Step {
  /** What is being done, for example `Tracking`. */
  readonly label: string;
  /** 0..1, where it is known. */
  readonly fraction?: number;
  /** Frames done, where frames are what is done. */
  readonly frames?: number;
}

/** Where progress is shown, for example `process.stderr`. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Shows how far the work has come. */
export interface ProgressLine {
  show(step: Step): void;
  /** Leaves the line, so that other output begins on one of its own. */
  end(): void;
}

/** On a terminal, ms between two drawings. */
const REDRAW = 100;
/** Elsewhere, ms between two lines. */
const NEXT_LINE = 5000;
/** No guess at the time left before so much of the work is done, or so long has passed. */
const ENOUGH = { fraction: 0.02, ms: 1000 };
const BAR_WIDTH = 24;

/**
 * A bar that is drawn over and over on a terminal; elsewhere (a log, a pipe) a plain line now and then.
 * @param now a clock, ms
 */
export function createProgressLine(screen: Screen, now: () => number = () => performance.now()): ProgressLine {
  const terminal = screen.isTTY === true;
  let label: string | undefined;
  let began = 0;
  let shown = Number.NEGATIVE_INFINITY;
  let whole = true;

  const end = () => {
    if (terminal && label !== undefined) screen.write('\n');
    label = undefined;
  };
  return {
    end,
    show(step) {
      const time = now();
      if (step.label !== label) {
        end();
        label = step.label;
        began = time;
        shown = Number.NEGATIVE_INFINITY;
        whole = false;
      }
      if (whole) return;
      whole = (step.fraction ?? 0) >= 1;
      if (!whole && time - shown < (terminal ? REDRAW : NEXT_LINE)) return;
      shown = time;
      const text = words(step, time - began);
      screen.write(
        terminal ? `\r\x1b[K${fit(`${bar(step.fraction ?? 0)} ${text}`, text, screen.columns)}` : `${text}\n`,
      );
    },
  };
}

function words({ label, fraction, frames }: Step, elapsed: number): string {
  if (fraction === undefined) return label;
  const parts = [`${label} ${Math.floor(100 * Math.min(1, fraction))} %`];
  if (frames !== undefined) parts.push(`${frames} ${frames === 1 ? 'frame' : 'frames'}`);
  if (fraction >= 1) parts.push(`in ${duration(elapsed)}`);
  else if (fraction >= ENOUGH.fraction && elapsed >= ENOUGH.ms) {
    parts.push(`${duration((elapsed * (1 - fraction)) / fraction)} left`);
  }
  return parts.join(', ');
}

function bar(fraction: number): string {
  const full = Math.round(BAR_WIDTH * Math.min(1, Math.max(0, fraction)));
  return '█'.repeat(full) + '░'.repeat(BAR_WIDTH - full);
}

/** A line that wraps could not be drawn over. */
function fit(long: string, short: string, columns: number | undefined): string {
  const width = columns || 80; // some terminals say 0
  return long.length < width ? long : short.slice(0, width - 1);
}

/** ms as people say it: `8 s`, `2 min 5 s`, `1 h 12 min`. */
export function duration(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
