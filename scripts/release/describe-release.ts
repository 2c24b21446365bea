import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { root } from '../checks/run-command.ts';

/** A package as it would be published. */
export interface PackedPackage {
  readonly name: string;
  readonly version: string;
  /** The tarball's length. */
  readonly packed: number;
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
}

const BLOCK = 512;

/** Text of a field of a tar header, which ends at the first zero. */
function field(header: Buffer, start: number, length: number): string {
  return header.toString('utf8', start, start + length).replace(/\0.*$/s, '');
}

/** Content of each file in an unpacked tar (ustar, as pnpm and npm write it), without the leading `package/`. */
function* entries(tar: Buffer): Generator<{ path: string; content: Buffer }> {
  for (let at = 0; at + BLOCK <= tar.length; ) {
    const header = tar.subarray(at, at + BLOCK);
    const name = field(header, 0, 100);
    if (name === '') return;
    const size = Number.parseInt(field(header, 124, 12), 8);
    const prefix = field(header, 345, 155);
    const content = tar.subarray(at + BLOCK, at + BLOCK + size);
    const isFile = ['0', ''].includes(field(header, 156, 1));
    if (isFile) yield { path: (prefix ? `${prefix}/${name}` : name).replace(/^package\//, ''), content };
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
}

/** Reads what is in a tarball. */
export function readTarball(file: string): PackedPackage {
  const tarball = readFileSync(file);
  const found = [...entries(gunzipSync(tarball))];
  const manifest = found.find(({ path }) => path === 'package.json');
  if (!manifest) throw new Error(`${file} has no package.json.`);
  const { name, version } = JSON.parse(manifest.content.toString()) as { name: string; version: string };
  return {
    name,
    version,
    packed: tarball.length,
    files: found.map(({ path, content }) => ({ path, bytes: content.length })),
  };
}

const size = (bytes: number): string =>
  bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

/** What people read before they publish: version, size, and files, those of a folder taken together. */
export function describeRelease({ name, version, packed, files }: PackedPackage): string {
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const groups = new Map<string, { count: number; bytes: number }>();
  for (const { path, bytes } of files) {
    const parts = path.split('/');
    const group = parts.length > 1 ? `${parts.slice(0, Math.min(2, parts.length - 1)).join('/')}/` : path;
    const before = groups.get(group) ?? { count: 0, bytes: 0 };
    groups.set(group, { count: before.count + 1, bytes: before.bytes + bytes });
  }
  const lines = [...groups]
    .sort(([a], [b]) => a.localeCompare(b, 'en'))
    .map(
      ([group, { count, bytes }]) =>
        `${size(bytes).padStart(10)}  ${group}${group.endsWith('/') ? ` (${count} ${count === 1 ? 'file' : 'files'})` : ''}`,
    );
  return [`${name}@${version}: ${files.length} files, ${size(total)}, packed ${size(packed)}`, ...lines].join('\n');
}

/** Names of the changesets that no version has taken up yet. */
export function pendingChanges(folder: string = join(root, '.changeset')): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.md') && file !== 'README.md')
    .map((file) => file.slice(0, -'.md'.length))
    .sort();
}
