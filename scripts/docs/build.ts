// Builds the documentation site into docs/site/dist: `pnpm docs:build`. With `--dev` it serves it and follows changes to
// its pages; the API reference and the figure are as they were when it started.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, createServer } from 'vitepress';
import { writeApi } from './api.ts';
import { root } from './entries.ts';
import { buildFigure } from './figure.ts';
import { generatedFiles } from './generated.ts';

const site = join(root, 'docs/site');

for (const [path, text] of Object.entries(generatedFiles())) writeFileSync(join(root, path), text);
await buildFigure();
await writeApi();
if (process.argv.includes('--dev')) {
  const server = await createServer(site);
  await server.listen();
  server.printUrls();
} else {
  await build(site);
}
