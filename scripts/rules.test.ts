// Proves that the rules the checks rely on do fire: import rules on a small workspace made for it, and the rule
// against promises that nobody awaits. A rule that is never seen failing may be a rule that cannot fail.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const made: string[] = [];

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** Writes path → content into a fresh folder. */
function tree(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'integral-pose-rules-'));
  made.push(folder);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

function library(name: string): Record<string, string> {
  return {
    [`node_modules/${name}/package.json`]: JSON.stringify({ name, type: 'module', exports: './index.js' }),
    [`node_modules/${name}/index.js`]: 'export const value = 1;\n',
  };
}

const sdkExports = { '.': { 'integral-pose-source': './src/index.ts', default: './dist/index.js' } };

/** A workspace in miniature that keeps every rule, using each exception once. */
const tidyTree: Record<string, string> = {
  ...library('rxjs'),
  ...library('three'),
  ...library('react'),
  ...library('@tensorflow/tfjs-core'),
  ...library('@tensorflow/tfjs-backend-webgl'),
  'package.json': '{ "name": "fixture", "type": "module", "dependencies": { "@integral-pose/sdk": "*" } }',
  'packages/sdk/package.json': JSON.stringify({ name: '@integral-pose/sdk', type: 'module', exports: sdkExports }),
  'packages/sdk/src/index.ts':
    "export { create } from './pipeline/create.ts';\nexport { decode } from './decode/decode.ts';\n",
  'packages/sdk/src/webgl.ts': "import '@tensorflow/tfjs-backend-webgl';\nexport const webgl = 1;\n",
  'packages/sdk/src/types/pose.ts': "import type { Size } from './size.ts';\nexport type Pose = Size;\n",
  'packages/sdk/src/types/size.ts': 'export interface Size { width: number }\n',
  'packages/sdk/src/math/area.ts': "import type { Size } from '../types/size.ts';\nexport type Area = Size;\n",
  'packages/sdk/src/tensor/maps.ts':
    "import { value } from '@tensorflow/tfjs-core';\nimport type { Area } from '../math/area.ts';\nexport const maps = (area: Area) => [value, area];\n",
  'packages/sdk/src/decode/decode.ts': "import { maps } from '../tensor/maps.ts';\nexport const decode = maps;\n",
  'packages/sdk/src/decode/decode.test.ts': "import { smooth } from '../smooth/smooth.ts';\nsmooth;\n",
  'packages/sdk/src/smooth/smooth.ts':
    "import type { Pose } from '../types/pose.ts';\nexport const smooth = (pose: Pose) => pose;\n",
  'packages/sdk/src/train/loss.ts': "import { decode } from '../decode/decode.ts';\nexport const loss = decode;\n",
  'packages/sdk/src/three/scene.ts': "import { value } from 'three';\nexport const scene = value;\n",
  'packages/sdk/src/pipeline/create.ts':
    "import { value } from 'rxjs';\nimport { decode } from '../decode/decode.ts';\nimport { smooth } from '../smooth/smooth.ts';\nexport const create = () => [value, decode, smooth];\n",
  'packages/react-bindings/src/index.ts':
    "import { value } from 'react';\nimport { create } from '@integral-pose/sdk';\nexport const hook = () => [value, create];\n",
  'examples/page.ts': "import { create } from '@integral-pose/sdk';\ncreate;\n",
};

interface Violation {
  readonly from: string;
  /** The files of a cycle, of which the cruiser reports one round only. */
  readonly cycle?: readonly { readonly name: string }[];
  readonly rule: { readonly name: string };
}

/** Rule names by the file that breaks them. */
function cruise(files: Readonly<Record<string, string>>): Record<string, string[]> {
  const folder = tree(files);
  mkdirSync(join(folder, 'node_modules/@integral-pose'), { recursive: true });
  symlinkSync(join(folder, 'packages/sdk'), join(folder, 'node_modules/@integral-pose/sdk'), 'junction');
  const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const config = join(root, '.dependency-cruiser.cjs');
  const run = spawnSync(
    process.execPath,
    [program, '--config', config, '--output-type', 'json', 'packages', 'examples'],
    { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  if (!run.stdout.startsWith('{')) throw new Error(`dependency-cruiser did not answer: ${run.stderr}`);
  const { violations } = (JSON.parse(run.stdout) as { summary: { violations: Violation[] } }).summary;
  const byFile: Record<string, string[]> = {};
  for (const { from, cycle, rule } of violations) {
    for (const file of cycle?.map(({ name }) => name) ?? [from]) {
      byFile[file] = [...new Set([...(byFile[file] ?? []), rule.name])].sort();
    }
  }
  return byFile;
}

describe('import rules', () => {
  test('a tidy workspace, with every allowed exception, breaks none', { timeout: 300_000 }, () => {
    expect(cruise(tidyTree)).toEqual({});
  });

  const offences: Record<string, [content: string, ...rules: string[]]> = {
    'packages/sdk/src/smooth/a.ts': ["import type { B } from './b.ts';\nexport type A = B | 1;\n", 'no-cycle'],
    'packages/sdk/src/smooth/b.ts': ["import type { A } from './a.ts';\nexport type B = A | 2;\n", 'no-cycle'],
    'packages/sdk/src/smooth/c.test.ts': ["import { d } from './d.ts';\nexport const c = d;\n", 'no-cycle'],
    'packages/sdk/src/smooth/d.ts': ["import { c } from './c.test.ts';\nexport const d = c;\n", 'no-cycle'],
    'packages/sdk/src/smooth/nowhere.ts': ["import { x } from './missing.ts';\nx;\n", 'no-unresolved'],
    'packages/sdk/src/smooth/forgotten.ts': ['export const forgotten = 1;\n', 'no-orphan'],
    'packages/sdk/src/smooth/peeks.ts': [
      "import { decode } from '../decode/decode.ts';\ndecode;\n",
      'rooms-stay-apart',
    ],
    'packages/sdk/src/measure/peeks.ts': [
      "import { decode } from '../decode/decode.ts';\ndecode;\n",
      'rooms-stay-apart',
    ],
    'packages/sdk/src/record/peeks.ts': [
      "import { smooth } from '../smooth/smooth.ts';\nsmooth;\n",
      'rooms-stay-apart',
    ],
    'packages/sdk/src/source/up.ts': ["import { create } from '../pipeline/create.ts';\ncreate;\n", 'rooms-stay-apart'],
    'packages/sdk/src/render/barrel.ts': ["import { create } from '../index.ts';\ncreate;\n", 'rooms-stay-apart'],
    'packages/sdk/src/train/far.ts': [
      "import { smooth } from '../smooth/smooth.ts';\nsmooth;\n",
      'train-imports-decode',
    ],
    'packages/sdk/src/metrics/maps.ts': [
      "import { maps } from '../tensor/maps.ts';\nmaps;\n",
      'metrics-import-no-tensors',
    ],
    'packages/sdk/src/types/area.ts': [
      "import type { Area } from '../math/area.ts';\nexport type X = Area;\n",
      'types-import-nothing',
    ],
    'packages/sdk/src/types/library.ts': [
      "import { value } from '@tensorflow/tfjs-core';\nvalue;\n",
      'types-import-nothing',
    ],
    'packages/sdk/src/math/maps.ts': [
      "import type { maps } from '../tensor/maps.ts';\nexport type X = typeof maps;\n",
      'math-imports-types',
    ],
    'packages/sdk/src/math/library.ts': [
      "import { value } from '@tensorflow/tfjs-core';\nvalue;\n",
      'math-imports-types',
    ],
    'packages/sdk/src/tensor/room.ts': [
      "import { decode } from '../decode/decode.ts';\ndecode;\n",
      'tensor-imports-vocabulary',
    ],
    'packages/sdk/src/smooth/stream.ts': ["import { value } from 'rxjs';\nvalue;\n", 'rxjs-in-three-rooms'],
    'packages/sdk/src/decode/type-stream.ts': [
      "import type { value } from 'rxjs';\nexport type X = typeof value;\n",
      'rxjs-in-three-rooms',
    ],
    'packages/sdk/src/render/scene.ts': ["import { value } from 'three';\nvalue;\n", 'three-in-its-entry'],
    'packages/sdk/src/render/hook.ts': ["import { value } from 'react';\nvalue;\n", 'react-in-its-package'],
    'packages/sdk/src/infer/gpu.ts': ["import '@tensorflow/tfjs-backend-webgl';\n", 'back-ends-by-their-entry'],
    'packages/sdk/src/pipeline/hook.ts': [
      "import { hook } from '../../../react-bindings/src/index.ts';\nhook;\n",
      'by-name',
      'sdk-stands-alone',
    ],
    'examples/deep.ts': [
      "import { smooth } from '../packages/sdk/src/smooth/smooth.ts';\nsmooth;\n",
      'by-name',
      'by-the-front-door',
    ],
    'examples/path.ts': ["import { create } from '../packages/sdk/src/index.ts';\ncreate;\n", 'by-name'],
    'examples/unexported.ts': [
      "import { smooth } from '@integral-pose/sdk/src/smooth/smooth.ts';\nsmooth;\n",
      'no-unresolved',
    ],
    'packages/react-bindings/src/deep.ts': [
      "import { smooth } from '../../sdk/src/smooth/smooth.ts';\nsmooth;\n",
      'by-name',
      'by-the-front-door',
    ],
  };
  let found: Record<string, string[]> | undefined;

  test.each(Object.entries(offences))('%s', { timeout: 300_000 }, (file, [, ...rules]) => {
    found ??= cruise({
      ...tidyTree,
      ...Object.fromEntries(Object.entries(offences).map(([path, [content]]) => [path, content])),
    });
    expect(found[file]).toEqual(rules);
  });

  test('no rule goes unproven', () => {
    const config = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as { forbidden: { name: string }[] };
    const proven = new Set(Object.values(offences).flatMap(([, ...rules]) => rules));
    expect(config.forbidden.map((rule) => rule.name).filter((name) => !proven.has(name))).toEqual([]);
  });
});

describe('promises nobody awaits', () => {
  const lines = {
    'run(); // declared in this file': true,
    'reader.cancel(); // known to the browser’s types only': true,
    'table.run(); // through an inferred object': true,
    '[1].map(run); // a list of them': true,
    'void run(); // meant': false,
    'await reader.cancel(); // awaited': false,
  };

  test('are errors, however their type is known', { timeout: 300_000 }, () => {
    const head = [
      'const run = async () => {};',
      'const table = { run };',
      'export async function act(stream: ReadableStream<number>): Promise<void> {',
      '  const reader = stream.getReader();',
    ];
    const folder = tree({
      'case.ts': [...head, ...Object.keys(lines).map((line) => `  ${line}`), '}', ''].join('\n'),
      'tsconfig.json': '{ "compilerOptions": { "strict": true, "lib": ["ES2023", "DOM"], "types": [] } }',
    });
    // The repository's own configuration, told to look for TypeScript projects in the folder of the fixture.
    writeFileSync(
      join(folder, 'eslint.config.mjs'),
      `import base from ${JSON.stringify(new URL('../eslint.config.js', import.meta.url).href)};
export default [...base, { files: ['**/*.ts'], languageOptions: { parserOptions: { tsconfigRootDir: ${JSON.stringify(folder)} } } }];\n`,
    );
    const program = join(root, 'node_modules/eslint/bin/eslint.js');
    const run = spawnSync(process.execPath, [program, '--format', 'json', 'case.ts'], {
      cwd: folder,
      encoding: 'utf8',
    });
    if (!run.stdout.startsWith('[')) throw new Error(`ESLint did not answer: ${run.stderr}`);
    const [report] = JSON.parse(run.stdout) as [{ messages: { ruleId: string; line: number }[] }];
    const expected = Object.values(lines).flatMap((wrong, index) => (wrong ? [head.length + 1 + index] : []));
    expect(report.messages.map(({ ruleId, line }) => ({ ruleId, line }))).toEqual(
      expected.map((line) => ({ ruleId: '@typescript-eslint/no-floating-promises', line })),
    );
    expect(run.status).toBe(1);
  });
});
