import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withPage } from '../../scripts/headless.ts';
import type { PosesDocument, PosesFrame } from '../../scripts/track/poses-json.ts';
import { median } from './support/statistics.ts';
import { INTERVAL, type MadeFile, type SeenFile, SIZE, type TrueJoint } from './track/facts.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const squats = resolve(root, '../shared/data/video/squats.mp4');
const folder = mkdtempSync(join(tmpdir(), 'integral-pose-track-'));
const FRAMES = 24;
const LIMBS = ['shoulder', 'elbow', 'wrist', 'hip', 'knee', 'ankle'].flatMap((name) => [
  `left_${name}`,
  `right_${name}`,
]);

let picture: MadeFile;
let video: MadeFile;

beforeAll(async () => {
  await withPage({ page: 'test/e2e/track/index.html' }, async (page) => {
    await page.waitForFunction(() => 'look' in window, undefined, { timeout: 120_000 });
    picture = await page.evaluate(() => window.makePicture());
    video = await page.evaluate((frames) => window.makeVideo(frames), FRAMES);
  });
  writeFileSync(join(folder, 'person.png'), picture.base64, 'base64');
  writeFileSync(join(folder, 'jacks.webm'), video.base64, 'base64');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ending {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command as `npm run track -- …` does in the end, from a folder of its own. */
function track(args: readonly string[], onProgress?: (text: string, interrupt: () => void) => void): Promise<Ending> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/track.ts', ...args], {
    cwd: root,
    env: { ...process.env, INIT_CWD: folder },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    onProgress?.(stderr, () => child.kill('SIGINT'));
  });
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (status) => done({ status, stdout, stderr }));
  });
}

const read = (name: string): PosesDocument => JSON.parse(readFileSync(join(folder, name), 'utf8')) as PosesDocument;

/** What a browser sees in an overlay, at the joints of a frame. */
function look(name: string, type: string, frame: PosesFrame | undefined, time = 0): Promise<SeenFile> {
  const base64 = readFileSync(join(folder, name)).toString('base64');
  const points = frame?.poses[0]?.keypoints ?? [];
  return withPage({ page: 'test/e2e/track/index.html' }, async (page) => {
    await page.waitForFunction(() => 'look' in window, undefined, { timeout: 120_000 });
    return page.evaluate(([data, mime, at, when]) => window.look(data, mime, at, when), [
      base64,
      type,
      points,
      time,
    ] as const);
  });
}

/** Mean distance of the limb joints from the truth, as a share of the person's height in the picture. */
function error(frame: PosesFrame | undefined, truth: readonly TrueJoint[] | undefined): number {
  const found = new Map(frame?.poses[0]?.keypoints.map((keypoint) => [keypoint.name, keypoint]));
  const real = new Map(truth?.map((joint) => [joint.name, joint]));
  const ys = [...real.values()].map(({ y }) => y);
  const distances = LIMBS.map((name) => {
    const [a, b] = [found.get(name), real.get(name)];
    return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : Number.POSITIVE_INFINITY;
  });
  return distances.reduce((sum, each) => sum + each, 0) / LIMBS.length / (Math.max(...ys) - Math.min(...ys));
}

/** Share of joints at which the overlay shows one of the renderer's colours: saturated blue or orange, or white. */
function drawnShare({ colours }: SeenFile): number {
  const drawn = colours.filter(([red, green, blue]) => Math.abs(red - blue) > 100 || Math.min(red, green, blue) > 235);
  return drawn.length / colours.length;
}

describe('npm run track', () => {
  test('a picture: its poses as JSON, and drawn over it', async () => {
    const before = new Set(readdirSync(folder));
    const { status, stdout, stderr } = await track(['person.png', '--overlay', 'drawn.png', '--model', 'lite']);
    expect(status, stderr).toBe(0);
    expect(
      readdirSync(folder)
        .filter((name) => !before.has(name))
        .sort(),
    ).toEqual(['drawn.png', 'person.poses.json']);
    expect(stdout).toContain('1 person.');
    expect(stdout).toContain(join(folder, 'person.poses.json'));
    expect(stderr).toContain('Tracking 100 %, 1 frame');

    const { frames, skeleton, ...facts } = read('person.poses.json');
    expect(facts).toEqual({
      schema: 'integral-pose/poses',
      version: 1,
      file: 'person.png',
      kind: 'picture',
      size: { ...SIZE },
      model: 'blazepose-lite',
      decoder: 'localDebiasedIntegral',
      backend: 'wasm',
    });
    expect(skeleton.keypoints).toHaveLength(33);
    expect(skeleton.bones.flat().every((index) => skeleton.keypoints[index] !== undefined)).toBe(true);
    expect(frames).toHaveLength(1);
    expect(frames[0]?.time).toBe(0);
    const pose = frames[0]?.poses[0];
    expect(pose?.id).toBe(1);
    expect(pose?.keypoints.map(({ name }) => name)).toEqual(skeleton.keypoints);
    for (const { score, spread } of pose?.keypoints ?? []) {
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(1);
      expect(spread.xx * spread.yy - spread.xy ** 2).toBeGreaterThan(0);
    }
    expect(error(frames[0], picture.truth[0])).toBeLessThan(0.05);

    const [drawn, plain] = [
      await look('drawn.png', 'image/png', frames[0]),
      await look('person.png', 'image/png', frames[0]),
    ];
    expect([drawn.width, drawn.height]).toEqual([SIZE.width, SIZE.height]);
    expect(drawnShare(drawn)).toBeGreaterThan(0.7);
    expect(drawnShare(plain)).toBeLessThan(0.3);
  });

  test(`a video: each of its ${FRAMES} frames once, in order, with a pose, and drawn over it`, async () => {
    const options = ['--out', 'a.json', '--overlay', 'drawn.webm', '--model', 'lite', '--decoder', 'dark'];
    const { status, stdout, stderr } = await track(['jacks.webm', ...options]);
    expect(status, stderr).toBe(0);
    expect(stdout).toContain(`${FRAMES} frames, 1 person, seen in ${FRAMES}.`);
    const { frames, kind, decoder } = read('a.json');
    expect({ kind, decoder }).toEqual({ kind: 'video', decoder: 'dark' });
    expect(frames.map(({ time }) => time)).toEqual(Array.from({ length: FRAMES }, (_, index) => index * INTERVAL));
    expect(frames.map(({ poses }) => poses.map(({ id }) => id))).toEqual(Array.from({ length: FRAMES }, () => [1]));

    // Moved by two frames, the person is elsewhere: so these are the frames themselves, in order.
    const right = median(frames.map((frame, index) => error(frame, video.truth[index])));
    const moved = median(frames.slice(2).map((frame, index) => error(frame, video.truth[index])));
    expect(right).toBeLessThan(0.05);
    expect(moved).toBeGreaterThan(1.5 * right);

    const at = 10;
    const drawn = await look('drawn.webm', 'video/webm', frames[at], (at + 0.5) * INTERVAL);
    expect([drawn.width, drawn.height]).toEqual([SIZE.width, SIZE.height]);
    expect(drawn.duration).toBeGreaterThan((FRAMES - 1) * INTERVAL);
    expect(drawn.duration).toBeLessThan((FRAMES + 1) * INTERVAL);
    expect(drawnShare(drawn)).toBeGreaterThan(0.6);
  });

  const damaged = (file: MadeFile, from: number, to: number): Buffer => {
    const bytes = Buffer.from(file.base64, 'base64');
    return bytes.fill(0xa5, Math.floor(bytes.length * from), Math.floor(bytes.length * to));
  };
  const broken: Readonly<Record<string, { readonly bytes: () => Buffer; readonly says: RegExp }>> = {
    'cut.webm': { bytes: () => damaged(video, 1, 1).subarray(0, 20_000), says: /is not whole: \d+ bytes are missing/ },
    'damaged.png': { bytes: () => damaged(picture, 0.2, 0.6), says: /damaged\.png begins like a picture/ },
    'beginning.webm': { bytes: () => damaged(video, 0, 1).fill(Buffer.from('1a45dfa3', 'hex'), 0, 4), says: /damaged/ },
    'notes.txt': { bytes: () => Buffer.from('not a picture'), says: /neither a picture nor a video/ },
  };
  test.each(Object.entries(broken))('%s: one clear line, and nothing is written', async (name, { bytes, says }) => {
    writeFileSync(join(folder, name), bytes());
    const before = readdirSync(folder);
    const extension = name.split('.').at(-1) === 'webm' ? 'webm' : 'png';
    const { status, stdout, stderr } = await track([name, '--overlay', `broken.${extension}`, '--model', 'lite']);
    expect(status).toBe(1);
    expect(stdout).toBe('');
    const lines = stderr.trim().split('\n');
    expect(lines.at(-1)).toMatch(says);
    expect(lines.filter((line) => !/^(Starting|Loading|Tracking)/.test(line))).toHaveLength(1);
    expect(readdirSync(folder)).toEqual(before);
  });

  test('interrupted in the middle, it leaves nothing behind', async () => {
    const before = readdirSync(folder);
    let during: string[] = [];
    const { status } = await track(
      ['jacks.webm', '--out', 'never.json', '--overlay', 'never.webm'],
      (text, interrupt) => {
        if (!text.includes('Tracking') || during.length > 0) return;
        during = readdirSync(folder);
        interrupt();
      },
    );
    expect(during.length).toBeGreaterThan(before.length);
    expect(status).toBe(130);
    expect(readdirSync(folder)).toEqual(before);
  });

  test.skipIf(!existsSync(squats))('the shared video: exactly 65 frames, in order, each with a pose', async () => {
    const { status, stderr } = await track([squats, '--model', 'lite']);
    expect(status, stderr).toBe(0);
    const { frames, size } = read('squats.poses.json');
    expect(size).toEqual({ width: 720, height: 1280 });
    expect(frames.map(({ time }) => time)).toEqual(Array.from({ length: 65 }, (_, index) => index * 200));
    expect(frames.map(({ poses }) => poses.map(({ id }) => id))).toEqual(Array.from({ length: 65 }, () => [1]));
    const reference = JSON.parse(readFileSync(squats.replace('.mp4', '.reference.json'), 'utf8')) as [
      number,
      number,
    ][][];
    const { keypoints } = read('squats.poses.json').skeleton;
    const errors = frames.map((frame, index) =>
      error(
        frame,
        reference[index]?.map(([x, y], joint) => ({ name: keypoints[joint] ?? '', x, y })),
      ),
    );
    expect(median(errors)).toBeLessThan(0.03);
  });
});
