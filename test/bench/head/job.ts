/** What the page is asked to time. */
export interface HeadJob {
  readonly backend: 'wasm' | 'webgl';
  readonly rounds: number;
}

/** One network, ms, one a round. */
export interface HeadRow {
  readonly model: string;
  /** From a crop to all outputs made. */
  readonly network: readonly number[];
  /** From there to keypoints in JavaScript. */
  readonly decoding: readonly number[];
}
