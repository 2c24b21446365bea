import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { withPage } from '../../scripts/headless.ts';
import type { HeadJob, HeadRow } from './head/job.ts';

/**
 * What the volumetric head costs beside BlazePose lite alone, in one run:
 * `pnpm bench head [--backends wasm,webgl] [--rounds 60] [--out FILE.json]`
 */
export async function head(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      backends: { type: 'string', default: 'wasm,webgl' },
      rounds: { type: 'string' },
      out: { type: 'string' },
    },
  });
  const result: Record<string, object[]> = {};
  for (const backend of values.backends.split(',') as HeadJob['backend'][]) {
    const rounds = Number(values.rounds ?? (backend === 'wasm' ? 60 : 5));
    const rows = await withPage({ page: 'test/bench/head/index.html' }, async (page) => {
      await page.waitForFunction(() => 'timeHead' in window);
      return page.evaluate((job): Promise<HeadRow[]> => window.timeHead(job), { backend, rounds });
    });
    const base = rows[0] as HeadRow;
    const ratio = (of: (row: HeadRow) => readonly number[], row: HeadRow) =>
      median(of(row).map((value, round) => value / (of(base)[round] as number)));
    const lines = rows.map((row) => ({
      model: row.model,
      networkMs: median(row.network),
      decodingMs: median(row.decoding),
      networkOfLite: ratio(({ network }) => network, row),
      bothOfLite: ratio(({ network, decoding }) => network.map((value, at) => value + (decoding[at] as number)), row),
    }));
    process.stdout.write(`\n${backend}, ${rounds} rounds, medians\n`);
    for (const { model, networkMs, decodingMs, networkOfLite, bothOfLite } of lines) {
      process.stdout.write(
        `  ${model.padEnd(18)} network ${networkMs.toFixed(1)} ms, ${networkOfLite.toFixed(2)} of lite's; ` +
          `decoding ${decodingMs.toFixed(1)} ms; both ${bothOfLite.toFixed(2)} of lite's\n`,
      );
    }
    result[backend] = lines;
  }
  if (values.out) writeFileSync(values.out, `${JSON.stringify(result, null, 2)}\n`);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
