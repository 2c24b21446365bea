import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withPage } from '../../../scripts/headless.ts';
import { sharedFolder } from '../../../scripts/mounts.ts';
import type { ExperimentContext } from '../experiment.ts';
import type { BiasSample, RealMapsJob } from './job.ts';

/** Bias on what BlazePose answers to the shared pictures of athletes. The map's mode is what DARK finds. */
export async function realMaps(
  context: ExperimentContext,
  options: { readonly pictures: number; readonly groups: number },
): Promise<BiasSample[]> {
  const folder = join(sharedFolder as string, 'data/lspet');
  const { images } = JSON.parse(readFileSync(join(folder, 'annotations.json'), 'utf8')) as {
    images: readonly { file_name: string }[];
  };
  const job: RealMapsJob = {
    model: 'full',
    groups: options.groups,
    pictures: images.slice(0, options.pictures).map(({ file_name }) => `/athletes/${encodeURIComponent(file_name)}`),
  };
  const mounts = { '/athletes/': join(folder, 'images') };
  return withPage({ page: 'test/experiments/bias/index.html', mounts }, async (page) => {
    await page.exposeFunction('report', (done: number, total: number) => context.progress('pictures', done, total));
    await page.waitForFunction(() => 'measureBias' in window);
    return page.evaluate((each): Promise<BiasSample[]> => window.measureBias(each), job);
  });
}
