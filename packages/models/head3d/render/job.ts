/** Which part of the data a picture belongs to: bodies, backdrops, poses and cameras of one are not in another. */
export type Split = 'train' | 'held-back';

/**
 * What a picture shows: what people mostly do before a camera; what only some do, in hard poses; either, in all sorts of
 * drawings of bodies and rooms; in such drawings too, people who stand with knees that are not straight, and people who
 * exercise with straight arms.
 */
export type Theme = 'daily' | 'sport' | 'drawn' | 'easy' | 'exercise';

/** What the page is to draw. */
export interface RenderJob {
  readonly split: Split;
  readonly theme: Theme;
  /** Number of the first picture; a number always gives the same picture of its split and theme. */
  readonly first: number;
  readonly count: number;
  /** px, the sides of a picture. The crop of the network lies in its middle, `SIDE / MARGIN` wide. */
  readonly side: number;
}

/** A stored picture is so much wider than the network's crop: room to move the crop in training. */
export const MARGIN = 1.125;

/** px: the network's crop and the margin round it. */
export const SIDE = 256 * MARGIN;

/** Pictures in a file. */
export const SHARD = 50;

/** Joints of a picture, in the order of COCO's 17: x, y and z in px of the stored picture, then x, y, z in metres, then seen. */
export const JOINT_COLUMNS = 7;

/** What the page gives back. */
export interface RenderedPart {
  /** `count × side × side × 3` bytes, RGB, base64. */
  readonly pictures: string;
  /** `count × 17 × JOINT_COLUMNS` floats, base64. z leads towards the camera from the middle of the hips. */
  readonly joints: string;
  readonly facts: readonly PictureFacts[];
}

/** What else is true of a picture. */
export interface PictureFacts {
  readonly body: string;
  readonly pose: string;
  /** Degrees, across the crop at the hips' distance as if it were a whole picture. */
  readonly fieldOfView: number;
  /** Degrees: 0 the body's front faces the camera, 180 its back. */
  readonly yaw: number;
  /** Degrees: positive when the camera looks down. */
  readonly elevation: number;
  /** px of the stored picture per metre, at the hips. */
  readonly pixelsPerMetre: number;
}

declare global {
  interface Window {
    /** Set by the page. */
    renderPart(job: RenderJob): Promise<RenderedPart>;
  }
}
