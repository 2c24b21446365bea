#!/usr/bin/env node
import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CopyError, copyable, copyModels } from './copy-models.ts';

const from = fileURLToPath(new URL('../../built', import.meta.url));

const help = (): string => `Copies models into a folder that your page is served from.

  copy-models DIR [NAME…] [--wasm] [--no-models]

  DIR           for example public/models, for addresses such as /models/blazepose-lite/manifest.json
  NAME          which models; default: all that have a manifest
  --wasm        also the .wasm files of @tensorflow/tfjs-backend-wasm, as installed in this project, into DIR/tfjs-wasm
  --no-models   no model: your bundler copies those that your code imports

Models: ${copyable(from).models.join(', ')}
Files for other run times: ${copyable(from).files.join(', ')}`;

function main(): number {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      wasm: { type: 'boolean', default: false },
      'no-models': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [to, ...named] = positionals;
  const names = values['no-models'] ? 'none' : named;
  if (values.help || to === undefined) {
    process.stdout.write(`${help()}\n`);
    return values.help ? 0 : 2;
  }
  const wasmOf = values.wasm ? process.cwd() : undefined;
  for (const { path, bytes } of copyModels({ from, to: resolve(to), names, wasmOf })) {
    process.stdout.write(`${(bytes / 1e6).toFixed(1).padStart(6)} MB  ${relative('', resolve(to, path))}\n`);
  }
  return 0;
}

try {
  process.exitCode = main();
} catch (error) {
  const usage = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  if (!(error instanceof CopyError) && !usage) throw error;
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = usage ? 2 : 1;
}
