import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { CopyError, copyModels } from './copy-models.ts';

const scratch = mkdtempSync(join(tmpdir(), 'copy-models-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const from = join(scratch, 'built');
const project = join(scratch, 'project');
const wasmPackage = join(project, 'node_modules/@tensorflow/tfjs-backend-wasm');
let to = '';
let runs = 0;

function write(path: string, content: string): void {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
}

beforeEach(() => {
  to = join(scratch, `public-${runs++}`, 'models');
  for (const name of ['small', 'large']) {
    write(join(from, name, 'manifest.json'), '{}');
    write(join(from, name, 'weights.bin'), name.repeat(10));
  }
  write(join(from, 'task.tflite'), 'tflite');
  write(join(from, '.prepared.json'), '{}');
  write(join(from, 'no-model', 'notes.txt'), 'none');
  write(join(project, 'package.json'), '{}');
  write(join(wasmPackage, 'package.json'), '{ "name": "@tensorflow/tfjs-backend-wasm", "main": "dist/none.js" }');
  write(join(wasmPackage, 'dist/a.wasm'), 'wasm');
  write(join(wasmPackage, 'dist/a.js'), 'script');
});

test('every model with a manifest is copied, and nothing else', () => {
  const copied = copyModels({ from, to, names: [] });
  expect(copied).toEqual([
    { path: 'large', bytes: 52 },
    { path: 'small', bytes: 52 },
  ]);
  expect(readdirSync(to).sort()).toEqual(['large', 'small']);
  expect(readFileSync(join(to, 'small/weights.bin'), 'utf8')).toBe('small'.repeat(10));
});

test('models and single files can be named', () => {
  copyModels({ from, to, names: ['small', 'task.tflite'] });
  expect(readdirSync(to).sort()).toEqual(['small', 'task.tflite']);
});

test('an unknown name is refused with what there is, before anything is copied', () => {
  expect(() => copyModels({ from, to, names: ['small', 'huge'] })).toThrow(
    'There is no huge. There are: large, small, task.tflite.',
  );
  expect(() => copyModels({ from, to, names: ['../project'] })).toThrow(CopyError);
  expect(existsSync(to)).toBe(false);
});

test("tfjs's wasm files come from the project's own installation", () => {
  copyModels({ from, to, names: ['small'], wasmOf: project });
  expect(readdirSync(to).sort()).toEqual(['small', 'tfjs-wasm']);
  expect(readdirSync(join(to, 'tfjs-wasm'))).toEqual(['a.wasm']);
});

test('with a bundler that knows where the models are, the wasm files are wanted alone', () => {
  expect(copyModels({ from, to, names: 'none', wasmOf: project })).toEqual([{ path: 'tfjs-wasm/a.wasm', bytes: 4 }]);
  expect(readdirSync(to)).toEqual(['tfjs-wasm']);
});

const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const bin = fileURLToPath(new URL('./bin.ts', import.meta.url));

/** Runs the command with nothing installed but what its working directory has. */
function command(args: readonly string[], cwd = process.cwd()) {
  const env = { ...process.env, NODE_PATH: '' };
  return spawnSync(process.execPath, ['--import', tsx, bin, ...args], { encoding: 'utf8', cwd, env });
}

test('a wasm package that is not installed is named, before anything is copied', () => {
  const { status, stderr } = command([to, '--wasm'], scratch);
  expect(stderr).toMatch(
    /^@tensorflow\/tfjs-backend-wasm is not installed in .*: install it, or leave --wasm out\.\n$/,
  );
  expect(status).toBe(1);
  expect(existsSync(to)).toBe(false);
});

test('the command copies the models of this package, and explains a mistake', () => {
  const { status, stdout } = command([to, 'blazepose-lite', '--wasm']);
  expect(status).toBe(0);
  expect(stdout).toMatch(/2\.8 MB {2}.*blazepose-lite\n/);
  const built = fileURLToPath(new URL('../../built/blazepose-lite', import.meta.url));
  expect(readdirSync(join(to, 'blazepose-lite')).sort()).toEqual(readdirSync(built).sort());
  expect(readdirSync(join(to, 'tfjs-wasm'))).toContain('tfjs-backend-wasm-simd.wasm');
  expect(command([to, 'blazepose'])).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^There is no blazepose\./),
  });
  expect(command([to, '--what'])).toMatchObject({ status: 2, stderr: expect.stringContaining('--what') });
  expect(command(['--help'])).toMatchObject({ status: 0, stdout: expect.stringContaining('blazepose-heavy') });
});
