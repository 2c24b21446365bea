import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { entriesOf, PACKAGES } from '../../scripts/packages.ts';
import { createProject, type Project } from './support/project.ts';

const entries = PACKAGES.flatMap(entriesOf).map(({ name }) => name);

let project: Project;
beforeAll(async () => {
  project = await createProject('node');
});
afterAll(() => project.remove());

test('R1 importing any entry in Node, without a DOM, throws nothing, prints nothing and starts nothing', async () => {
  // All that is printed, by whomever, has to be the one line of JSON.
  const outcome = JSON.parse(await project.run(process.execPath, 'import-entries.js'));
  expect(Object.keys(outcome.exported).sort()).toEqual([...entries].sort());
  for (const [entry, count] of Object.entries(outcome.exported)) expect(count, entry).toBeGreaterThan(0);
  expect(outcome.started).toEqual([]);
  expect(outcome.globals).toEqual([]);
  const [before, after] = outcome.resources;
  expect(after).toEqual(before);
});

test.each([
  ['bundler', 'ESNext'],
  ['nodenext', 'NodeNext'],
])('R2 the types of every entry hold together, resolved as %s', async (moduleResolution, module) => {
  const compilerOptions = {
    ...{ target: 'ES2022', lib: ['ES2023', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'], types: [], noEmit: true },
    // Declarations are checked as well: an import in them that leads nowhere would else be any without a word.
    ...{ module, moduleResolution, strict: true, skipLibCheck: false },
  };
  writeFileSync(join(project.folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['consumer.ts'] }));
  const imports = entries.map((entry, k) => `import * as entry${k} from '${entry}';`);
  const uses = `export const all = [${entries.map((_, k) => `entry${k}`).join(', ')}];`;
  // A type that came as any could be assigned to a number.
  const probe = "import type { Pose } from '@integral-pose/sdk';\nexport const wrong: number = {} as Pose['box'];";
  writeFileSync(join(project.folder, 'consumer.ts'), [...imports, uses, probe].join('\n'));
  const output = await project.run('npx', 'tsc', '--pretty', 'false').catch((error: Error) => error.message);
  const errors = output.split('\n').filter((line) => /error TS\d+/.test(line));
  // Those of other people's packages are not ours to mend.
  const ours = errors.filter((line) => !line.startsWith('node_modules/') || line.includes('@integral-pose'));
  expect(ours).toEqual([expect.stringMatching(/^consumer\.ts\(.*error TS2322/)]);
});
