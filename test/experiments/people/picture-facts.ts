/** Side of every picture of the set, px. */
export const PICTURE_SIDE = 64;

/** What a body's pictures are for. A body is in one split only. */
export type Split = 'train' | 'validation' | 'test';

/** In the order in which the splits lie in the files. */
export const SPLITS: readonly Split[] = ['train', 'validation', 'test'];

/** A joint of a picture. */
export const OUTSIDE = 0;
export const OCCLUDED = 1;
export const VISIBLE = 2;

/**
 * The pinhole that sees a picture, in px of the picture: a point `x` m right of, `y` m above and `depth − z` m away from
 * the camera is at `(x₀ + focal·x/(depth − z), y₀ − focal·y/(depth − z))`.
 */
export interface PictureCamera {
  readonly focal: number;
  /** Where the camera's axis meets the picture's plane, px; may lie far outside the picture. */
  readonly x: number;
  readonly y: number;
  /** Distance of the hips' middle along the axis, m. */
  readonly depth: number;
}

/** What is known of one picture beside its joints. */
export interface PictureFacts {
  readonly split: Split;
  /** Seed of the body. */
  readonly body: number;
  /** How it stands: one of the motions of the test kit (`motion`), or angles drawn at random (`free`). */
  readonly pose: 'motion' | 'free';
  /** Where the person faces against the camera, degrees in [−180, 180): 0 towards it, 90 to the picture's right. */
  readonly facing: number;
  /** Longer side of the person's box in the original picture, px, cut at the border of that picture. */
  readonly boxSide: number;
  /** Pixels of the original picture per pixel of this one. Above 1 the picture is shrunk, below it is blurred. */
  readonly scale: number;
  /** Joints labelled (state > 0), 0..17. */
  readonly present: number;
  /** Share of the labelled joints that are occluded, 0..1. */
  readonly occluded: number;
  /** Metres per pixel of this picture at the hips' middle: what turns cells into z, and the other way. */
  readonly metresPerPixel: number;
  readonly camera: PictureCamera;
}
