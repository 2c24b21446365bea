/** A fenced block of code in a document. */
export interface CodeBlock {
  /** Relative to the repository. */
  readonly file: string;
  /** Of its first line of code, from 1. */
  readonly line: number;
  /** `ts`, `tsx`, `html`, … */
  readonly language: string;
  /** What follows the language in the fence. */
  readonly words: readonly string[];
  readonly code: string;
}

/** The fenced blocks of a document, also those in lists and quotes. */
export function codeBlocks(file: string, text: string): readonly CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let open: { fence: string; indent: number; line: number; info: string; code: string[] } | undefined;
  text.split('\n').forEach((line, index) => {
    const [, indent = '', fence = '', info = ''] = /^([ >]*)(```+|~~~+)\s*(.*)$/.exec(line) ?? [];
    if (open) {
      if (fence.startsWith(open.fence) && info === '') {
        const [language = '', ...words] = open.info.split(/[\s{}[\],]+/).filter(Boolean);
        blocks.push({ file, line: open.line, language, words, code: `${open.code.join('\n')}\n` });
        open = undefined;
      } else open.code.push(line.slice(open.indent));
    } else if (fence) open = { fence, indent: indent.length, line: index + 2, info: info.trim(), code: [] };
  });
  if (open) throw new Error(`${file}: the block at line ${open.line} does not end.`);
  return blocks;
}

/** What of a block is TypeScript: all of it, or the module script of a page. Undefined where nothing is. */
export function typescriptOf({
  language,
  code,
}: CodeBlock): { readonly code: string; readonly jsx: boolean } | undefined {
  if (language === 'ts' || language === 'tsx') return { code, jsx: language === 'tsx' };
  if (language !== 'html') return undefined;
  const script = /<script type="module">([\s\S]*?)<\/script>/.exec(code)?.[1];
  return script === undefined ? undefined : { code: script, jsx: false };
}
