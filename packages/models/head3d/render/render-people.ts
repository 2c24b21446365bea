import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withPages } from '../../../../scripts/headless.ts';
import type { Scenery } from './backdrop.ts';
import { type RenderedPart, type RenderJob, SHARD, SIDE, type Split, type Theme } from './job.ts';

/** To be raised when what is drawn changes: older pictures are then not used any more. */
const EDITION = 2;
/** That draw side by side: one leaves a part of two cores idle. */
const BROWSERS = 2;

/** What {@link renderPeople} takes. */
export interface RenderOptions {
  /** Where the files go. */
  readonly folder: string;
  /** How many pictures of each split and theme. */
  readonly pictures: Readonly<Record<Split, Readonly<Partial<Record<Theme, number>>>>>;
  /** Of the real crops, whose empty parts make backdrops: by split. */
  readonly scenery: Readonly<Record<Split, readonly Scenery[]>>;
  readonly progress: (part: string, done: number, total: number) => void;
}

/**
 * Draws synthetic people in headless Chromium, in shards of {@link SHARD}: `train-daily-0.u8`, `.f32` and `.json`
 * and so on, in a folder named for the edition. What is there already is not drawn again, so a run can be stopped.
 * @returns the folder
 */
export async function renderPeople({ folder, pictures, scenery, progress }: RenderOptions): Promise<string> {
  const out = join(folder, `people-${EDITION}`);
  await mkdir(out, { recursive: true });
  const jobs = (Object.keys(pictures) as Split[]).flatMap((split) =>
    (Object.entries(pictures[split]) as [Theme, number][]).flatMap(([theme, count]) =>
      Array.from({ length: Math.ceil(count / SHARD) }, (_, shard) => ({
        split,
        theme,
        count,
        shard,
        name: `${split}-${theme}-${shard}`,
      })),
    ),
  );
  const missing = jobs.filter(({ name }) => !existsSync(join(out, `${name}.json`)));
  if (missing.length === 0) return out;
  const sceneryFolder = join(folder, 'scenery');
  await mkdir(sceneryFolder, { recursive: true });
  await writeFile(join(sceneryFolder, 'scenery.json'), JSON.stringify(scenery));
  await withPages(
    { page: 'packages/models/head3d/render/index.html', mounts: { '/scenery/': sceneryFolder } },
    Math.min(BROWSERS, missing.length),
    async (page) => {
      await page.waitForFunction(() => 'renderPart' in window, undefined, { timeout: 120_000 });
      for (let next = missing.shift(); next; next = missing.shift()) {
        const { split, theme, count, shard, name: file } = next;
        progress(`${split}, ${theme}`, shard * SHARD, count);
        const job: RenderJob = { split, theme, first: shard * SHARD, count: SHARD, side: SIDE };
        const part = await page.evaluate((given): Promise<RenderedPart> => window.renderPart(given), job);
        const name = join(out, file);
        await writeFile(`${name}.u8`, Buffer.from(part.pictures, 'base64'));
        await writeFile(`${name}.f32`, Buffer.from(part.joints, 'base64'));
        // The facts come last: where they are, all is there.
        await writeFile(`${name}.partial`, JSON.stringify(part.facts));
        await rename(`${name}.partial`, `${name}.json`);
      }
    },
  );
  return out;
}

/** Reads the crops' labels and finds the largest strip beside each person: scenery without people. */
export async function readScenery(labels: string, address: string): Promise<Record<Split, Scenery[]>> {
  const { crops } = JSON.parse(await readFile(labels, 'utf8')) as {
    /** File name, then x, y and whether it is seen, for each joint. */
    readonly crops: readonly (readonly [string, ...(readonly [number, number, number])[]])[];
  };
  const all: Record<Split, Scenery[]> = { train: [], 'held-back': [] };
  crops.forEach(([file, ...joints], index) => {
    const xs = joints.map(([x]) => x);
    const ys = joints.map(([, y]) => y);
    const [left, right, top, bottom] = [
      Math.min(...xs) - 18,
      Math.max(...xs) + 18,
      Math.min(...ys) - 18,
      Math.max(...ys) + 18,
    ];
    const strips = [
      { x: 0, y: 0, width: left, height: 256 },
      { x: right, y: 0, width: 256 - right, height: 256 },
      { x: 0, y: 0, width: 256, height: top },
      { x: 0, y: bottom, width: 256, height: 256 - bottom },
    ];
    const widest = strips.reduce((a, b) => (Math.min(b.width, b.height) > Math.min(a.width, a.height) ? b : a));
    if (Math.min(widest.width, widest.height) >= 50)
      all[index % 10 === 9 ? 'held-back' : 'train'].push({ url: `${address}${file}`, ...widest });
  });
  return all;
}
