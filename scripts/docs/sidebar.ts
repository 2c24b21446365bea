import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { entries, root } from './entries.ts';

interface Item {
  readonly text: string;
  readonly link?: string;
  readonly collapsed?: boolean;
  readonly items?: Item[];
}

const KINDS = ['functions', 'classes', 'interfaces', 'type-aliases', 'variables'];

/** The API reference: each entry, and under it its symbols. Empty until the reference has been written. */
export function apiSidebar(): Item[] {
  const api = join(root, 'docs/site/api');
  return entries().flatMap(({ specifier, folder }) => {
    if (!existsSync(join(api, folder, 'index.md'))) return [];
    const items = KINDS.flatMap((kind) => {
      const pages = join(api, folder, kind);
      const names = existsSync(pages) ? readdirSync(pages).sort((a, b) => a.localeCompare(b)) : [];
      return names.map((name) => ({
        text: name.replace(/\.md$/, ''),
        link: `/api/${folder}/${kind}/${name.replace(/\.md$/, '')}`,
      }));
    });
    return [{ text: specifier, link: `/api/${folder}/`, collapsed: true, items }];
  });
}
