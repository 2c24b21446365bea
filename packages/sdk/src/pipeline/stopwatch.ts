import type { Stage } from '../types/pose.ts';

/** Adds up the wall time of stages, ms. One a frame. */
export interface Stopwatch {
  /** Runs `work`, awaits it, and adds its time to `stage`. */
  time<T>(stage: Stage, work: () => Promise<T>): Promise<T>;
  /** The same for work that does not wait. */
  timeSync<T>(stage: Stage, work: () => T): T;
  /** The sums so far, with `total` since the stopwatch was made. */
  read(): Readonly<Partial<Record<Stage, number>>>;
}

/** A stopwatch on `performance.now()`. */
export function createStopwatch(): Stopwatch {
  const started = performance.now();
  const sums: Partial<Record<Stage, number>> = {};
  const add = (stage: Stage, since: number) => {
    sums[stage] = (sums[stage] ?? 0) + performance.now() - since;
  };
  return {
    async time(stage, work) {
      const since = performance.now();
      try {
        return await work();
      } finally {
        add(stage, since);
      }
    },
    timeSync(stage, work) {
      const since = performance.now();
      try {
        return work();
      } finally {
        add(stage, since);
      }
    },
    read: () => ({ ...sums, total: performance.now() - started }),
  };
}
