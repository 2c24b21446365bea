import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { withPage } from '../../scripts/headless.ts';
import type { SpeedJob, SpeedRow } from './speed/job.ts';

const USAGE = `pnpm bench speed --video FILE [--models lite,full] [--pictures 40] [--passes 3] [--out FILE.json]`;

/**
 * Time from frame to keypoints on wasm beside PoseLandmarker on the CPU, with the same weights, on the same pictures of a
 * video in turn. Machines differ and are noisy: the ratio of the medians is what holds.
 */
export async function speed(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      video: { type: 'string' },
      models: { type: 'string', default: 'lite,full' },
      pictures: { type: 'string', default: '40' },
      passes: { type: 'string', default: '3' },
      out: { type: 'string' },
    },
  });
  if (!values.video) throw new Error(USAGE);
  const models = values.models.split(',') as SpeedJob['models'];
  const job: SpeedJob = {
    models,
    tasks: models.map((model) => `/models/pose-landmarker-${model}.task`),
    video: '/video/file',
    pictures: Number(values.pictures),
    passes: Number(values.passes),
  };
  const mounts = { '/video/file': resolve(values.video) };
  const rows = await withPage({ page: 'test/bench/speed/index.html', mounts }, async (page) => {
    await page.exposeFunction('report', (done: number, total: number) => {
      process.stderr.write(`\r${done} of ${total} pictures${done === total ? '\n' : ''}`);
    });
    await page.waitForFunction(() => 'time' in window);
    return page.evaluate((each): Promise<SpeedRow[]> => window.time(each), job);
  });
  const summary = rows.map(({ model, ours, peer }) => ({
    model,
    oursMs: median(ours),
    peerMs: median(peer),
    ratio: median(ours) / median(peer),
    fps: 1000 / median(ours),
    peerFps: 1000 / median(peer),
  }));
  for (const { model, oursMs, peerMs, ratio, fps, peerFps } of summary) {
    process.stdout.write(
      `${model}: ours ${oursMs.toFixed(1)} ms (${fps.toFixed(1)} a second), PoseLandmarker CPU ${peerMs.toFixed(1)} ms ` +
        `(${peerFps.toFixed(1)} a second), ours ÷ theirs ${ratio.toFixed(2)}\n`,
    );
  }
  if (values.out) writeFileSync(values.out, `${JSON.stringify(summary, null, 2)}\n`);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}
