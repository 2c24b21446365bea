import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { CalibrateJob, Residual } from './calibrate/job.ts';
import { measureResiduals } from './calibrate/measure-residuals.ts';

const USAGE = `pnpm bench tune --data DIR [--data DIR …] [--models lite,full,heavy] [--out FILE.json]
  DIR holds annotations.json (COCO keypoints) and images/.`;

const FOLDS = 5;

/**
 * Chooses a decoder and its parameters by cross-validation over people: the best on four fifths is scored on the fifth
 * it has not seen. Mean error in heatmap cells, of people who were found.
 */
export async function tune(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      data: { type: 'string', multiple: true },
      models: { type: 'string', default: 'lite,full' },
      out: { type: 'string' },
    },
  });
  if (!values.data) throw new Error(USAGE);
  const models = values.models.split(',') as CalibrateJob['model'][];
  const result: Record<string, object> = {};
  for (const [model, residuals] of await measureResiduals(values.data, models, true)) {
    const candidates = Object.entries(residuals).map(([name, rows]) => ({ name, rows }));
    const all = candidates
      .map(({ name, rows }) => ({ name, cells: meanError(rows) }))
      .sort((a, b) => a.cells - b.cells);
    const folds = Array.from({ length: FOLDS }, (_, fold) => {
      const inFold = ({ person }: Residual) => person % FOLDS === fold;
      const chosen = candidates
        .map(({ name, rows }) => ({ name, rows, cells: meanError(rows.filter((row) => !inFold(row))) }))
        .reduce((best, next) => (next.cells < best.cells ? next : best));
      return { chosen: chosen.name, heldOutCells: meanError(chosen.rows.filter(inFold)) };
    });
    const heldOut = folds.reduce((sum, { heldOutCells }) => sum + heldOutCells, 0) / FOLDS;
    process.stdout.write(`\n${model}, mean error in cells, best first\n`);
    for (const { name, cells } of all) process.stdout.write(`  ${cells.toFixed(3)}  ${name}\n`);
    process.stdout.write(
      `  held out ${heldOut.toFixed(3)}; chosen in each fold: ${folds.map(({ chosen }) => chosen).join(', ')}\n`,
    );
    result[model] = { all, folds, heldOutCells: heldOut };
  }
  if (values.out) writeFileSync(values.out, `${JSON.stringify(result, null, 2)}\n`);
}

function meanError(rows: readonly Residual[]): number {
  return rows.reduce((sum, { dx, dy }) => sum + Math.hypot(dx, dy), 0) / rows.length;
}
