import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { fitSpread, normalisedSquaredError, type SpreadSample } from '@integral-pose/sdk/metrics';
import type { CalibrateJob, Residual, Residuals } from './calibrate/job.ts';
import { measureResiduals } from './calibrate/measure-residuals.ts';

const USAGE = `pnpm bench calibrate --data DIR [--data DIR …] [--models lite,full,heavy] [--out FILE.json]
  DIR holds annotations.json (COCO keypoints) and images/.`;

/** Joints farther off, cells per axis, are mistakes of another kind (the other arm, another person). */
const GROSS = 6;

/** What is kept of a model, by decoder, in `packages/models/calibration.json`. */
type Calibration = Record<string, { readonly kappa: number; readonly floor: number }>;

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
    const tested = normalisedSquaredError(half(1), fitSpread(half(0)));
    const { kappa, floor } = fitSpread(samplesOf(near));
    const gross = 1 - near.length / rows.length;
    process.stdout.write(
      `  ${name.padEnd(22)} kappa ${kappa.toFixed(3)}  floor ${floor.toFixed(3)}  on the other half: ` +
        `error² ÷ variance ${tested.toFixed(2)}; left out as gross: ${(100 * gross).toFixed(1)} %\n`,
    );
    calibration[name] = { kappa: round(kappa), floor: round(floor) };
  }
  return { default: calibration.localDebiasedIntegral ?? { kappa: 1, floor: 1 }, ...calibration };
}

function samplesOf(rows: readonly Residual[]): SpreadSample[] {
  return rows.flatMap(({ dx, dy, xx, yy }) => [
    { error: dx, extent: xx },
    { error: dy, extent: yy },
  ]);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}
