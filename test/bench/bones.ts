import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { withPage } from '../../scripts/headless.ts';
import type { BonesJob, BonesRow } from './bones/job.ts';

/**
 * How much bones of one person change their length over a clip, unfiltered: the 3D head beside the world landmarks of the
 * same network and of the larger ones: `pnpm bench bones [--video FILE] [--out FILE.json]`. Without a video, of the test kit's
 * figure.
 */
export async function bones(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { video: { type: 'string' }, out: { type: 'string' } } });
  const mounts: Record<string, string> = values.video ? { '/video/file': resolve(values.video) } : {};
  const job: BonesJob = { video: values.video ? '/video/file' : null };
  const rows = await withPage({ page: 'test/bench/bones/index.html', mounts }, async (page) => {
    await page.waitForFunction(() => 'bones' in window);
    return page.evaluate((each): Promise<BonesRow[]> => window.bones(each), job);
  });
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  for (const { clip, frames, head, world, worldOfFull, worldOfHeavy } of rows) {
    process.stdout.write(
      `${clip}, ${frames} frames: bones vary by ${percent(head)} (head), ${percent(world)} (world landmarks): ` +
        `${(head / world).toFixed(2)}; ${percent(worldOfFull)} (world landmarks of full), ${percent(worldOfHeavy)} (of heavy)\n`,
    );
  }
  if (values.out) writeFileSync(values.out, `${JSON.stringify(rows, null, 2)}\n`);
}
