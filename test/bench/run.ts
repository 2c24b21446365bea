import { accuracy } from './accuracy.ts';
import { bones } from './bones.ts';
import { calibrate } from './calibrate.ts';
import { decoding } from './decoding.ts';
import { head } from './head.ts';
import { people } from './people.ts';
import { smoothing } from './smoothing.ts';
import { speed } from './speed.ts';
import { tune } from './tune.ts';

const benches: Record<string, (args: string[]) => Promise<void>> = {
  accuracy,
  bones,
  calibrate,
  decoding,
  head,
  people,
  smoothing,
  speed,
  tune,
};
const [name = '', ...args] = process.argv.slice(2).filter((argument) => argument !== '--');
const bench = benches[name];
if (!bench) {
  process.stderr.write(`pnpm bench NAME …, where NAME is one of ${Object.keys(benches).join(', ')}.\n`);
  process.exitCode = 2;
} else {
  await bench(args);
}
