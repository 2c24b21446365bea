/** A COCO keypoint file, as far as it is read. */
export interface CocoFile {
  readonly images: readonly { readonly id: number; readonly file_name: string }[];
  readonly annotations: readonly CocoPerson[];
}

/** One annotated person: 17 keypoints as x, y, visibility (0: not labelled). */
export interface CocoPerson {
  readonly image_id: number;
  readonly bbox: readonly [number, number, number, number];
  readonly area: number;
  readonly iscrowd?: number;
  readonly keypoints: readonly number[];
  /** What figures in space are also given by: the kind of body, pose or camera, say. */
  readonly facts?: Readonly<Record<string, string>>;
  /**
   * The same 17 joints in the camera's frame, mm, from any origin: 17 × [x, y, z], or 51 numbers in a row; x leads to the
   * right of the picture. Whether y leads up (and z to the camera) or down (and z away) is seen from `keypoints`.
   * `null` where a joint is not known.
   */
  readonly keypoints3d_mm?: readonly (number | null)[] | readonly (readonly (number | null)[] | null)[];
}

/** How much further the head's depths reach, and its bodies then are turned and lean away from what is usual; 1 leaves them as they come out. */
export interface Stretch {
  readonly depth: number;
  readonly turn: number;
  readonly lean: number;
}

/** What the page is asked to measure. */
export interface AccuracyJob {
  readonly file: CocoFile;
  readonly model: 'lite' | 'full' | 'heavy';
  /** `truth`: everybody gets the padded annotated box. `blazepose`: everybody gets the whole picture. */
  readonly detector: 'truth' | 'blazepose';
  /** Names, or null for all. */
  readonly decoders: readonly string[] | null;
  /** Whether a PoseLandmarker bundle is mounted at /task/. */
  readonly task: string | null;
  /** Whether to measure sub-pixel stability too. */
  readonly subpixel: boolean;
  /** Instead of what the head's manifest says. */
  readonly stretch: Stretch | null;
}

/** How a row came to be. */
export type RowKind = 'decoder' | 'regression' | 'head' | 'world' | 'peer';

/** One person under one row. */
export interface Answer {
  /** 17 × [x, y], image px, or null where the person was not found. */
  readonly keypoints: readonly (readonly [number, number])[] | null;
  /** 17 × variance of x and of y, image px²; null where the person was not found. Not finite where the row has none. */
  readonly variances: readonly (readonly [number, number])[] | null;
  /** 17 × [x, y, z], metres from the hips, y up, z towards the camera; null where the row has none of its own. */
  readonly space: readonly SpacePoint[] | null;
  /** 17 × standard deviation of z, metres. */
  readonly zSpreads: readonly number[] | null;
}

/** x, y and z. */
export type SpacePoint = readonly [number, number, number];

/** Somebody who was seen. */
export interface SeenPerson {
  readonly keypoints: readonly (readonly [number, number])[];
  readonly variances?: readonly (readonly [number, number])[];
  readonly space?: readonly SpacePoint[] | null;
  readonly zSpreads?: readonly number[] | null;
  /** Ranks people over all pictures. */
  readonly score: number;
}

/** Everything that was seen, before any figure is made of it. */
export interface RawAccuracy {
  readonly images: number;
  readonly people: readonly CocoPerson[];
  /** How many of `people` are in each picture that was looked at, in order. */
  readonly perView: readonly number[];
  readonly defaultDecoder: string;
  readonly rows: readonly {
    readonly name: string;
    readonly kind: RowKind;
    /** In the order of `people`. */
    readonly answers: readonly Answer[];
    /** Everybody who was seen in each picture, labelled or not. */
    readonly seen: readonly (readonly SeenPerson[])[];
    /** Squared residuals of the sub-pixel test, cells², per person. */
    readonly subpixel: readonly number[];
  }[];
}
