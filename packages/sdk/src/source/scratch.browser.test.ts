import { expect, test } from 'vitest';
import { concatMap, lastValueFrom, toArray } from 'rxjs';
import { videoFile } from './video-file.ts';

test('explore', async () => {
  const out: string[] = [];
  for (const [src, fps, n, slow] of [["/shared/data/video/squats.mp4", 5, 65, 1],["/test/out/clip60.mp4", 60, 360, 1]] as const) {
    const start = performance.now();
    const numbers = await lastValueFrom(videoFile(src, { everyFrame: true, onOpen: (f) => out.push(JSON.stringify(f)) }).pipe(concatMap(async (f) => {
      await new Promise((r) => setTimeout(r, slow));
      f.close();
      return Math.round(f.time / 1000 * fps * 100) / 100;
    }), toArray()));
    out.push(`slips ${(globalThis as any).slips} ${src} ${(performance.now() - start).toFixed(0)} ms, ${numbers.length} of ${n}, in order ${numbers.every((x, i) => Math.abs(x - i) < 0.1)}`);
  }
  console.log(out.join('\n'));
  expect(1).toBe(1);
});
