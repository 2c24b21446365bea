import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type PoseRecording, readRecording } from '@integral-pose/sdk';
import { paMpjpe } from '@integral-pose/sdk/metrics';
import type { Browser, Download, Page } from 'playwright';
import { BVHLoader } from 'three/addons/loaders/BVHLoader.js';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { sharedFolder } from '../../scripts/mounts.ts';
import { countPixels, isLeft, isRight } from './support/canvas-pixels.ts';
import { launch } from './support/launch.ts';
import { type OpenPage, openExample } from './support/open-page.ts';
import { framesOf } from './support/record-poses.ts';
import { median } from './support/statistics.ts';

const MODEL = 'model=blazepose-lite/manifest.json&backend=wasm';
const VIDEO = 'data/video/squats.mp4';
const LIMBS = [11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28];

let browser: Browser;
let open: OpenPage | undefined;

beforeAll(async () => {
  browser = await launch();
});
afterEach(async () => {
  await open?.close();
  open = undefined;
});
afterAll(() => browser?.close());

/** A figure of the table of errors. */
async function figure(page: Page, answer: string, column: string): Promise<number> {
  const cell = page.locator(`tr[data-answer=${answer}] [data-column=${column}]`);
  return Number((await cell.getAttribute('data-value')) ?? Number.NaN);
}

function counts(page: Page): Promise<Record<string, string | undefined>> {
  return page.getByTestId('space').evaluate((space) => ({ ...(space as HTMLElement).dataset }));
}

/** Files of one moment: every button is pressed before another frame can come. */
async function exported(page: Page, ...kinds: string[]): Promise<Buffer[]> {
  const downloads: Download[] = [];
  page.on('download', (download) => downloads.push(download));
  await page.evaluate((wanted) => {
    for (const kind of wanted) document.querySelector<HTMLElement>(`[data-export=${kind}]`)?.click();
  }, kinds);
  await expect.poll(() => downloads.length, { timeout: 60_000 }).toBe(kinds.length);
  return Promise.all(
    kinds.map(async (kind) => {
      const file = downloads.find((download) => download.suggestedFilename() === `poses.${kind}`);
      if (!file) throw new Error(`There is no poses.${kind}.`);
      return readFile(await file.path());
    }),
  );
}

test('the synthetic person stands in space beside the truth, and is off by no more than such networks are', async () => {
  open = await openExample(browser, 'three', 'source=synthetic&backend=wasm');
  const { page, requests, complaints } = open;
  await framesOf(page, 25, 240_000);
  expect(await counts(page)).toMatchObject({ people: '1', world: '1', truth: '1' });

  for (const answer of ['keypoints3D', 'worldLandmarks']) {
    const [error, aligned, slope] = await Promise.all(
      ['mpjpe', 'paMpjpe', 'slope'].map((column) => figure(page, answer, column)),
    );
    console.log(
      `${answer}: MPJPE ${error?.toFixed(0)} mm, PA-MPJPE ${aligned?.toFixed(0)} mm, slope ${slope?.toFixed(2)}`,
    );
    expect(error, 'MPJPE, mm').toBeGreaterThan(15);
    expect(error, 'MPJPE, mm').toBeLessThan(160);
    expect(aligned, 'PA-MPJPE, mm').toBeGreaterThan(10);
    expect(aligned, 'PA-MPJPE, mm').toBeLessThan(100);
    expect(aligned).toBeLessThan(error as number);
    // Whoever stands hardly has depth, so the slope is anything but negative.
    expect(slope).toBeGreaterThan(0.2);
    expect(slope).toBeLessThan(3);
  }

  // In a pause the processors are free for the pictures of the screen.
  await page.getByTestId('pause').click();
  const space = page.getByTestId('space-canvas');
  expect(await countPixels(space, isLeft)).toBeGreaterThan(150);
  expect(await countPixels(space, isRight)).toBeGreaterThan(150);
  // Before the camera there is one figure instead of two, and the truth.
  await page.locator('input[name=place][value=camera]').check({ force: true });
  expect(await counts(page)).toMatchObject({ people: '1', world: '0', truth: '1' });
  expect(await countPixels(space, isLeft)).toBeGreaterThan(30);

  expect(requests.filter((address) => !address.startsWith(inject('site')) && !address.startsWith('blob:'))).toEqual([]);
  expect(await page.evaluate(() => window.recording.violations)).toEqual([]);
  expect(complaints).toEqual([]);
});

test('a track is exported as JSON, CSV, BVH and glTF, which say the same', async () => {
  open = await openExample(browser, 'three', `source=synthetic&${MODEL}`);
  const { page, complaints } = open;
  await framesOf(page, 15, 240_000);
  const [json, csv, bvhFile, glb] = (await exported(page, 'json', 'csv', 'bvh', 'glb')) as [
    Buffer,
    Buffer,
    Buffer,
    Buffer,
  ];

  const recording: PoseRecording = readRecording(json.toString());
  const poses = recording.frames.flatMap((frame) => frame.poses);
  expect(poses.length).toBeGreaterThanOrEqual(14);
  const [header = '', ...lines] = csv.toString().trimEnd().split('\r\n');
  expect(lines).toHaveLength(poses.length * 33);
  const column = header.split(',').indexOf('z_m');
  const depths = poses.flatMap(({ keypoints3D = [] }) => keypoints3D.map(({ z }) => z));
  expect(lines.map((line) => Number(line.split(',')[column]))).toEqual(depths);

  const seen = recording.frames.filter((frame) => frame.poses.length > 0).map(({ time }) => time);
  const seconds = ((seen.at(-1) as number) - (seen[0] as number)) / 1000;
  const bvh = new BVHLoader().parse(bvhFile.toString());
  expect(Math.abs(bvh.clip.duration - seconds)).toBeLessThan(0.05);
  const buffer = glb.buffer.slice(glb.byteOffset, glb.byteOffset + glb.byteLength) as ArrayBuffer;
  const gltf = await new GLTFLoader().parseAsync(buffer, '');
  expect(gltf.animations[0]?.duration).toBeCloseTo(seconds, 3);
  // Bones of a grown person, and the same ones in both files.
  const bones = new Map(bvh.skeleton.bones.map((bone) => [bone.name, bone.position.length()]));
  for (const [name, least, most] of [
    ['leftLowerLeg', 0.25, 0.6],
    ['rightLowerArm', 0.15, 0.45],
    ['neck', 0.3, 0.75],
  ] as const) {
    expect(bones.get(name), name).toBeGreaterThan(least);
    expect(bones.get(name), name).toBeLessThan(most);
    expect(gltf.scene.getObjectByName(name)?.position.length(), name).toBeCloseTo(bones.get(name) as number, 4);
  }
  expect(complaints).toEqual([]);
});

const skip = sharedFolder === undefined;

test.skipIf(skip)(
  `the shared video: one person, whose pose is that of an independent reference${skip ? ' (skipped: it needs ../shared)' : ''}`,
  async () => {
    open = await openExample(browser, 'three', `media=/shared/${VIDEO}&${MODEL}`);
    const { page, complaints } = open;
    await framesOf(page, 20, 240_000);
    await expect(page.locator('.unknown-note').isVisible()).resolves.toBe(true);
    expect(await counts(page)).toMatchObject({ people: '1', world: '1', truth: '0' });
    expect(await countPixels(page.getByTestId('space-canvas'), isLeft)).toBeGreaterThan(150);

    const [json] = await exported(page, 'json');
    const { frames } = readRecording(json?.toString());
    const reference = JSON.parse(
      readFileSync(join(sharedFolder ?? '', 'data/video/squats.reference3d.json'), 'utf8'),
    ) as (readonly [number, number, number])[][];
    const errors = frames.flatMap(({ time, poses: [pose] }) => {
      // Five frames a second. The reference has y down and z away from the camera.
      const points = reference[Math.round(time / 200)];
      if (!pose?.keypoints3D || !points) return [];
      const truth = LIMBS.map((joint) => {
        const [x, y, z] = points[joint] as readonly [number, number, number];
        return { x: 1000 * x, y: -1000 * y, z: -1000 * z };
      });
      const found = LIMBS.map((joint) => {
        const { x, y, z } = pose.keypoints3D?.[joint] ?? { x: Number.NaN, y: 0, z: 0 };
        return { x: 1000 * x, y: 1000 * y, z: 1000 * z };
      });
      return [paMpjpe(found, truth)];
    });
    expect(errors.length).toBeGreaterThanOrEqual(0.9 * frames.length);
    console.log(`squats: PA-MPJPE against the reference ${median(errors).toFixed(0)} mm over ${errors.length} frames`);
    expect(median(errors), 'PA-MPJPE, mm').toBeLessThan(80);
    expect(complaints).toEqual([]);
  },
);

test('whoever leaves the page leaves no tracker, no picture and no 3D context behind', async () => {
  open = await openExample(browser, 'three', `source=synthetic&${MODEL}`);
  const { page, complaints } = open;
  await framesOf(page, 3, 240_000);
  const left = await page.evaluate(() => {
    const media = document.querySelector<HTMLCanvasElement>('#media canvas');
    const space = document.querySelector<HTMLCanvasElement>('#space-canvas');
    const lost = (canvas: HTMLCanvasElement | null) => canvas?.getContext('webgl2')?.isContextLost();
    const before = [lost(media), lost(space)];
    window.dispatchEvent(new PageTransitionEvent('pagehide'));
    return { before, after: [lost(media), lost(space)], frames: window.recording.frames.length };
  });
  expect(left.before).toEqual([false, false]);
  expect(left.after).toEqual([true, true]);
  expect(await page.locator('#media').evaluate((media) => media.childElementCount)).toBe(0);
  // Two pictures of the screen later nothing has come.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  expect(await framesOf(page, 0)).toHaveLength(left.frames);
  expect(complaints).toEqual([]);
});
