import { readdirSync } from 'node:fs';
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

test('R1 built with Vite, the packages track a person under a strict policy', async () => {
  const { folder, run } = await project('vite');
  await run('npm', 'run', 'build');
  await expectTracking(join(folder, 'dist'), STRICT_POLICY);
});

test('R1 built with webpack, the packages track a person under a strict policy', async () => {
  const { folder, run } = await project('webpack');
  await run('npm', 'run', 'build');
  // Two models of three files each, and what the page itself brings: nothing that is not used is copied.
  console.log(filesIn(join(folder, 'dist')));
  await expectTracking(join(folder, 'dist'), STRICT_POLICY);
});
