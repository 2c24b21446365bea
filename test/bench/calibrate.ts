import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { blazePose33, type SpreadCalibration } from '@integral-pose/sdk';
import {
  fitSpread,
  fitSpreadByJoint,
  type JointSpreadSample,
  normalisedSquaredError,
} from '@integral-pose/sdk/metrics';
import { range } from './accuracy/coverage.ts';
import type { CalibrateJob, Residual, Residuals } from './calibrate/job.ts';
import { measureResiduals } from './calibrate/measure-residuals.ts';

const USAGE = `pnpm bench calibrate --data DIR [--data DIR …] [--models lite,full,heavy] [--out FILE.json]
  DIR holds annotations.json (COCO keypoints) and images/.`;

/** Joints farther off, cells per axis, are mistakes of another kind (the other arm, another person). */
const GROSS = 6;

/** What is kept of a model, by decoder, in `packages/models/calibration.json`. */
type Calibration = Record<string, SpreadCalibration>;

/**
 * Measures, for each model, what turns each decoder's extent into the covariance of its error, and prints how far the
 * answers lie off on the whole (the sub-cell offset, which depends on how joints were annotated too). Fitted on every other person and tested on the rest; what is written is fitted on all.
 */
export async function calibrate(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      data: { type: 'string', multiple: true },
      models: { type: 'string', default: 'lite,full,heavy' },
      out: { type: 'string' },
    },
  });
  if (!values.data) throw new Error(USAGE);
  const result: Record<string, Calibration> = {};
  const models = values.models.split(',') as CalibrateJob['model'][];
  for (const [model, residuals] of await measureResiduals(values.data, models, false)) {
    result[model] = calibrateModel(model, residuals);
  }
  if (values.out) writeFileSync(values.out, `${JSON.stringify(result, null, 2)}\n`);
}

function calibrateModel(model: string, residuals: Residuals): Calibration {
  const seen = (residuals.localDebiasedIntegral ?? []).filter(({ score }) => score > 0.5);
  const bias = [median(seen.map(({ dx }) => dx)), median(seen.map(({ dy }) => dy))].map((value) => value.toFixed(3));
  process.stdout.write(`\n${model}: median error ${bias.join(', ')} cells (${seen.length} joints)\n`);
  const calibration: Calibration = {};
  for (const [name, rows] of Object.entries(residuals)) {
    const near = rows.filter(({ dx, dy }) => Math.abs(dx) < GROSS && Math.abs(dy) < GROSS);
    const half = (parity: number) => samplesOf(near.filter(({ person }) => person % 2 === parity));
    const apart = fitSpreadByJoint(half(0), blazePose33);
    const tested = normalisedSquaredError(half(1), apart);
    const [each, all] = [apart, fitSpread(half(0))].map((calibration) => withinByJoint(half(1), calibration));
    const { kappa, floor, joints } = fitSpreadByJoint(samplesOf(near), blazePose33);
    const gross = 1 - near.length / rows.length;
    process.stdout.write(
      `  ${name.padEnd(22)} kappa ${kappa.toFixed(3)}  floor ${floor.toFixed(3)}  on the other half: ` +
        `error² ÷ variance ${tested.toFixed(2)}; within one standard deviation, by joint, ${each} (one factor for all: ${all}); left out as gross: ${(100 * gross).toFixed(1)} %\n`,
    );
    calibration[name] = { kappa: round(kappa), floor: round(floor), joints: joints.map(round) };
  }
  return { default: calibration.localDebiasedIntegral ?? { kappa: 1, floor: 1 }, ...calibration };
}

/** Of the joint with the smallest share of errors within one standard deviation, and of that with the largest; 68 % is right. */
function withinByJoint(samples: readonly JointSpreadSample[], calibration: SpreadCalibration): string {
  const within = blazePose33.keypoints
    .map((_, kind) => samples.filter(({ joint }) => joint === kind))
    .filter(({ length }) => length >= 40)
    .map((own) => own.map((sample) => Number(normalisedSquaredError([sample], calibration) <= 1)));
  return `${range(within)
    .map((share) => Math.round(100 * share))
    .join('…')} %`;
}

function samplesOf(rows: readonly Residual[]): JointSpreadSample[] {
  return rows.flatMap(({ joint, dx, dy, xx, yy }) => [
    { joint, error: dx, extent: xx },
    { joint, error: dy, extent: yy },
  ]);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}
