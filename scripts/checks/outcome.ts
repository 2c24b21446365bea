/** What a check counts towards the last line, and what people should read about it. */
export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** A line for each failure. */
  readonly failures: readonly string[];
  /** A line for each thing skipped, with its reason where one is known. */
  readonly skips: readonly string[];
}

export const passed: Outcome = { passed: 1, failed: 0, skipped: 0, failures: [], skips: [] };

export function failed(why: string): Outcome {
  return { passed: 0, failed: 1, skipped: 0, failures: [why], skips: [] };
}

export function skipped(why: string): Outcome {
  return { passed: 0, failed: 0, skipped: 1, failures: [], skips: [why] };
}
