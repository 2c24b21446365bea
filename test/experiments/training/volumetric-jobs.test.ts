import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '@integral-pose/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { missingTorch } from './python.ts';
import { trainVolumes, type VolumetricJob } from './volumetric-jobs.ts';

const missing = missingTorch();
const COUNT = 12;
const job: VolumetricJob = {
  method: 'I*',
  mixed: false,
  seed: 1,
  steps: 3,
  batch: 4,
  rate: 1e-3,
  deep: [0, 1, 2, 3],
  flat: [4, 5, 6, 7],
  test: [8, 9, 10, 11],
};

describe.skipIf(missing)(`training in 3D with PyTorch${missing ? `: skipped. ${missing}` : ''}`, () => {
  let people = '';
  let cache = '';
  const told: number[] = [];
  const context = () => ({ cache, progress: (_: string, done: number) => void told.push(done) });

  beforeAll(() => {
    cache = mkdtempSync(join(tmpdir(), 'volumes-cache-'));
    people = mkdtempSync(join(tmpdir(), 'volumes-people-'));
    const random = seededRandom(3);
    writeFileSync(
      join(people, 'pictures.u8'),
      Uint8Array.from({ length: COUNT * 64 * 64 * 3 }, () => random.between(0, 256)),
    );
    const joints = Float32Array.from(
      { length: COUNT * 17 * 4 },
      (_, i) => [random.between(4, 60), random.between(4, 60), random.between(-0.5, 0.5), 2][i % 4] as number,
    );
    writeFileSync(join(people, 'joints.f32'), new Uint8Array(joints.buffer));
    writeFileSync(
      join(people, 'facts.json'),
      JSON.stringify(Array.from({ length: COUNT }, (_, i) => ({ split: i < 8 ? 'train' : 'test' }))),
    );
  });
  afterAll(() => {
    for (const folder of [people, cache]) rmSync(folder, { recursive: true });
  });

  test('every method answers px and metres for the test pictures, and is not trained twice', async () => {
    const jobs = (['R1', 'H2', 'I*', 'I2'] as const).flatMap((method) =>
      [false, true].map((mixed) => ({ ...job, method, mixed })),
    );
    const located = await trainVolumes(context(), jobs, { folder: people });
    for (const [i, points] of located.entries()) {
      expect(points).toHaveLength(job.test.length * 17 * 3);
      if (jobs[i]?.method === 'R1') continue;
      const axis = (a: number): number[] => [...points].filter((_, at) => at % 3 === a);
      for (const a of [0, 1]) expect(Math.min(...axis(a))).toBeGreaterThan(0);
      for (const a of [0, 1]) expect(Math.max(...axis(a))).toBeLessThan(64);
      expect(Math.max(...axis(2).map(Math.abs))).toBeLessThan(1);
    }
    expect(readdirSync(join(cache, 'volumes'))).toHaveLength(jobs.length);
    const before = told.length;
    expect(before).toBeGreaterThan(0);
    expect(await trainVolumes(context(), jobs, { folder: people })).toEqual(located);
    expect(told).toHaveLength(before);
  }, 120_000);

  test('the same job gives the same answers, another seed others; 2D labels are looked at only when mixed', async () => {
    const [first] = await trainVolumes(context(), [job], { folder: people });
    const fresh = mkdtempSync(join(tmpdir(), 'volumes-fresh-'));
    try {
      const jobs = [job, { ...job, seed: 2 }, { ...job, mixed: true }, { ...job, mixed: true, flat: [0, 1, 2] }];
      const again = await trainVolumes({ ...context(), cache: fresh }, jobs, { folder: people });
      expect(again[0]).toEqual(first);
      expect(again[1]).not.toEqual(first);
      expect(again[2]).not.toEqual(first);
      expect(again[3]).not.toEqual(again[2]);
      const [other] = await trainVolumes({ ...context(), cache: fresh }, [{ ...job, flat: [] }], { folder: people });
      expect(other).toEqual(first);
    } finally {
      rmSync(fresh, { recursive: true });
    }
  }, 120_000);
});
