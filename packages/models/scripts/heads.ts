import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DepthAxis, HeatmapManifest } from '@integral-pose/sdk';
import type { HeadTaps } from '../src/head/append-head.ts';
import { type HeadIndex, readHead } from '../src/head/read-head.ts';
import type { Constant } from '../src/tflite/constant.ts';

/** The landmark models that a head was trained on. */
export type HeadSource = 'lite';

/** The same tensors as `TAPS` of `head3d/train/head.py`. */
export const HEAD_TAPS: Readonly<Record<HeadSource, HeadTaps>> = {
  lite: {
    wide: 264,
    half: 262,
    quarter: 260,
    eighth: 256,
    encoded32: 211,
    encoded16: 236,
    encoded4: 295,
    pooled: 308,
    world: 312,
  },
};

/** What was measured on pictures that the head was not trained with; `pnpm train:head` writes it. */
export interface HeadMeasured {
  /** Median logit of all cells. */
  readonly background: number;
  readonly calibration: HeatmapManifest['heatmaps']['calibration'];
  /** Cells² of z. */
  readonly depthCalibration: NonNullable<DepthAxis['calibration']>;
  /** px of the network's input per cell of depth: more than of x and y, as depths that are not sure come out short. */
  readonly pixelsPerCell: number;
  /** What makes up for tilts that come out too small. */
  readonly depthTilt: NonNullable<DepthAxis['tilt']>;
}

/** A trained head. */
export interface TrainedHead {
  readonly taps: HeadTaps;
  readonly weights: ReadonlyMap<string, Constant>;
  readonly measured: HeadMeasured;
}

const folder = join(dirname(fileURLToPath(import.meta.url)), '../head3d/weights');

/** The files of a trained head: what a build depends on. */
export function headFiles(source: HeadSource): readonly Uint8Array[] {
  return [`${source}.bin`, `${source}.json`].map((name) => new Uint8Array(readFileSync(join(folder, name))));
}

/** Reads a head that is part of this repository. */
export function readHeadOf(source: HeadSource): TrainedHead {
  const [data, index] = headFiles(source) as [Uint8Array, Uint8Array];
  const facts = JSON.parse(new TextDecoder().decode(index)) as HeadIndex & { readonly measured: HeadMeasured };
  return { taps: HEAD_TAPS[source], weights: readHead(facts, data), measured: facts.measured };
}
