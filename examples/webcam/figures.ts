import type { PoseFrame, Stage } from '@integral-pose/sdk';

/** The stages in the order of the flow, without their sum. */
export const STAGES: readonly Exclude<Stage, 'total'>[] = ['detect', 'crop', 'infer', 'decode', 'track', 'smooth'];

/** Results that are looked back on. */
const WINDOW = 120;
/** The frame rate is that of so many ms. */
const RATE_SPAN = 3_000;

/** What the page shows about the speed. */
export interface Summary {
  /** Results a second; NaN before the second result. */
  readonly fps: number;
  /** From the moment a frame was taken to the moment its result came, ms; NaN before the first. */
  readonly median: number;
  readonly p95: number;
  readonly dropped: number;
  /** Latency of the latest results, ms, oldest first. */
  readonly latencies: readonly number[];
  /** Median over the latest results; NaN where no truth is known. Px of the picture. */
  readonly error: number;
  /** Mean per stage and result, ms. A stage that did not run took none. */
  readonly stages: Readonly<Record<string, number>>;
}

/** The value below which the share `q` of the values lies (the nearest one); NaN for none. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

/** Running figures over the latest results. */
export class Figures {
  #frames: PoseFrame[] = [];
  #errors: number[] = [];

  /** @param error distance from the truth, px, where that is known */
  add(frame: PoseFrame, error: number | undefined): void {
    this.#frames.push(frame);
    if (this.#frames.length > WINDOW) this.#frames.shift();
    if (error !== undefined) this.#errors.push(error);
    if (this.#errors.length > WINDOW) this.#errors.shift();
  }

  /** Forgets everything: another tracker or source begins. */
  reset(): void {
    this.#frames = [];
    this.#errors = [];
  }

  summary(): Summary {
    const last = this.#frames.at(-1);
    const latencies = this.#frames.map(({ emitted, captured }) => emitted - captured);
    const recent = this.#frames.filter(({ emitted }) => emitted >= (last?.emitted ?? 0) - RATE_SPAN);
    const span = recent.length > 1 ? (last as PoseFrame).emitted - (recent[0] as PoseFrame).emitted : Number.NaN;
    const stages = STAGES.map((stage) => {
      const sum = this.#frames.reduce((time, { timings }) => time + (timings[stage] ?? 0), 0);
      return [stage, sum / Math.max(1, this.#frames.length)] as const;
    });
    return {
      fps: ((recent.length - 1) * 1000) / span,
      median: quantile(latencies, 0.5),
      p95: quantile(latencies, 0.95),
      dropped: last?.dropped ?? 0,
      latencies,
      error: quantile(this.#errors, 0.5),
      stages: Object.fromEntries(stages),
    };
  }
}
