/** What the page is asked to time. */
export interface DecodingJob {
  readonly backend: 'wasm' | 'webgl';
  readonly rounds: number;
}

/** Times of one step, ms, one a round. Each begins with the network's output and ends with numbers in JavaScript. */
export interface DecodingRow {
  readonly name: string;
  readonly kind: 'network' | 'decoder' | 'all' | 'naive' | 'read-back';
  readonly times: readonly number[];
}
