import type { PictureFacts, Split } from './picture-facts.ts';

/** What the page is asked to draw. The same job gives the same pictures; in another job they differ by rounding only. */
export interface DrawPeopleJob {
  readonly seed: number;
  /** Seeds of the bodies of each split. */
  readonly bodies: Readonly<Record<Split, readonly number[]>>;
  /** Which pictures: each is drawn from the seed and its own index, whatever else is in the job. */
  readonly pictures: readonly { readonly split: Split; readonly index: number }[];
}

/** Pictures and what is known of them. */
export interface DrawnPeople {
  /** [pictures, 64, 64, 3] */
  readonly pictures: Uint8Array;
  /** [pictures, 17, 4]: x, y, z, state */
  readonly joints: Float32Array;
  /** [pictures, 17, 3] */
  readonly world: Float32Array;
  readonly facts: readonly PictureFacts[];
}

/** {@link DrawnPeople} as it leaves the page: bytes in base 64. */
export interface PackedPeople {
  readonly pictures: string;
  readonly joints: string;
  readonly world: string;
  readonly facts: readonly PictureFacts[];
}
