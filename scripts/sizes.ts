// Prints how much of each entry reaches the browser, and fails where that is more than scripts/sizes/entries.ts allows.
// Measures what was built.
import { sizedEntries } from './sizes/entries.ts';
import { judgeSize } from './sizes/judge.ts';
import { decoderNames, measure } from './sizes/measure.ts';

const decoders = decoderNames();
if (decoders.length < 10) throw new Error(`Only ${decoders.length} decoders were found in what was built.`);

const kilobytes = (bytes: number): string => (bytes / 1000).toFixed(1).padStart(6);
const problems: string[] = [];
console.log('at once   later   bound   KB gzipped, peers not counted');
for (const entry of sizedEntries(decoders)) {
  const measured = await measure(entry);
  const bound = entry.bound.toFixed(1).padStart(6);
  console.log(`${kilobytes(measured.initial)}  ${kilobytes(measured.later)}  ${bound}   ${entry.name}`);
  problems.push(...judgeSize(entry, measured));
}
for (const problem of problems) console.error(`${problem}.`);
process.exitCode = problems.length > 0 ? 1 : 0;
