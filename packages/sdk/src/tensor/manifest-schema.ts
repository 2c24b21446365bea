import * as v from 'valibot';
import type { HeatmapManifest, SsdManifest } from '../types/manifest.ts';

const text = v.pipe(v.string(), v.nonEmpty());
const number = v.pipe(v.number(), v.finite());
const positive = v.pipe(number, v.gtValue(0));
const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const index = v.pipe(v.number(), v.integer(), v.minValue(0));
const fraction = v.pipe(number, v.minValue(0), v.maxValue(1));
const values = v.picklist(['logit', 'probability']);

/** Inside the manifest's own folder: a manifest cannot send its reader to another host. */
const relativePath = v.pipe(text, v.regex(/^(?![/\\])(?!.*(?:^|[/\\])\.\.(?:[/\\]|$))[^:?#]+$/));

const file = v.object({
  path: relativePath,
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  bytes: count,
});

const base = {
  schema: v.literal('integral-pose/model'),
  version: v.literal(1),
  name: text,
  format: v.literal('tfjs-graph'),
  graph: file,
  weights: v.pipe(v.array(file), v.minLength(1)),
  input: v.object({
    name: text,
    width: count,
    height: count,
    range: v.tuple([number, number]),
  }),
  licence: text,
  origin: text,
} as const;

const indexPairs = v.array(v.tuple([index, index]));

const skeleton = v.pipe(
  v.object({
    name: text,
    keypoints: v.pipe(v.array(text), v.minLength(1)),
    bones: indexPairs,
    pairs: indexPairs,
  }),
  v.forward(
    v.check(({ bones, keypoints }) => bones.flat().every((k) => k < keypoints.length)),
    ['bones'],
  ),
  v.forward(
    v.check(({ pairs, keypoints }) => pairs.flat().every((k) => k < keypoints.length)),
    ['pairs'],
  ),
);

const calibration = v.object({
  kappa: positive,
  floor: v.pipe(number, v.minValue(0)),
  joints: v.exactOptional(v.array(positive)),
});

const alignment = v.object({ centre: index, rim: index });

const landmarks = v.object({
  output: text,
  points: count,
  stride: count,
  columns: v.object({
    x: index,
    y: index,
    z: v.exactOptional(index),
    visibility: v.exactOptional(index),
    presence: v.exactOptional(index),
  }),
  rows: v.exactOptional(v.array(index)),
  alignment: v.exactOptional(alignment),
});

/** What a manifest with `kind: 'heatmap'` has to look like. Unknown fields are left out. */
export const heatmapManifestSchema = v.pipe(
  v.object({
    ...base,
    kind: v.literal('heatmap'),
    heatmaps: v.object({
      output: text,
      layout: v.picklist(['hwk', 'dhwk']),
      width: count,
      height: count,
      depth: count,
      channels: count,
      values,
      background: number,
      offset: v.object({ x: number, y: number }),
      depthAxis: v.exactOptional(
        v.object({
          root: number,
          pixelsPerCell: positive,
          calibration: v.exactOptional(calibration),
          tilt: v.exactOptional(v.object({ turn: positive, lean: positive, usualLean: number })),
        }),
      ),
      calibration: v.objectWithRest({ default: calibration }, calibration),
    }),
    skeleton,
    landmarks: v.exactOptional(landmarks),
    world: v.exactOptional(v.object({ output: text, points: count, rows: v.exactOptional(v.array(index)) })),
    presence: v.exactOptional(v.object({ output: text, values })),
    crop: v.object({ scale: positive }),
  }),
  v.forward(
    v.check(({ heatmaps, skeleton: { keypoints } }) => keypoints.length <= heatmaps.channels),
    ['skeleton', 'keypoints'],
  ),
  v.forward(
    v.check(({ heatmaps: { calibration, depthAxis }, skeleton: { keypoints } }) =>
      [...Object.values(calibration), depthAxis?.calibration].every(
        (each) => (each?.joints?.length ?? keypoints.length) === keypoints.length,
      ),
    ),
    ['heatmaps', 'calibration'],
  ),
  v.forward(
    v.check(({ landmarks, skeleton }) => rowsFit(landmarks, skeleton.keypoints)),
    ['landmarks'],
  ),
  v.forward(
    v.check(({ world, skeleton }) => rowsFit(world, skeleton.keypoints)),
    ['world'],
  ),
) satisfies v.GenericSchema<unknown, HeatmapManifest>;

/** Each keypoint has a point, whether by `rows` or by order. */
function rowsFit(
  part: { readonly points: number; readonly rows?: readonly number[] } | undefined,
  keypoints: readonly string[],
): boolean {
  if (!part) return true;
  if (!part.rows) return keypoints.length <= part.points;
  return part.rows.length === keypoints.length && part.rows.every((row) => row < part.points);
}

/** What a manifest with `kind: 'ssd'` has to look like. Unknown fields are left out. */
export const ssdManifestSchema = v.object({
  ...base,
  kind: v.literal('ssd'),
  ssd: v.object({
    boxes: text,
    scores: text,
    strides: v.pipe(v.array(count), v.minLength(1)),
    anchorsPerCell: count,
    keypoints: index,
    alignment,
    minScore: fraction,
    maxOverlap: fraction,
  }),
}) satisfies v.GenericSchema<unknown, SsdManifest>;
