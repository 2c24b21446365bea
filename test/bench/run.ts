import { accuracy } from './accuracy.ts';
import { speed } from './speed.ts';

const benches: Record<string, (args: string[]) => Promise<void>> = { accuracy, speed };
const [name = '', ...args] = process.argv.slice(2).filter((argument) => argument !== '--');
const bench = benches[name];
if (!bench) {
  process.stderr.write(`pnpm bench NAME …, where NAME is one of ${Object.keys(benches).join(', ')}.\n`);
  process.exitCode = 2;
} else {
  await bench(args);
}
