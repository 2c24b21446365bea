import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createProject, type Project } from './support/project.ts';
import { STRICT_POLICY } from './support/serve.ts';
import { expectTracking } from './support/track.ts';

async function project(template: string): Promise<Project> {
  const made = await createProject(template);
  onTestFinished(() => made.remove());
  return made;
}

/** Names of the files in a folder and below. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/'));
}

/** Endings of the files of models in a folder: a graph and weights for each, a manifest where it was not inlined. */
function modelFiles(folder: string): { readonly json: number; readonly bin: number; readonly tflite: number } {
  const files = filesIn(folder);
  const count = (ending: string): number => files.filter((path) => path.endsWith(ending)).length;
  return { json: count('.json'), bin: count('.bin'), tflite: count('.tflite') };
}

test('R1 built with Vite, the packages track a person under a strict policy', async () => {
  const { folder, run } = await project('vite');
  await run('npm', 'run', 'build');
  // Two models and no other. The detector's manifest is so small that Vite puts it into the code.
  expect(modelFiles(join(folder, 'dist'))).toEqual({ json: 3, bin: 2, tflite: 0 });
  await expectTracking(join(folder, 'dist'), STRICT_POLICY);
});

test('R1 built with webpack, the packages track a person under a strict policy', async () => {
  const { folder, run } = await project('webpack');
  await run('npm', 'run', 'build');
  // Of all models that the main entry names, only the two that are used.
  expect(modelFiles(join(folder, 'public'))).toEqual({ json: 4, bin: 2, tflite: 0 });
  await expectTracking(join(folder, 'public'), STRICT_POLICY);
});

test('R1 built with Next as a static site, rendered on the server first, the packages track a person', async () => {
  const { folder, run } = await project('next');
  await run('npm', 'run', 'build');
  expect(readFileSync(join(folder, 'out/index.html'), 'utf8')).toContain('loading');
  expect(modelFiles(join(folder, 'out/_next/static'))).toEqual({ json: 4, bin: 2, tflite: 0 });
  await expectTracking(join(folder, 'out'));
});

test('R1 in an app of React 18 the types of the hooks fit, and the packages track a person', async () => {
  const { folder, run } = await project('react-18');
  await run('npm', 'run', 'build');
  await expectTracking(join(folder, 'dist'), STRICT_POLICY);
});

test('R1 without a bundler, by an import map, the packages track a person', async () => {
  const { folder, run } = await project('plain');
  await run('npm', 'run', 'build');
  await expectTracking(folder);
});

test('R1 beside the umbrella package of tfjs there is one tfjs-core, and it works', async () => {
  const { folder, run } = await project('umbrella');
  await run('npm', 'run', 'build');
  const modules = JSON.parse(readFileSync(join(folder, 'modules.json'), 'utf8')) as string[];
  const cores = modules.flatMap((id) => /^.*\/node_modules\/@tensorflow\/tfjs-core\//.exec(id)?.[0] ?? []);
  expect(cores.length).toBeGreaterThan(100);
  expect(new Set(cores).size).toBe(1);
  // No module of it comes in two forms either.
  expect(modules.filter((id) => /\/tfjs-core\/.*\/engine\.m?js$/.test(id))).toHaveLength(1);
  expect(modules.filter((id) => /\/tfjs-core\/dist\/tf-core\./.test(id))).toEqual([]);
  await expectTracking(join(folder, 'dist'), STRICT_POLICY);
});
