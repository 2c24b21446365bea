// Runs every check, one after the other, goes on after a failure, and ends with the line
// `N passed, N failed, N skipped`: test cases, and one for each check that is not a test.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createNeeds } from '../test/experiments/needs.ts';
import { countExperiments, type ExperimentOutcomes } from './checks/experiments.ts';
import { judgeTraining } from './checks/head.ts';
import { failed, type Outcome, passed, skipped } from './checks/outcome.ts';
import { publintPacked } from './checks/publint.ts';
import { pnpm, root, runCommand } from './checks/run-command.ts';
import { typesOfPacked } from './checks/types-wrong.ts';
import { countTests, type VitestReport } from './checks/vitest-report.ts';
import { PACKAGES, packPackage } from './packages.ts';

interface Check {
  /** What `--only` calls it. A part before a colon names a group. */
  readonly name: string;
  readonly title: string;
  /** A check without whose success this one says nothing. */
  readonly needs?: string;
  run(): Promise<Outcome>;
}

const scratch = mkdtempSync(join(tmpdir(), 'integral-pose-check-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

function command(minutes: number, ...line: string[]): () => Promise<Outcome> {
  return async () => {
    const ending = await runCommand(line, minutes);
    if (ending.kind === 'overdue') return failed(`ended after ${minutes} minutes`);
    return ending.status === 0 ? passed : failed(`${line.join(' ')} ended with status ${ending.status}`);
  };
}

function tests(minutes: number, project: string): () => Promise<Outcome> {
  return async () => {
    const file = join(scratch, `${project}.json`);
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const ending = await runCommand(['vitest', 'run', '--project', project, ...reporters], minutes);
    const report = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as VitestReport) : undefined;
    return countTests(report, ending, minutes, root);
  };
}

/** The quick setting of every experiment: does it run from end to end, and find something? */
async function experiments(minutes: number): Promise<Outcome> {
  const file = join(scratch, 'experiments.json');
  const line = ['tsx', '--conditions=integral-pose-source', 'test/experiments/run.ts', '--quick'];
  const ending = await runCommand([...line, '--out', join(scratch, 'experiments'), '--outcomes', file], minutes);
  const outcomes = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ExperimentOutcomes) : undefined;
  return countExperiments(outcomes, ending, minutes);
}

/** The quick setting of the 3D head's training, with models as they are made from the source. */
async function head(minutes: number): Promise<Outcome> {
  const missing = createNeeds(console.log);
  const why = missing('torch') ?? missing('shared');
  if (why) return skipped(why);
  const folder = join(scratch, 'head');
  const script = 'packages/models/scripts/train-head.ts';
  const line = ['tsx', '--conditions=integral-pose-source', script, '--quick', '--cache', folder, '--out', folder];
  return judgeTraining(folder, await runCommand(line, minutes), minutes);
}

/** Builds into an empty folder: what an earlier build left is neither tested nor published. */
function build(folder: string): () => Promise<Outcome> {
  const run = command(5, ...pnpm, '--dir', folder, 'run', 'build');
  return () => {
    rmSync(join(root, folder, 'dist'), { recursive: true, force: true });
    return run();
  };
}

/** Looks at a package as it would be published: how it is made up, and whether its types fit what is loaded. */
function packed(folder: string, look: (tarball: string | undefined) => Promise<Outcome>): () => Promise<Outcome> {
  return async () => look(await packPackage(folder, scratch, 3));
}

const cruised = ['packages', 'examples', 'test', 'scripts'];

/** In the order in which they run: what fails fast comes first. */
const checks: readonly Check[] = [
  { name: 'lint', title: 'Format and lint', run: command(2, 'biome', 'check', '--error-on-warnings', '.') },
  { name: 'promises', title: 'Promises nobody awaits', run: command(3, 'eslint', '.') },
  { name: 'types', title: 'Types', run: command(3, 'tsc', '--noEmit', '-p', 'tsconfig.json') },
  {
    name: 'rules',
    title: 'Import rules',
    run: command(2, 'depcruise', '--config', '.dependency-cruiser.cjs', ...cruised),
  },
  { name: 'unused', title: 'Unused files and exports', run: command(2, 'knip', '--no-config-hints') },
  { name: 'unit', title: 'Unit tests', run: tests(10, 'unit') },
  { name: 'build:sdk', title: 'Build of @integral-pose/sdk', run: build('packages/sdk') },
  { name: 'build:models', title: 'Build of @integral-pose/models', run: build('packages/models') },
  {
    name: 'build:react',
    title: 'Build of @integral-pose/react',
    needs: 'build:sdk',
    run: build('packages/react-bindings'),
  },
  { name: 'build:examples', title: 'Build of the examples', run: build('examples') },
  ...PACKAGES.flatMap(({ name, folder }) => {
    const short = name.replace('@integral-pose/', '');
    const needs = `build:${short}`;
    return [
      {
        name: `publint:${short}`,
        title: `R2 ${name} as it would be published`,
        needs,
        run: packed(folder, publintPacked),
      },
      {
        name: `attw:${short}`,
        title: `R2 Types of ${name} as they would be published`,
        needs,
        run: packed(folder, (tarball) => typesOfPacked(tarball, 5)),
      },
    ];
  }),
  { name: 'sizes', title: 'Size of each entry', needs: 'build:react', run: command(5, 'tsx', 'scripts/sizes.ts') },
  {
    name: 'api',
    title: 'R2 Public API as checked in',
    needs: 'build:react',
    run: command(5, 'tsx', 'scripts/api.ts', '--check'),
  },
  { name: 'package', title: 'R1 Packages in other projects', needs: 'build:react', run: tests(25, 'package') },
  { name: 'build:docs', title: 'Build of the documentation site', run: command(15, 'tsx', 'scripts/docs/build.ts') },
  { name: 'docs', title: 'Documentation in a browser', needs: 'build:docs', run: tests(20, 'docs') },
  { name: 'browser', title: 'Browser tests', run: tests(20, 'browser') },
  { name: 'experiments', title: "The papers' experiments, quick", run: () => experiments(15) },
  { name: 'head', title: 'Training of the 3D head, quick', run: () => head(10) },
  { name: 'e2e', title: 'End-to-end tests', run: tests(20, 'e2e') },
];

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const only = values.only?.split(',').map((name) => name.trim());
const matches = (check: Check, name: string): boolean => check.name === name || check.name.startsWith(`${name}:`);
const unknown = only?.filter((name) => !checks.some((check) => matches(check, name))) ?? [];
if (unknown.length > 0) {
  console.error(
    `There is no check called ${unknown.join(', ')}. There are: ${checks.map(({ name }) => name).join(', ')}.`,
  );
  process.exit(2);
}

const minutesAndSeconds = (ms: number): string =>
  `${Math.floor(ms / 60_000)}:${(Math.round(ms / 1000) % 60).toString().padStart(2, '0')}`;

// Unit tests compare losses with PyTorch's and experiments train with it: put in place first, where that needs no asking.
if (!only || only.some((name) => ['unit', 'experiments', 'head'].includes(name))) createNeeds(console.log)('torch');

const outcomes = new Map<string, Outcome>();
const lines: string[] = [];
const start = performance.now();
for (const check of checks.filter((candidate) => !only || only.some((name) => matches(candidate, name)))) {
  console.log(`\n━━ ${check.title} (${check.name}) ━━\n`);
  const began = performance.now();
  const needed = check.needs === undefined ? undefined : outcomes.get(check.needs);
  const outcome =
    needed && needed.passed === 0
      ? skipped(`${check.needs} did not succeed`)
      : await check.run().catch((error: unknown) => failed(String(error)));
  outcomes.set(check.name, outcome);
  const verdict = outcome.failed > 0 ? 'FAILED' : outcome.passed === 0 ? 'skipped' : 'ok';
  lines.push(`${verdict.padEnd(8)}${check.name.padEnd(16)}${minutesAndSeconds(performance.now() - began)}`);
  console.log(`\n${lines.at(-1)}`);
}

const all = [...outcomes];
console.log(`\n━━ Summary, ${minutesAndSeconds(performance.now() - start)} ━━\n`);
for (const line of lines) console.log(line);
for (const [heading, key] of [
  ['Skipped', 'skips'],
  ['Failed', 'failures'],
] as const) {
  const found = all.flatMap(([name, outcome]) => outcome[key].map((line) => `  ${name}: ${line}`));
  if (found.length > 0) console.log(`\n${heading}:\n${found.join('\n')}`);
}
const sum = (key: 'passed' | 'failed' | 'skipped'): number =>
  all.reduce((total, [, outcome]) => total + outcome[key], 0);
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
process.exitCode = sum('failed') > 0 ? 1 : 0;
