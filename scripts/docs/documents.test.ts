import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type CodeBlock, codeBlocks, typescriptOf } from './code-blocks.ts';
import { compileBlocks } from './compile-blocks.ts';
import { documents } from './documents.ts';
import { root } from './entries.ts';

const blocks = documents().flatMap((file) => codeBlocks(file, readFileSync(join(root, file), 'utf8')));

test('every block of code in the documents compiles', () => {
  expect(blocks.filter(typescriptOf).length).toBeGreaterThan(40);
  expect(compileBlocks(blocks)).toEqual([]);
}, 300_000);

test('no block is left out of that, and each says what language it is in', () => {
  const languages = new Set(['ts', 'tsx', 'html', 'sh', 'json', 'js', 'text', 'http', 'css']);
  expect(blocks.filter(({ language }) => !languages.has(language)).map(placeOf)).toEqual([]);
  // A page without a module script is markup alone; JavaScript is for configuration files of bundlers.
  expect(blocks.filter(({ words }) => words.length > 0).map(placeOf)).toEqual([]);
});

test('a wrong block is found, at its own line', () => {
  const text = ['Words', '', '```ts', "const usual: string = localDebiasedIntegral();", 'tracker.follow(video);', '```', ''];
  expect(compileBlocks(codeBlocks('docs/wrong.md', text.join('\n')))).toEqual([
    { place: 'docs/wrong.md:4', message: expect.stringContaining("not assignable to type 'string'") },
    { place: 'docs/wrong.md:5', message: expect.stringContaining("'follow' does not exist") },
  ]);
}, 300_000);

function placeOf({ file, line }: CodeBlock): string {
  return `${file}:${line}`;
}
