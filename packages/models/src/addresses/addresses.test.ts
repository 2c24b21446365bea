import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ModelFiles, ModelManifest } from '@integral-pose/sdk';
import { expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { models } from '../index.ts';

const built = fileURLToPath(new URL('../../built', import.meta.url));
const folders = readdirSync(built).filter((name) => existsSync(`${built}/${name}/manifest.json`));
const listed: ModelFiles[] = Object.values(models).filter((model) => typeof model === 'object');
const pathOf = (address: string | URL): string => fileURLToPath(new URL(address));

test('every model that is built has its addresses, and an entry of its own', () => {
  const addressed = listed.map((model) => dirname(pathOf(model.manifest))).sort();
  expect(addressed).toEqual(folders.map((name) => `${built}/${name}`).sort());
  for (const name of folders) expect(manifest.exports).toHaveProperty([`./${name}`]);
});

test.each(listed)('$manifest: each of its files is listed, and lies there', (model) => {
  const { graph, weights } = JSON.parse(readFileSync(pathOf(model.manifest), 'utf8')) as ModelManifest;
  expect(Object.keys(model.files)).toEqual([graph, ...weights].map(({ path }) => path));
  for (const [path, address] of Object.entries(model.files)) {
    expect(pathOf(address)).toBe(`${dirname(pathOf(model.manifest))}/${path}`);
    expect(existsSync(pathOf(address))).toBe(true);
  }
});

test('the single file lies where its address says', () => {
  expect(existsSync(pathOf(models.personDetectorTflite))).toBe(true);
});

test('addresses are plain data, which a worker can be sent', () => {
  expect(structuredClone(models.blazePoseLite)).toEqual(models.blazePoseLite);
});
