import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type FilterFactory, kalman, oneEuro } from '@integral-pose/sdk';
import { withPage } from '../../scripts/headless.ts';
import type { MeasuredClip, SmoothingJob } from './smoothing/job.ts';
import { jitterOf, lagOf, smoothed, type Track } from './smoothing/measure.ts';

const FILTERS: Readonly<Record<string, FilterFactory>> = { oneEuro: oneEuro(), kalman: kalman() };

/** One filter on one person of one clip. Of somebody at rest the jitter, of somebody who moves the lag. */
interface Row {
  readonly clip: string;
  readonly person: number;
  readonly filter: string;
  /** rms, px and mm: measured, and left by the filter. */
  readonly jitter?: { readonly px: number; readonly pxLeft: number; readonly mm: number; readonly mmLeft: number };
  /** ms. */
  readonly lag?: number;
}

/**
 * Jitter and lag of the filters with their defaults (requirement R8), on what the network says of generated clips and, if
 * one is given, of a video of one person: `pnpm bench smoothing [--video FILE] [--model lite] [--out FILE.json]`
 */
export async function smoothing(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      video: { type: 'string' },
      model: { type: 'string', default: 'lite' },
      out: { type: 'string' },
      tracks: { type: 'string' },
    },
  });
  const job: SmoothingJob = {
    model: values.model as SmoothingJob['model'],
    video: values.video ? '/video/file' : undefined,
  };
  const mounts = values.video ? { '/video/file': resolve(values.video) } : {};
  const clips = await withPage({ page: 'test/bench/smoothing/index.html', mounts }, async (page) => {
    await page.waitForFunction(() => 'trackClips' in window);
    return page.evaluate((given): Promise<MeasuredClip[]> => window.trackClips(given), job);
  });
  if (values.tracks) writeFileSync(values.tracks, JSON.stringify(clips));
  const rows = clips.flatMap(({ clip, still, tracks }) =>
    tracks.flatMap((track, person) =>
      Object.entries(FILTERS).map(([filter, factory]): Row => {
        const after = smoothed(track, factory);
        if (!still) return { clip, person, filter, lag: lagOf(track, after) };
        return { clip, person, filter, jitter: jitterRow(track, after) };
      }),
    ),
  );
  process.stdout.write(`${rows.map(lineOf).join('\n')}\n`);
  if (values.out) writeFileSync(values.out, `${JSON.stringify({ ...job, rows }, null, 2)}\n`);
}

function jitterRow(track: Track, after: Track): Required<Row>['jitter'] {
  const [measured, left] = [jitterOf(track), jitterOf(after)];
  return { px: measured.picture, pxLeft: left.picture, mm: measured.space, mmLeft: left.space };
}

function lineOf({ clip, person, filter, jitter, lag }: Row): string {
  const who = `${clip} (${person + 1})`.padEnd(42);
  const fall = (from: number, to: number) => `${(100 * (1 - to / from)).toFixed(0)} %`;
  const said = jitter
    ? `jitter ${jitter.px.toFixed(2)} → ${jitter.pxLeft.toFixed(2)} px (−${fall(jitter.px, jitter.pxLeft)}), ` +
      `${jitter.mm.toFixed(1)} → ${jitter.mmLeft.toFixed(1)} mm (−${fall(jitter.mm, jitter.mmLeft)})`
    : `lag ${lag} ms, ${((lag as number) * 0.03).toFixed(2)} frames of 1/30 s`;
  return `${who} ${filter.padEnd(8)} ${said}`;
}
