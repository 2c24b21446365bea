import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Something to make from inputs, under one folder or as one file. */
export interface Target {
  readonly name: string;
  /** All that decides what comes out: when it is as it was, nothing is done. */
  readonly inputs: readonly (string | Uint8Array)[];
  /** Path → content, below the output folder. */
  build(): ReadonlyMap<string, Uint8Array>;
}

interface Stamp {
  readonly key: string;
  readonly files: Readonly<Record<string, number>>;
}

type Stamps = Record<string, Stamp>;

const STAMPS = '.prepared.json';

function digest(inputs: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const input of inputs) hash.update(`${input.length}:`).update(input);
  return hash.digest('hex');
}

function readStamps(folder: string): Stamps {
  try {
    return JSON.parse(readFileSync(join(folder, STAMPS), 'utf8')) as Stamps;
  } catch {
    return {};
  }
}

function isCurrent(folder: string, stamp: Stamp | undefined, key: string): boolean {
  return (
    stamp?.key === key &&
    Object.entries(stamp.files).every(([path, bytes]) => {
      const file = join(folder, path);
      return existsSync(file) && statSync(file).size === bytes;
    })
  );
}

/** Written whole or not at all, so that an interrupted run leaves nothing that looks finished. */
function write(file: string, data: Uint8Array | string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.part`, data);
  renameSync(`${file}.part`, file);
}

/**
 * Brings a target up to date, removing files of an earlier build that the new one no longer has.
 * @returns whether anything had to be done
 */
export function prepare(folder: string, target: Target): 'built' | 'unchanged' {
  const stamps = readStamps(folder);
  const key = digest(target.inputs);
  const before = stamps[target.name];
  if (isCurrent(folder, before, key)) return 'unchanged';
  const built = target.build();
  for (const [path, data] of built) write(join(folder, path), data);
  for (const path of Object.keys(before?.files ?? {})) {
    if (!built.has(path)) rmSync(join(folder, path), { force: true });
  }
  const files = Object.fromEntries([...built].map(([path, data]) => [path, data.byteLength]));
  write(join(folder, STAMPS), `${JSON.stringify({ ...stamps, [target.name]: { key, files } }, null, 2)}\n`);
  return 'built';
}

/** The content of every TypeScript file below some folders, in a fixed order: part of a target's inputs. */
export function sourceTexts(folders: readonly string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
      .sort()
      .map((path) => readFileSync(join(folder, path), 'utf8')),
  );
}
