import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type CodeBlock, codeBlocks, typescriptOf } from './code-blocks.ts';
import { compileBlocks } from './compile-blocks.ts';
import { documents } from './documents.ts';
import { root } from './entries.ts';
import { readReasons } from './errors-page.ts';
import { generatedFiles } from './generated.ts';
import { anchorOf, deadLinks, linksOf } from './links.ts';

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
  const text = [
    'Words',
    '',
    '```ts',
    'const usual: string = localDebiasedIntegral();',
    'tracker.follow(video);',
    '```',
    '',
  ];
  expect(compileBlocks(codeBlocks('docs/wrong.md', text.join('\n')))).toEqual([
    { place: 'docs/wrong.md:4', message: expect.stringContaining("not assignable to type 'string'") },
    { place: 'docs/wrong.md:5', message: expect.stringContaining("'follow' does not exist") },
  ]);
}, 300_000);

test('every link to a file or heading of this repository leads there', () => {
  const pages = [
    ...documents(),
    'docs/experiments/README.md',
    'examples/README.md',
    'ARCHITECTURE.md',
    'CONTRIBUTING.md',
  ];
  const links = pages.flatMap((file) => linksOf(readFileSync(join(root, file), 'utf8')));
  expect(links.length).toBeGreaterThan(60);
  expect(deadLinks(pages)).toEqual([]);
});

test('links are found in text and not in code; anchors are those that pages have', () => {
  const text =
    'A [page](a.md#b "title"), `[code](no.md)`, ![picture](c.svg)\n\n```ts\nf[0](no.md);\n```\n<img src="d.png">';
  expect(linksOf(text)).toEqual(['a.md#b', 'c.svg', 'd.png']);
  expect(anchorOf('Logits, probabilities, and the pull of the background')).toBe(
    'logits-probabilities-and-the-pull-of-the-background',
  );
  expect(anchorOf('`kind: "heatmap"`')).toBe('kind-heatmap');
});

test.each(Object.entries(generatedFiles()))('%s is what its program writes (pnpm docs:build)', (path, text) => {
  expect(readFileSync(join(root, path), 'utf8')).toBe(text);
});

test('the errors page has every reason, and the source says of each what happened and what to do', () => {
  const source = readFileSync(join(root, 'packages/sdk/src/types/pose-error.ts'), 'utf8');
  const named = new Set([...source.matchAll(/reason: '([a-z-]+)'/g)].map(([, reason]) => reason));
  expect(readReasons(source).map(({ reason }) => reason)).toEqual([...named]);
  expect(() => readReasons(source.replace(/\n {3}\* Fix: [^\n]+/, ''))).toThrow(/does not say/);
  const page = readFileSync(join(root, 'docs/site/errors.md'), 'utf8');
  expect([...page.matchAll(/^## (.+)$/gm)].map(([, reason]) => reason)).toEqual([...named]);
});

function placeOf({ file, line }: CodeBlock): string {
  return `${file}:${line}`;
}
