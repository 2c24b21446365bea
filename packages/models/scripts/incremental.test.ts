import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildGraph } from './build-graph.ts';
import { prepare, type Target } from './incremental.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'prepare-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const target = (input: string, files: Record<string, string>): Target => ({
  name: 'thing',
  inputs: [input],
  build: () => new Map(Object.entries(files).map(([path, text]) => [path, new TextEncoder().encode(text)])),
});

const read = (path: string): string => readFileSync(join(folder, path), 'utf8');

test('a target is built once, and again when its inputs change', () => {
  expect(prepare(folder, target('1', { 'a/x': 'first' }))).toBe('built');
  expect(prepare(folder, target('1', { 'a/x': 'never written' }))).toBe('unchanged');
  expect(read('a/x')).toBe('first');
  expect(prepare(folder, target('2', { 'a/x': 'second' }))).toBe('built');
  expect(read('a/x')).toBe('second');
});

test('a file that was lost or cut is made again', () => {
  const thing = target('1', { x: 'content', y: 'more' });
  prepare(folder, thing);
  rmSync(join(folder, 'x'));
  expect(prepare(folder, thing)).toBe('built');
  truncateSync(join(folder, 'y'), 2);
  expect(prepare(folder, thing)).toBe('built');
  expect([read('x'), read('y')]).toEqual(['content', 'more']);
  expect(prepare(folder, thing)).toBe('unchanged');
});

test('files of an earlier build do not stay', () => {
  prepare(folder, target('1', { old: 'x', both: 'x' }));
  prepare(folder, target('2', { both: 'x' }));
  expect(readdirSync(folder).sort()).toEqual(['.prepared.json', 'both']);
});

test('inputs that only join to the same text are not the same', () => {
  prepare(folder, { ...target('', { x: '1' }), inputs: ['ab', 'c'] });
  expect(prepare(folder, { ...target('', { x: '2' }), inputs: ['a', 'bc'] })).toBe('built');
});

test('a model comes out the same every time, and a tap adds an output without touching the weights', () => {
  const [first, second] = [buildGraph('lite', []), buildGraph('lite', [])];
  expect([...first.keys()]).toEqual(['manifest.json', 'model.json', 'weights.bin']);
  for (const [path, data] of first) expect(Buffer.from(data).equals(second.get(path) ?? Buffer.of())).toBe(true);
  const tapped = buildGraph('lite', [{ model: 'lite', tensor: 264, output: 'features' }]);
  const { signature } = JSON.parse(Buffer.from(tapped.get('model.json') ?? []).toString());
  expect(Object.keys(signature.outputs).sort()).toEqual(['features', 'heatmaps', 'landmarks', 'presence', 'world']);
  expect(Buffer.from(tapped.get('weights.bin') ?? []).equals(first.get('weights.bin') ?? Buffer.of())).toBe(true);
});
