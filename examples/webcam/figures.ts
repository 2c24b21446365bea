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
  /** Median per stage, ms, over the results in which the stage ran. */
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

  add(frame: PoseFrame): void {
    this.#frames.push(frame);
    if (this.#frames.length > WINDOW) this.#frames.shift();
  }

  /** Forgets everything: another tracker or source begins. */
  reset(): void {
    this.#frames = [];
  }

  summary(): Summary {
    const last = this.#frames.at(-1);
    const latencies = this.#frames.map(({ emitted, captured }) => emitted - captured);
    const recent = this.#frames.filter(({ emitted }) => emitted >= (last?.emitted ?? 0) - RATE_SPAN);
    const span = recent.length > 1 ? (last as PoseFrame).emitted - (recent[0] as PoseFrame).emitted : Number.NaN;
    const stages = STAGES.map((stage) => {
      const times = this.#frames.flatMap(({ timings }) => timings[stage] ?? []);
      return [stage, times.length ? quantile(times, 0.5) : 0] as const;
    });
    return {
      fps: ((recent.length - 1) * 1000) / span,
      median: quantile(latencies, 0.5),
      p95: quantile(latencies, 0.95),
      dropped: last?.dropped ?? 0,
      latencies,
      stages: Object.fromEntries(stages),
    };
  }
}
