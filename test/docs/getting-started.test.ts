// Runs the code of "getting started" as it stands in the documents, on a picture of the synthetic person and on a fake
// camera that shows it. WebGL is turned off, so that what runs is the fall-back: WebAssembly.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CodeBlock, codeBlocks } from '../../scripts/docs/code-blocks.ts';
import { withPage } from '../../scripts/headless.ts';
import type { DrawnPerson } from './person.ts';

const root = resolve(fileURLToPath(new URL('../../', import.meta.url)));
/** Packages are found from here as they are from the examples. */
const pages = join(root, 'examples/.cache/docs');
const wasmFolder = join(root, 'examples/node_modules/@tensorflow/tfjs-backend-wasm/dist');
const scratch = mkdtempSync(join(tmpdir(), 'integral-pose-docs-'));
const camera = join(scratch, 'camera.y4m');
const WITHOUT_GPU = ['--disable-3d-apis'];
const WITH_CAMERA = [
  ...WITHOUT_GPU,
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  `--use-file-for-fake-video-capture=${camera}`,
];

/** A busy machine takes minutes to load and warm up a network, ms. */
const TIMEOUT = 400_000;

let person: DrawnPerson;

beforeAll(async () => {
  rmSync(pages, { recursive: true, force: true });
  person = await withPage({ page: 'test/docs/person.html' }, async (page) => {
    await page.waitForFunction(() => window.person, undefined, { timeout: 200_000 });
    return page.evaluate(() => window.person as DrawnPerson);
  });
  writeFileSync(camera, Buffer.from(person.y4m, 'base64'));
});

afterAll(() => {
  rmSync(pages, { recursive: true, force: true });
  rmSync(scratch, { recursive: true, force: true });
});

test('a plain page, one picture', async () => {
  const block = blockOf('docs/site/guide/plain.md', 'One picture', 'html');
  writePage('picture', {}, block.code);
  const found = await onPage('picture', WITHOUT_GPU, async (page) => {
    const lines: string[] = [];
    page.on('console', (message) => lines.push(message.text()));
    await page.reload();
    await expect
      .poll(() => lines.filter((line) => line.startsWith('right_foot_index')).length, { timeout: TIMEOUT })
      .toBe(1);
    return new Map(lines.map((line) => line.split(' ')).map(([name = '', ...rest]) => [name, rest.map(Number)]));
  });
  const limbs = /^(left|right)_(shoulder|elbow|wrist|hip|knee|ankle)$/;
  const errors = person.joints
    .filter(({ name, visible }) => visible && limbs.test(name))
    .map(({ name, x, y }) => {
      const [foundX = Number.NaN, foundY = Number.NaN, score = 0] = found.get(name) ?? [];
      expect(score, name).toBeGreaterThan(0.5);
      return Math.hypot(foundX - x, foundY - y) / person.height;
    });
  expect(errors.length).toBeGreaterThan(9);
  expect(errors.reduce((sum, error) => sum + error) / errors.length).toBeLessThan(0.03);
});

test('a plain page, the camera', async () => {
  const html = blockOf('docs/site/guide/plain.md', 'The camera', 'html').code.replace('"/main.ts"', '"./main.ts"');
  writePage('camera', { 'main.ts': blockOf('docs/site/guide/plain.md', 'The camera', 'ts').code }, html);
  await onPage('camera', WITH_CAMERA, async (page) => {
    await page.getByRole('button', { name: 'Start the camera' }).click();
    await seesPerson(page);
    expect(await page.getByRole('status').textContent()).toBe('');
  });
});

test('the README', async () => {
  const code = blockOf('README.md', 'Use it', 'ts').code;
  writePage('readme', { 'main.ts': code }, `<video muted playsinline></video><canvas></canvas>${script('./main.ts')}`);
  await onPage('readme', WITH_CAMERA, seesPerson);
});

test('React', async () => {
  const main = `import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
createRoot(document.querySelector('main')!).render(<App />);
`;
  const app = blockOf('docs/site/guide/react.md', 'The shortest way', 'tsx').code;
  writePage('react', { 'app.tsx': app, 'main.tsx': main }, `<main></main>${script('./main.tsx')}`);
  await onPage('react', WITH_CAMERA, async (page) => {
    await page.getByRole('button').click();
    await seesPerson(page);
  });
});

/** The first block in this language after a heading. */
function blockOf(file: string, heading: string, language: string): CodeBlock {
  const text = readFileSync(join(root, file), 'utf8');
  const line = text.split('\n').findIndex((one) => /^#+ /.test(one) && one.endsWith(` ${heading}`));
  const found = codeBlocks(file, text).find((block) => line >= 0 && block.line > line && block.language === language);
  if (!found) throw new Error(`${file} has no ${language} after "${heading}".`);
  return found;
}

const script = (path: string): string => `<script type="module" src="${path}"></script>`;

function writePage(name: string, files: Readonly<Record<string, string>>, body: string): void {
  const folder = join(pages, name);
  mkdirSync(folder, { recursive: true });
  const head = '<!doctype html><html lang="en"><head><meta charset="utf-8" /><link rel="icon" href="data:," /></head>';
  writeFileSync(join(folder, 'blank.html'), `${head}<body></body></html>\n`);
  writeFileSync(join(folder, 'index.html'), `${head}<body>${body}</body></html>\n`);
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
}

/** Opens a page of {@link pages} on which `/models/` has what `copy-models --wasm` puts there. */
async function onPage<T>(name: string, flags: readonly string[], work: (page: Page) => Promise<T>): Promise<T> {
  // From the page's own folder: of packages that another page does not need, Vite would hear too late.
  return withPage({ page: `examples/.cache/docs/${name}/blank.html`, flags }, async (opened) => {
    opened.setDefaultTimeout(TIMEOUT);
    await opened.route('**/models/tfjs-wasm/*', (route) =>
      route.fulfill({ path: join(wasmFolder, basename(new URL(route.request().url()).pathname)) }),
    );
    await opened.route('**/person.jpg', (route) =>
      route.fulfill({ body: Buffer.from(person.jpeg, 'base64'), contentType: 'image/jpeg' }),
    );
    await opened.goto(new URL('index.html', opened.url()).href);
    return work(opened);
  });
}

/** Waits until somebody is drawn who is nearly as tall as the picture. */
async function seesPerson(page: Page): Promise<void> {
  await page.waitForFunction(
    () => {
      const canvas = document.querySelector('canvas');
      if (!canvas || canvas.width === 0 || canvas.height === 0) return false;
      const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      const rows = Array.from({ length: canvas.height }, (_, row) =>
        pixels
          .slice(4 * row * canvas.width, 4 * (row + 1) * canvas.width)
          .some((value, at) => at % 4 === 3 && value > 0),
      );
      return rows.filter(Boolean).length > 0.4 * canvas.height;
    },
    undefined,
    { timeout: TIMEOUT, polling: 500 },
  );
}
