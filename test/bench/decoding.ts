import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { withPage } from '../../scripts/headless.ts';
import type { DecodingJob, DecodingRow } from './decoding/job.ts';

/**
 * Time of each decoder, from the network's output to numbers in JavaScript, beside lite's network time, a naive
 * composition, and reading the maps back. `pnpm bench decoding [--backends wasm,webgl] [--rounds 60] [--out FILE.json]`
 */
export async function decoding(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      backends: { type: 'string', default: 'wasm,webgl' },
      rounds: { type: 'string' },
      out: { type: 'string' },
    },
  });
  const result: Record<string, object[]> = {};
  for (const backend of values.backends.split(',') as DecodingJob['backend'][]) {
    // Software WebGL takes the better part of a second for a network run.
    const rounds = Number(values.rounds ?? (backend === 'wasm' ? 60 : 5));
    const rows = await withPage({ page: 'test/bench/decoding/index.html' }, async (page) => {
      await page.exposeFunction('report', (done: number, total: number) => {
        process.stderr.write(`\r${backend}: ${done} of ${total} rounds${done === total ? '\n' : ''}`);
      });
      await page.waitForFunction(() => 'decoding' in window);
      return page.evaluate((job): Promise<DecodingRow[]> => window.decoding(job), { backend, rounds });
    });
    const network = median(rows.find(({ kind }) => kind === 'network')?.times ?? []);
    const lines = rows.map(({ name, kind, times }) => ({
      name,
      kind,
      medianMs: median(times),
      minMs: Math.min(...times),
      ofNetwork: median(times) / network,
    }));
    process.stdout.write(`\n${backend}\n`);
    for (const { name, medianMs, minMs, ofNetwork } of lines) {
      process.stdout.write(
        `  ${name.padEnd(42)} median ${medianMs.toFixed(2).padStart(8)} ms  least ${minMs.toFixed(2).padStart(8)} ms  ` +
          `${(100 * ofNetwork).toFixed(0).padStart(4)} % of the network\n`,
      );
    }
    result[backend] = lines;
  }
  if (values.out) writeFileSync(values.out, `${JSON.stringify(result, null, 2)}\n`);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
