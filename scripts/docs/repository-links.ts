import { dirname, join, relative, resolve, sep } from 'node:path';
import { root } from './entries.ts';

const docs = join(root, 'docs');

/** Where a file of `docs/` stands on the site, such as `/experiments/index.md`; undefined for what is not a page. */
export function sitePath(file: string): string | undefined {
  const path = relative(docs, file).split(sep).join('/');
  if (path.startsWith('..') || !path.endsWith('.md')) return undefined;
  return `/${path.replace(/^site\//, '').replace(/(^|\/)README\.md$/, '$1index.md')}`;
}

interface Token {
  type: string;
  tag: string;
  attrs: [string, string][] | null;
  readonly children: Token[] | null;
  attrGet(name: string): string | null;
  attrSet(name: string, value: string): void;
}

interface Markdown {
  readonly core: {
    readonly ruler: {
      push(name: string, rule: (state: { tokens: Token[]; env: { path?: string } }) => void): void;
    };
  };
}

/**
 * Makes links between files work on the site as they do in the repository: to pages by their address, while files that
 * are no pages (sources, licences) are named without a link, since the site knows no host of the repository.
 */
export function repositoryLinks(markdown: Markdown): void {
  markdown.core.ruler.push('repository-links', ({ tokens, env }) => {
    const from = env.path;
    if (from) for (const { children } of tokens) if (children) rewrite(children, from);
  });
}

function rewrite(tokens: readonly Token[], from: string): void {
  let isFile = false;
  for (const token of tokens) {
    if (token.type === 'link_close' && isFile) {
      token.type = 'repository_close';
      token.tag = 'span';
      isFile = false;
    }
    const href = token.type === 'link_open' ? token.attrGet('href') : null;
    if (!href || /^([a-z]+:|#|\/)/.test(href)) continue;
    const [path = '', hash] = href.split('#');
    const target = resolve(dirname(from), decodeURIComponent(path));
    const page = sitePath(target);
    if (page) token.attrSet('href', page + (hash ? `#${hash}` : ''));
    else {
      isFile = true;
      token.type = 'repository_open';
      token.tag = 'span';
      token.attrs = [
        ['class', 'repository-file'],
        ['title', `In the repository: ${relative(root, target)}`],
      ];
    }
  }
}
