/** What the tests tell `colour-worker.ts` to be. */
export interface ColourSettings {
  readonly maxPeople?: number;
  /** What goes wrong while it loads. */
  readonly trouble?: 'untyped' | 'no-backend' | 'model-unreachable' | 'never-ready';
}

/** What the tests tell `colour-worker.ts` before each frame. */
export interface ColourLive {
  /** Follow so many. */
  readonly most?: number;
  /** Die of an error that nobody catches. */
  readonly die?: boolean;
}
