import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { root } from '../checks/run-command.ts';
import { entriesOf, PACKAGES } from '../packages.ts';
import type { SizedEntry } from './entries.ts';

/** What a bundler makes of an entry. */
export interface Measured {
  /** Loaded at once, gzipped, bytes. */
  readonly initial: number;
  /** Loaded later, where it is needed, gzipped, bytes. */
  readonly later: number;
  /** The minified code that is loaded at once. */
  readonly text: string;
}

const ENTRY = 'virtual:sized-entry';

/** What apps install themselves, and other packages of ours: each is counted once, in its own line. */
function isPeer(id: string, own: string): boolean {
  if (id.startsWith('@integral-pose/')) return id !== own && !id.startsWith(`${own}/`);
  return /^(rxjs|three|react|react-dom|@tensorflow\/[^/]+|@mediapipe\/[^/]+)(\/|$)/.test(id);
}

function packageOf(code: string): string {
  const found = PACKAGES.find(({ name }) => code.includes(`'${name}'`) || code.includes(`'${name}/`));
  if (!found) throw new Error(`${code} names no package of ours.`);
  return found.name;
}

/** The built file behind an entry. */
const builtFile = (id: string): string | undefined => PACKAGES.flatMap(entriesOf).find(({ name }) => name === id)?.code;

/** Bundles and minifies what was built, peers left out. */
export async function measure({ code }: SizedEntry): Promise<Measured> {
  const own = packageOf(code);
  const result = await build({
    configFile: false,
    root,
    logLevel: 'error',
    plugins: [
      {
        name: 'sized-entry',
        enforce: 'pre',
        resolveId: (id) => (id === ENTRY ? id : isPeer(id, own) ? { id, external: true } : builtFile(id)),
        load: (id) => (id === ENTRY ? code : undefined),
      },
    ],
    build: {
      write: false,
      minify: true,
      modulePreload: false,
      rollupOptions: { input: ENTRY, preserveEntrySignatures: 'strict', output: { format: 'es' } },
    },
  });
  const [bundle] = Array.isArray(result) ? result : [result];
  if (!bundle || !('output' in bundle)) throw new Error('The bundler answered with no bundle.');
  const chunks = bundle.output.filter((file) => file.type === 'chunk');
  // The entry, and what its chunks import statically.
  const wanted = new Set<string>();
  const follow = (fileName: string): void => {
    const chunk = chunks.find((each) => each.fileName === fileName);
    if (!chunk || wanted.has(fileName)) return;
    wanted.add(fileName);
    chunk.imports.forEach(follow);
  };
  for (const chunk of chunks) if (chunk.isEntry) follow(chunk.fileName);
  const sum = (at: (fileName: string) => boolean): number =>
    chunks.reduce((total, chunk) => total + (at(chunk.fileName) ? gzipSync(chunk.code).length : 0), 0);
  return {
    initial: sum((fileName) => wanted.has(fileName)),
    later: sum((fileName) => !wanted.has(fileName)),
    text: chunks.flatMap((chunk) => (wanted.has(chunk.fileName) ? [chunk.code] : [])).join('\n'),
  };
}

/** Names of the SDK's decoders, read from what was built: as a decoder calls itself, so they are in any bundle of it. */
export function decoderNames(): string[] {
  const folder = join(root, 'packages/sdk/dist/decode');
  const names = readdirSync(folder)
    .filter((file) => file.endsWith('.js'))
    .flatMap((file) => /^ +name: '(\w+)',$/m.exec(readFileSync(join(folder, file), 'utf8'))?.[1] ?? []);
  return [...new Set(names)];
}
