import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { root } from './entries.ts';

/** A link of a document that leads nowhere. */
export interface DeadLink {
  readonly from: string;
  readonly link: string;
}

const withoutFences = (text: string): string => text.replaceAll(/^ *(```+|~~~+)[\s\S]*?^ *\1 *$/gm, '');
const withoutCode = (text: string): string => withoutFences(text).replaceAll(/`[^`\n]*`/g, '');

/** Where links and pictures of a document lead, in Markdown and HTML. */
export function linksOf(text: string): readonly string[] {
  const plain = withoutCode(text);
  const markdown = [...plain.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)].map(([, link]) => link as string);
  const html = [...plain.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link]) => link as string);
  return [...markdown, ...html];
}

/** A heading's anchor, as VitePress and code hosts make it. */
export function anchorOf(heading: string): string {
  return heading
    .replaceAll(/[`*_]|\[([^\]]*)\]\([^)]*\)/g, (_, label: string | undefined) => label ?? '')
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s-]/gu, '')
    .replaceAll(/\s+/g, '-');
}

/** Links to files and headings of this repository that are not there. Other sites are not asked. */
export function deadLinks(documents: readonly string[]): readonly DeadLink[] {
  return documents.flatMap((from) => {
    const file = join(root, from);
    return linksOf(readFileSync(file, 'utf8'))
      .filter((link) => !/^([a-z]+:|\/)/.test(link) && !leads(file, link))
      .map((link) => ({ from, link }));
  });
}

function leads(file: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? file : resolve(dirname(file), decodeURIComponent(path));
  if (relative(root, target).startsWith('..') || !existsSync(target)) return false;
  if (!anchor) return true;
  if (statSync(target).isDirectory()) return false;
  const headings = withoutFences(readFileSync(target, 'utf8')).matchAll(/^#{1,6} (.+)$/gm);
  return [...headings].some(([, heading]) => anchorOf(heading as string) === anchor);
}
