import {
  DECODED,
  debiasedIntegral,
  gaussianTarget,
  Heatmaps,
  integral,
  type Point,
  type Size,
} from '@integral-pose/sdk';
import { tensor4d } from '@tensorflow/tfjs-core';

/** Cells. Not square, so that a mix-up of its sides is seen. */
export const MAP: Size = { width: 64, height: 48 };
export const CENTRE: Point = { x: MAP.width / 2, y: MAP.height / 2 };

/** What the sliders say. */
export interface BiasSettings {
  readonly beta: number;
  /** Cells. */
  readonly sigma: number;
  readonly peak: number;
}

/** The two answers to one map, cells. */
export interface BiasAnswers {
  readonly plain: Point;
  readonly debiased: Point;
}

/** An ideal map: a Gaussian on an empty ground, cut off at the border. */
export function idealMap(joint: Point, { sigma, peak }: BiasSettings): Float32Array {
  return gaussianTarget(joint, MAP, sigma).map((value) => peak * value);
}

/** Decodes maps with the SDK's own decoders. */
export async function decodeBoth(maps: readonly Float32Array[], beta: number): Promise<BiasAnswers[]> {
  const cells = MAP.width * MAP.height;
  const values = new Float32Array(maps.length * cells);
  maps.forEach((map, index) => {
    values.set(map, index * cells);
  });
  const output = tensor4d(values, [maps.length, MAP.height, MAP.width, 1]);
  const heatmaps = new Heatmaps(output, { layout: 'hwk', values: 'probability', background: 0 });
  output.dispose();
  const decoded = [integral({ beta }), debiasedIntegral({ beta })].map((decoder) => decoder.decode(heatmaps));
  heatmaps.dispose();
  try {
    const [plain, debiased] = (await Promise.all(decoded.map((tensor) => tensor.data<'float32'>()))) as [
      Float32Array,
      Float32Array,
    ];
    const point = (from: Float32Array, map: number): Point => ({
      x: from[map * DECODED.columns + DECODED.x] as number,
      y: from[map * DECODED.columns + DECODED.y] as number,
    });
    return maps.map((_, map) => ({ plain: point(plain, map), debiased: point(debiased, map) }));
  } finally {
    for (const tensor of decoded) tensor.dispose();
  }
}

/** What share of the softmax's sum the empty ground has: `n / Σ exp(βH)`, 0..1 (1 for a flat map). */
export function backgroundShare(map: Float32Array, beta: number): number {
  let sum = 0;
  for (const value of map) sum += Math.exp(beta * value);
  return map.length / sum;
}

/** Errors of both decoders on the way from the centre towards a corner. */
export interface BiasCurve {
  /** Cells from the centre. */
  readonly distance: number;
  readonly plain: number;
  readonly debiased: number;
}

const SAMPLES = 20;

/** Follows the joint outwards. */
export async function biasCurve(settings: BiasSettings): Promise<BiasCurve[]> {
  // A quarter of a cell away from the centre lines, so that nothing cancels by symmetry.
  const joints = Array.from({ length: SAMPLES }, (_, index) => {
    const share = index / (SAMPLES - 1);
    return { x: CENTRE.x + 0.25 + share * (CENTRE.x - 2), y: CENTRE.y + 0.25 + share * (CENTRE.y - 2) };
  });
  const answers = await decodeBoth(
    joints.map((joint) => idealMap(joint, settings)),
    settings.beta,
  );
  return joints.map((joint, index) => {
    const { plain, debiased } = answers[index] as BiasAnswers;
    return {
      distance: apart(joint, CENTRE),
      plain: apart(plain, joint),
      debiased: apart(debiased, joint),
    };
  });
}

/** Cells between two points. */
export function apart(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
