import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { PNG } from 'pngjs';
import { withPage } from '../../scripts/headless.ts';
import type { CocoPerson } from './accuracy/job.ts';
import type { PersonPicture } from './people/job.ts';

/**
 * Pictures of people whose joints are known in the picture and in space, for `pnpm bench accuracy`; writes DIR/images and
 * DIR/annotations.json: `pnpm bench people --out DIR [--split figure|daily|sport|drawn|easy|exercise] [--count 200]`
 *
 * `figure`: the test kit's, which the 3D head never saw: another body, another way of drawing, other motions.
 * `daily`, `sport`, `drawn`, `easy`, `exercise`: bodies, cameras, backdrops and some poses kept from its training, as
 * `pnpm train:head` drew them: in usual and in hard poses, in many styles, standing with bent knees, and with straight
 * arms. The first {@link CHECKED} were looked at while training, and are left out.
 */
export async function people(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      out: { type: 'string' },
      count: { type: 'string', default: '200' },
      split: { type: 'string', default: 'figure' },
      drawn: { type: 'string', default: 'node_modules/.cache/integral-pose-head3d/people-2' },
    },
  });
  if (!values.out)
    throw new Error('pnpm bench people --out DIR [--split figure|daily|sport|drawn|easy|exercise] [--count 200]');
  const out = resolve(values.out);
  mkdirSync(join(out, 'images'), { recursive: true });
  const count = Number(values.count);
  const write =
    values.split === 'figure'
      ? await writeFigure(out, count)
      : writeHeldBack(join(resolve(values.drawn), `held-back-${values.split}`), out, count);
  const annotations = write.map(({ person }, id): CocoPerson => ({ image_id: id, ...person }));
  const images = write.map(({ file_name }, id) => ({ id, file_name }));
  writeFileSync(join(out, 'annotations.json'), JSON.stringify({ images, annotations }));
}

interface Written {
  readonly file_name: string;
  readonly person: PersonPicture['person'];
}

async function writeFigure(out: string, count: number): Promise<Written[]> {
  const written: Written[] = [];
  await withPage({ page: 'test/bench/people/index.html' }, async (page) => {
    await page.waitForFunction(() => 'drawPerson' in window);
    for (let id = 0; id < count; id++) {
      const { jpeg, person } = await page.evaluate((index): Promise<PersonPicture> => window.drawPerson(index), id);
      const file_name = `${String(id).padStart(4, '0')}.jpg`;
      writeFileSync(join(out, 'images', file_name), Buffer.from(jpeg.split(',')[1] ?? '', 'base64'));
      written.push({ file_name, person });
      process.stderr.write(`\r${id + 1} of ${count} pictures${id + 1 === count ? '\n' : ''}`);
    }
  });
  return written;
}

/** What `pnpm train:head` writes about each picture. */
interface PictureFacts {
  readonly body: string;
  readonly pose: string;
  /** Degrees. */
  readonly yaw: number;
  readonly elevation: number;
}

/** Pictures of the held-back split that training looked at. */
const CHECKED = 300;
const SHARD = 50;
const SIDE = 288;
const COLUMNS = 7;

function writeHeldBack(part: string, out: string, count: number): Written[] {
  const written: Written[] = [];
  for (let shard = CHECKED / SHARD; written.length < count; shard++) {
    const name = `${part}-${shard}`;
    if (!existsSync(`${name}.json`)) throw new Error(`${name}.json is missing: draw more with "pnpm train:head".`);
    const facts = JSON.parse(readFileSync(`${name}.json`, 'utf8')) as PictureFacts[];
    const pictures = readFileSync(`${name}.u8`);
    const table = new Float32Array(new Uint8Array(readFileSync(`${name}.f32`)).buffer);
    for (const [index, fact] of facts.entries()) {
      if (written.length === count) break;
      const png = new PNG({ width: SIDE, height: SIDE });
      for (let pixel = 0; pixel < SIDE * SIDE; pixel++) {
        pictures.copy(png.data, 4 * pixel, 3 * (index * SIDE * SIDE + pixel), 3 * (index * SIDE * SIDE + pixel) + 3);
        png.data[4 * pixel + 3] = 255;
      }
      const file_name = `${String(written.length).padStart(4, '0')}.png`;
      writeFileSync(join(out, 'images', file_name), PNG.sync.write(png));
      written.push({
        file_name,
        person: personOf(table.subarray(index * 17 * COLUMNS, (index + 1) * 17 * COLUMNS), fact),
      });
    }
  }
  return written;
}

function personOf(table: Float32Array, { body, pose, yaw, elevation }: PictureFacts): PersonPicture['person'] {
  const rows = Array.from({ length: 17 }, (_, joint) =>
    Array.from(table.subarray(joint * COLUMNS, (joint + 1) * COLUMNS)),
  );
  const xs = rows.map(([x]) => x as number);
  const ys = rows.map(([, y]) => y as number);
  const [left, top, right, bottom] = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  const turned = Math.abs(yaw);
  return {
    bbox: [left, top, right - left, bottom - top],
    area: 0.53 * (right - left) * (bottom - top),
    keypoints: rows.flatMap(([x = 0, y = 0, , , , , inside = 0]) => [x, y, inside ? 2 : 0]),
    keypoints3d_mm: rows.map(([, , , x = 0, y = 0, z = 0]) => [1000 * x, 1000 * y, 1000 * z]),
    facts: {
      body: body.split('+')[0] ?? body,
      pose,
      camera: `${elevation > 20 ? 'from above' : elevation < -12 ? 'from below' : 'level'}, ${turned < 60 ? 'front' : turned < 120 ? 'side' : 'back'}`,
    },
  };
}
