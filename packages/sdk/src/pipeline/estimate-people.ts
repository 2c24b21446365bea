import { concat, reshape, type Tensor, type Tensor1D, tidy } from '@tensorflow/tfjs-core';
import { type LiftOptions, liftDepth } from '../lift/lift-depth.ts';
import { liftWorld } from '../lift/lift-world.ts';
import { stretchTilt } from '../lift/stretch-tilt.ts';
import { apply, applyToCovariance, compose, invert, scaling, translation } from '../math/affine.ts';
import { cropTransform } from '../math/crop-transform.ts';
import { boundingBox, regionFromAlignment, regionFromBox } from '../math/regions.ts';
import { decodeAll } from '../tensor/decode-all.ts';
import { DECODED, type Decoder } from '../tensor/decoder.ts';
import type { PoseNetwork } from '../tensor/network.ts';
import type { Pixels } from '../tensor/pixels.ts';
import { requireFinite } from '../tensor/require-finite.ts';
import type { Affine, Covariance, Point, Point3D, Region, Size } from '../types/geometry.ts';
import type { Keypoint3D } from '../types/keypoint-3d.ts';
import type { DepthAxis, HeatmapManifest, SpreadCalibration } from '../types/manifest.ts';
import type { Keypoint } from '../types/pose.ts';
import type { Stopwatch } from './stopwatch.ts';

/** What the network saw in one region. */
export interface Person {
  /** Where it looked. */
  readonly region: Region;
  /** Where to look for the same person next. */
  readonly next: Region;
  /** 0..1: belief that a person is there. 1 where the network has no such output. */
  readonly presence: number;
  /** Image px, one list for each decoder, in order. */
  readonly keypoints: readonly (readonly Keypoint[])[];
  /** Metres from the hips, one list for each decoder; null where the maps have no depth that means something. */
  readonly keypoints3D: readonly (readonly Keypoint3D[] | null)[];
  /** The network's own, null where it has none. */
  readonly worldLandmarks: readonly Keypoint3D[] | null;
}

/** What {@link estimatePeople} works with. */
export interface Estimation {
  readonly network: PoseNetwork;
  readonly decoders: readonly Decoder[];
  readonly lift?: LiftOptions | undefined;
  /** Named in errors. */
  readonly backend: string;
}

/**
 * Crop → infer → decode for all regions of a frame in one batch, with one read-back of
 * `decoders × people × joints × 8` floats and the network's own landmarks.
 */
export async function estimatePeople(
  pixels: Pixels,
  regions: readonly Region[],
  { network, decoders, lift, backend }: Estimation,
  stopwatch: Stopwatch,
): Promise<Person[]> {
  if (regions.length === 0) return [];
  const { manifest } = network;
  const toCrop = regions.map((region) => cropTransform(region, manifest.input));
  const packed = tidy(() => {
    const crops = stopwatch.timeSync('crop', () => pixels.sample(toCrop, manifest.input, manifest.input.range));
    const inference = stopwatch.timeSync('infer', () => network.infer(crops));
    try {
      return stopwatch.timeSync('decode', () =>
        pack([
          decodeAll(inference.maps, decoders),
          ...[inference.landmarks, inference.presence, inference.world].filter((tensor) => tensor !== null),
        ]),
      );
    } finally {
      inference.dispose();
    }
  });
  const values = await stopwatch.time('decode', async () => {
    try {
      return await packed.data<'float32'>();
    } finally {
      packed.dispose();
    }
  });
  requireFinite(values, backend, 'keypoints');
  return unpack(values, regions, toCrop, manifest, decoders, lift, pixels.frame.size);
}

function pack(tensors: readonly Tensor[]): Tensor1D {
  return concat(tensors.map((tensor) => reshape(tensor, [-1]) as Tensor1D));
}

function unpack(
  values: Float32Array,
  regions: readonly Region[],
  toCrop: readonly Affine[],
  manifest: HeatmapManifest,
  decoders: readonly Decoder[],
  lift: LiftOptions | undefined,
  picture: Size,
): Person[] {
  const { heatmaps, input, landmarks, presence, skeleton, world } = manifest;
  const people = regions.length;
  const joints = skeleton.keypoints.length;
  const decodedSize = people * joints * DECODED.columns;
  const rowSize = landmarks ? landmarks.points * landmarks.stride : 0;
  const landmarksAt = decoders.length * decodedSize;
  const presenceAt = landmarksAt + people * rowSize;
  const worldAt = presenceAt + (presence ? people : 0);
  const heatmapToCrop = compose(
    scaling(input.width / heatmaps.width, input.height / heatmaps.height),
    translation(heatmaps.offset.x, heatmaps.offset.y),
  );
  return regions.map((region, person) => {
    const cropToImage = invert(toCrop[person] as Affine);
    const heatmapToImage = compose(cropToImage, heatmapToCrop);
    const own = landmarks
      ? readLandmarks(values.subarray(landmarksAt + person * rowSize, landmarksAt + (person + 1) * rowSize), landmarks)
      : null;
    const rowOf = (decoder: number, joint: number) => {
      const at = decoder * decodedSize + (person * joints + joint) * DECODED.columns;
      return values.subarray(at, at + DECODED.columns);
    };
    const keypoints = decoders.map((decoder, index) => {
      const calibration = heatmaps.calibration[decoder.name] ?? heatmaps.calibration.default;
      return Array.from({ length: joints }, (_, joint) => {
        const row = rowOf(index, joint);
        const kappa = kappaOf(calibration, joint);
        const position = apply(heatmapToImage, { x: row[DECODED.x] as number, y: row[DECODED.y] as number });
        const spread = applyToCovariance(heatmapToImage, {
          xx: kappa * (row[DECODED.xx] as number) + calibration.floor,
          xy: kappa * (row[DECODED.xy] as number),
          yy: kappa * (row[DECODED.yy] as number) + calibration.floor,
        });
        return {
          x: position.x,
          y: position.y,
          score:
            (row[DECODED.score] as number) *
            (own?.[landmarks?.rows?.[joint] ?? joint]?.presence ?? 1) *
            shareInside(position, spread, picture),
          spread,
          name: skeleton.keypoints[joint] as string,
        };
      });
    });
    const { depthAxis } = heatmaps;
    const worldLandmarks =
      world && keypoints[0]
        ? liftWorld(
            readWorld(values.subarray(worldAt + 3 * world.points * person), world, joints),
            region.angle,
            keypoints[0],
          )
        : null;
    return {
      region,
      next: nextRegion(own, keypoints[0] as Keypoint[], cropToImage, manifest, region),
      presence: presence ? (values[presenceAt + person] as number) : 1,
      keypoints,
      keypoints3D: keypoints.map((list, decoder) => {
        if (!depthAxis) return null;
        const deep = list.map((keypoint, joint) => ({
          ...keypoint,
          ...depthOf(rowOf(decoder, joint), joint, depthAxis, region.side / input.width),
        }));
        const tilted = depthAxis.tilt ? stretchTilt(deep, region.angle, depthAxis.tilt) : deep;
        return liftDepth(tilted, picture, lift, worldLandmarks);
      }),
      worldLandmarks,
    };
  });
}

function kappaOf({ kappa, joints }: SpreadCalibration, joint: number): number {
  return kappa * (joints?.[joint] ?? 1);
}

/** Depth and its standard deviation, px of the picture, towards the camera. */
function depthOf(
  row: Float32Array,
  joint: number,
  { root, pixelsPerCell, calibration = { kappa: 1, floor: 0 } }: DepthAxis,
  pixelsPerInput: number,
): { readonly z: number; readonly zSpread: number } {
  const pixels = pixelsPerCell * pixelsPerInput;
  const variance = kappaOf(calibration, joint) * (row[DECODED.zz] as number) + calibration.floor;
  return { z: ((row[DECODED.z] as number) - root) * pixels, zSpread: Math.sqrt(Math.max(0, variance)) * pixels };
}

function readWorld(row: Float32Array, { rows }: NonNullable<HeatmapManifest['world']>, joints: number): Point3D[] {
  return Array.from({ length: joints }, (_, joint) => {
    const [x = 0, y = 0, z = 0] = row.subarray(3 * (rows?.[joint] ?? joint));
    return { x, y, z };
  });
}

interface Landmark extends Point {
  /** 0..1: is the point in the crop. */
  readonly presence: number;
}

function readLandmarks(
  row: Float32Array,
  { points, stride, columns }: NonNullable<HeatmapManifest['landmarks']>,
): Landmark[] {
  return Array.from({ length: points }, (_, point) => {
    const at = (column: number) => row[point * stride + column] as number;
    return {
      x: at(columns.x),
      y: at(columns.y),
      presence: columns.presence === undefined ? 1 : 1 / (1 + Math.exp(-at(columns.presence))),
    };
  });
}

/**
 * Where to look in the next frame: round the network's alignment points where it has them (they are regressed, so they
 * may lie outside the crop, where a heatmap cannot reach), else round its keypoints.
 */
function nextRegion(
  landmarks: readonly Landmark[] | null,
  keypoints: readonly Keypoint[],
  cropToImage: Affine,
  { landmarks: layout, crop }: HeatmapManifest,
  region: Region,
): Region {
  const alignment = layout?.alignment;
  if (!landmarks || !alignment) return regionFromBox(boundingBox(keypoints), crop.scale, region.angle);
  const centre = apply(cropToImage, landmarks[alignment.centre] as Landmark);
  const rim = apply(cropToImage, landmarks[alignment.rim] as Landmark);
  return regionFromAlignment(centre, rim, crop.scale);
}

/** px. A spread of 0 has no Gaussian. */
const LEAST_DEVIATION = 1e-6;

/** How much of a Gaussian of this spread lies inside the picture, 0..1, the axes taken one by one. */
function shareInside({ x, y }: Point, { xx, yy }: Covariance, { width, height }: Size): number {
  return shareBetween(x, deviation(xx), width) * shareBetween(y, deviation(yy), height);
}

function deviation(variance: number): number {
  return Math.max(LEAST_DEVIATION, Math.sqrt(Math.max(0, variance)));
}

function shareBetween(mean: number, sigma: number, length: number): number {
  return normalCdf((length - mean) / sigma) - normalCdf(-mean / sigma);
}

/** Normal distribution function, by the logistic approximation (error below 0.01). */
function normalCdf(z: number): number {
  return 1 / (1 + Math.exp(-1.702 * z));
}
