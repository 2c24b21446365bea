import { blazePose33, coco17, type HeatmapManifest, type ManifestBase, type SsdManifest } from '@integral-pose/sdk';
import calibration from '../calibration.json' with { type: 'json' };
import { VOLUME } from '../src/head/append-head.ts';
import type { HeadMeasured, HeadSource } from './heads.ts';
import { SOURCE_FILES, SOURCE_PACKAGE, SOURCE_VERSION, type SourceModel } from './sources.ts';

/** What only the written files tell. */
export type ManifestFiles = Pick<ManifestBase, 'graph' | 'weights'>;

/** What was measured on pictures, per landmark model. */
interface Measured {
  /** Median logit of the cells of the joints' heatmaps over 24 crops, nearly all of which are background. */
  readonly background: number;
  /** Cells. The networks were trained so that cell i means i / 64 of the crop: half a cell before its centre. */
  readonly offset: { readonly x: number; readonly y: number };
  /** Per decoder; `pnpm bench calibrate` writes `calibration.json`. */
  readonly calibration: HeatmapManifest['heatmaps']['calibration'];
}

const HALF_A_CELL = { x: -0.5, y: -0.5 };

/** Of the landmark models. */
export const MEASURED: Readonly<Record<'lite' | 'full' | 'heavy', Measured>> = {
  lite: { background: -8.5, offset: HALF_A_CELL, calibration: calibration.lite },
  full: { background: -10.9, offset: HALF_A_CELL, calibration: calibration.full },
  heavy: { background: -10.1, offset: HALF_A_CELL, calibration: calibration.heavy },
};

function base(model: SourceModel, files: ManifestFiles, side: number, range: readonly [number, number]): ManifestBase {
  return {
    schema: 'integral-pose/model',
    version: 1,
    name: `blazepose-${model}`,
    format: 'tfjs-graph',
    ...files,
    input: { name: 'image', width: side, height: side, range },
    licence: 'Apache-2.0',
    origin: `${SOURCE_FILES[model]} of ${SOURCE_PACKAGE} ${SOURCE_VERSION}, The MediaPipe Authors, Google`,
  };
}

/** The manifest of a landmark model. */
export function heatmapManifest(model: 'lite' | 'full' | 'heavy', files: ManifestFiles): HeatmapManifest {
  const { background, offset, calibration } = MEASURED[model];
  return {
    ...base(model, files, 256, [0, 1]),
    kind: 'heatmap',
    heatmaps: {
      output: 'heatmaps',
      layout: 'hwk',
      width: 64,
      height: 64,
      depth: 1,
      channels: 39,
      values: 'logit',
      background,
      offset,
      calibration,
    },
    skeleton: blazePose33,
    landmarks: {
      output: 'landmarks',
      points: 39,
      stride: 5,
      columns: { x: 0, y: 1, z: 2, visibility: 3, presence: 4 },
      alignment: { centre: 33, rim: 34 },
    },
    world: { output: 'world', points: 39 },
    presence: { output: 'presence', values: 'probability' },
    crop: { scale: 1.25 },
  };
}

/** Which of BlazePose's points each of COCO's 17 joints is: the names are the same. */
const COCO_ROWS = coco17.keypoints.map((name) => blazePose33.keypoints.indexOf(name));

/** The manifest of a landmark model with a head of our own. */
export function volumeManifest(source: HeadSource, files: ManifestFiles, measured: HeadMeasured): HeatmapManifest {
  const { landmarks, world, ...own } = heatmapManifest(source, files);
  const { background, calibration, depthCalibration, pixelsPerCell, depthTilt } = measured;
  return {
    ...own,
    name: `integral-pose-3d-${source}`,
    origin: `${own.origin}; volumetric head trained by this project (head3d/MODEL_CARD.md)`,
    heatmaps: {
      output: 'volume',
      layout: 'dhwk',
      width: VOLUME.width,
      height: VOLUME.height,
      depth: VOLUME.depth,
      channels: VOLUME.joints,
      values: 'logit',
      background,
      offset: { x: 0, y: 0 },
      depthAxis: {
        root: VOLUME.depth / 2,
        pixelsPerCell,
        calibration: depthCalibration,
        tilt: depthTilt,
      },
      calibration,
    },
    skeleton: coco17,
    ...(landmarks ? { landmarks: { ...landmarks, rows: COCO_ROWS } } : {}),
    ...(world ? { world: { ...world, rows: COCO_ROWS } } : {}),
  };
}

/** The shape of the person detector. */
export const DETECTOR = { side: 224, strides: [8, 16, 32, 32, 32], anchorsPerCell: 2, keypoints: 4 } as const;

/** The manifest of the person detector. */
export function detectorManifest(files: ManifestFiles): SsdManifest {
  return {
    ...base('detector', files, DETECTOR.side, [-1, 1]),
    kind: 'ssd',
    ssd: {
      boxes: 'boxes',
      scores: 'scores',
      strides: DETECTOR.strides,
      anchorsPerCell: DETECTOR.anchorsPerCell,
      keypoints: DETECTOR.keypoints,
      alignment: { centre: 0, rim: 1 },
      minScore: 0.5,
      maxOverlap: 0.3,
    },
  };
}
