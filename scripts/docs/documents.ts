import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './entries.ts';

/** The documents that people learn from, relative to the repository. What is generated from the source is not among them. */
export function documents(): readonly string[] {
  const readmes = readdirSync(join(root, 'packages')).map((name) => `packages/${name}/README.md`);
  return [
    'README.md',
    ...readmes.filter((path) => existsSync(join(root, path))),
    ...list('docs').filter((path) => path.split('/').length === 2),
    ...list('docs/site').filter((path) => !/^docs\/site\/(api|dist|public)\//.test(path)),
  ];
}

function list(folder: string): string[] {
  const paths = readdirSync(join(root, folder), { recursive: true }) as string[];
  return paths
    .filter((path) => path.endsWith('.md'))
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .sort();
}
