import type { Skeleton } from './skeleton.ts';

/** One file of a model, beside its manifest. */
export interface ManifestFile {
  /** Relative to the manifest's address. */
  readonly path: string;
  /** Lower-case hexadecimal SHA-256 of the content. */
  readonly sha256: string;
  /** Length in bytes. */
  readonly bytes: number;
}

/** What every manifest says. */
export interface ManifestBase {
  readonly schema: 'integral-pose/model';
  /** Version of the schema. A reader refuses a newer one. */
  readonly version: 1;
  /** A short name, for example `blazepose-lite`. */
  readonly name: string;
  /** A tfjs GraphModel: `graph` is its model.json, `weights` its shards in order. */
  readonly format: 'tfjs-graph';
  readonly graph: ManifestFile;
  readonly weights: readonly ManifestFile[];
  /** NHWC float input. Bytes 0..255 map linearly to `range`. */
  readonly input: {
    readonly name: string;
    readonly width: number;
    readonly height: number;
    readonly range: readonly [number, number];
  };
  /** SPDX licence of the weights, and where they come from. */
  readonly licence: string;
  readonly origin: string;
}

/** How the numbers of a heatmap are meant. */
export type ValueKind = 'logit' | 'probability';

/** What relates a decoder's extent to the covariance of its error: `spread = kappa · joints[k] · extent + floor`, cells². */
export interface SpreadCalibration {
  readonly kappa: number;
  /** cells², per axis. */
  readonly floor: number;
  /** One factor for each keypoint of the skeleton, > 0: a network need not be as sure of each joint as it is right. Default: 1. */
  readonly joints?: readonly number[];
}

/**
 * How much shorter than it is a network finds a body's tilt, and what makes up for it. The tilt is the plane nearest to all
 * joints, `z = turn · x + lean · y`, from the hips, x to the right, y up in the crop, z towards the camera.
 */
export interface DepthTilt {
  /** What the turn to either side is multiplied by, > 0. */
  readonly turn: number;
  /** What the lean is multiplied by, away from the usual one, > 0. */
  readonly lean: number;
  /** How people lean as a rule: positive where heads are nearer to the camera than feet, as where cameras look down. */
  readonly usualLean: number;
}

/** How the depth cells of a volume lie in space: in px of the network's input, so that a body keeps its proportions. */
export interface DepthAxis {
  /** Where the middle of the hips was put in training, in cells: cell i covers [i, i + 1). */
  readonly root: number;
  /** px of the network's input per cell. Depth grows towards the camera. */
  readonly pixelsPerCell: number;
  /** Makes the decoder's extent in depth the variance of its error, cells². Default: the extent itself. */
  readonly calibration?: SpreadCalibration;
  /** What makes up for tilts that come out too small. Default: nothing does. */
  readonly tilt?: DepthTilt;
}

/** A network that answers with one heatmap a joint. */
export interface HeatmapManifest extends ManifestBase {
  readonly kind: 'heatmap';
  readonly heatmaps: {
    /** Name of the graph's output. */
    readonly output: string;
    /** `hwk`: [people, height, width, channels]. `dhwk`: [people, depth, height, width, channels]. */
    readonly layout: 'hwk' | 'dhwk';
    readonly width: number;
    readonly height: number;
    /** 1 for `hwk`. */
    readonly depth: number;
    readonly channels: number;
    readonly values: ValueKind;
    /** Value of an empty cell, in the unit of `values`. */
    readonly background: number;
    /** Added to decoded coordinates, in cells: undoes the sub-cell convention the network was trained with. */
    readonly offset: { readonly x: number; readonly y: number };
    /** What the depth cells of `dhwk` maps mean. Without it, depth is decoded but not lifted to space. */
    readonly depthAxis?: DepthAxis;
    /** Spread calibration per decoder name; `default` for any other. */
    readonly calibration: { readonly default: SpreadCalibration; readonly [decoder: string]: SpreadCalibration };
  };
  /** The first `skeleton.keypoints.length` channels of the heatmaps, in order. */
  readonly skeleton: Skeleton;
  /** The network's own regressed landmarks, if it has them: rows of `stride` numbers per point. */
  readonly landmarks?: {
    readonly output: string;
    readonly points: number;
    readonly stride: number;
    /** Column of each quantity. x and y are in input pixels; visibility and presence are logits. */
    readonly columns: {
      readonly x: number;
      readonly y: number;
      readonly z?: number;
      readonly visibility?: number;
      readonly presence?: number;
    };
    /** Which point each keypoint of the skeleton is. Default: the first ones, in order. */
    readonly rows?: readonly number[];
    /** Two points that say where the whole body is: its centre, and a point on the circle round it (upwards). */
    readonly alignment?: { readonly centre: number; readonly rim: number };
  };
  /**
   * World landmarks [x, y, z] in metres, hip origin, upright in the crop: x to the right, y down, z away from the camera.
   * `rows` says which point each keypoint of the skeleton is; default: the first ones, in order.
   */
  readonly world?: { readonly output: string; readonly points: number; readonly rows?: readonly number[] };
  /** Belief that there is a person in the crop. */
  readonly presence?: { readonly output: string; readonly values: ValueKind };
  /** The crop that the network was trained on: side = `scale` × the diameter of the circle round the body. */
  readonly crop: { readonly scale: number };
}

/** A single-shot detector with anchors, such as BlazePose's. */
export interface SsdManifest extends ManifestBase {
  readonly kind: 'ssd';
  readonly ssd: {
    /** Output [1, anchors, 4 + 2·keypoints]: x, y, width, height of the box (centre, px of the input, relative to the anchor), then keypoints. */
    readonly boxes: string;
    /** Output [1, anchors, 1]: logits. */
    readonly scores: string;
    /** Strides of the layers in px, as the network was trained: neighbouring equal strides share a grid. */
    readonly strides: readonly number[];
    /** Anchors per cell and layer entry. */
    readonly anchorsPerCell: number;
    readonly keypoints: number;
    /** Which keypoints align the crop, as in {@link HeatmapManifest}. */
    readonly alignment: { readonly centre: number; readonly rim: number };
    readonly minScore: number;
    /** Boxes that overlap more than this (intersection over union) are merged, weighted by score. */
    readonly maxOverlap: number;
  };
}

/** Any manifest. `kind` is the discriminant. */
export type ModelManifest = HeatmapManifest | SsdManifest;
