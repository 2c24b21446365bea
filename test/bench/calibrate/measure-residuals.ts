import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { withPage } from '../../../scripts/headless.ts';
import type { CocoFile } from '../accuracy/job.ts';
import type { CalibrateJob, Residuals } from './job.ts';

/**
 * Decodes every labelled person of some folders, model by model.
 * @param folders each with `annotations.json` (COCO keypoints) and `images/`
 */
export async function measureResiduals(
  folders: readonly string[],
  models: readonly CalibrateJob['model'][],
  grid: boolean,
): Promise<Map<CalibrateJob['model'], Residuals>> {
  const sets = folders.map((folder, index) => ({
    prefix: `/set-${index}/`,
    file: JSON.parse(readFileSync(join(folder, 'annotations.json'), 'utf8')) as CocoFile,
  }));
  const mounts = Object.fromEntries(folders.map((folder, index) => [`/set-${index}/`, resolve(folder, 'images')]));
  return withPage({ page: 'test/bench/calibrate/index.html', mounts }, async (page) => {
    await page.exposeFunction('report', (done: number, total: number) => {
      process.stderr.write(`\r${done} of ${total} pictures${done === total ? '\n' : ''}`);
    });
    await page.waitForFunction(() => 'residuals' in window);
    const measured = new Map<CalibrateJob['model'], Residuals>();
    for (const model of models) {
      const job: CalibrateJob = { model, grid, sets };
      measured.set(model, await page.evaluate((each): Promise<Residuals> => window.residuals(each), job));
    }
    return measured;
  });
}
