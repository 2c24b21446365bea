import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { type CodeBlock, typescriptOf } from './code-blocks.ts';
import { entries, root } from './entries.ts';

/** Where blocks are written to: what they import is found from there as it is from the examples. */
const folder = join(root, 'examples/node_modules/.cache/docs');
const given = join(root, 'test/docs/given.ts');

/** What is wrong in a block, with the place in its document. */
export interface BlockError {
  readonly place: string;
  readonly message: string;
}

/**
 * Compiles every block against the sources of this workspace. A block is a module of its own. What it uses and does not
 * declare is imported for it: first what stands in `test/docs/given.ts`, then what a package exports. A block that returns
 * something outside of any function is the body of a component.
 */
export function compileBlocks(blocks: readonly CodeBlock[]): readonly BlockError[] {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const known = new Map([...exported(), ...namesIn(given).map((name) => [name, given] as const)]);
  const written = new Map<string, { readonly block: CodeBlock; readonly added: number }>();
  for (const [index, block] of blocks.entries()) {
    const found = typescriptOf(block);
    if (!found) continue;
    const path = join(folder, `${index}.${found.jsx ? 'tsx' : 'ts'}`);
    const preamble = importsFor(found.code, known);
    const isBody = returns(found.code);
    const code = isBody ? `export function Component() {\n${found.code}}` : found.code;
    writeFileSync(path, `${preamble.join('')}${code}\nexport {};\n`);
    written.set(path, { block, added: preamble.length + (isBody ? 1 : 0) });
  }
  const config = ts.readConfigFile(join(root, 'tsconfig.base.json'), ts.sys.readFile).config as {
    compilerOptions: object;
  };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const program = ts.createProgram([...written.keys()], {
    ...options,
    noEmit: true,
    rewriteRelativeImportExtensions: false,
  });
  return [...written].flatMap(([path, { block, added }]) => {
    const file = program.getSourceFile(path);
    if (!file) throw new Error(`${path} was not read.`);
    const diagnostics = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    return diagnostics.map(({ start = 0, messageText }) => {
      const line = block.line + file.getLineAndCharacterOfPosition(start).line - added;
      return { place: `${block.file}:${line}`, message: ts.flattenDiagnosticMessageText(messageText, '\n') };
    });
  });
}

function returns(code: string): boolean {
  const source = ts.createSourceFile('block.tsx', code, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const within = (node: ts.Node): boolean =>
    ts.isReturnStatement(node) || (!ts.isFunctionLike(node) && node.getChildren().some(within));
  return within(source);
}

/** Every value and type that an entry exports, and where from. The first entry that has a name gives it. */
function exported(): ReadonlyMap<string, string> {
  const files = entries().map(({ file }) => file);
  const program = ts.createProgram(files, {
    noLib: true,
    noResolve: true,
    allowImportingTsExtensions: true,
    noEmit: true,
  });
  const names = new Map<string, string>();
  for (const { specifier, file } of entries()) {
    const source = program.getSourceFile(file);
    for (const name of source ? exportsOf(source) : []) if (!names.has(name)) names.set(name, specifier);
  }
  return names;
}

function exportsOf(source: ts.SourceFile): string[] {
  return source.statements.flatMap((statement) => {
    if (ts.isExportDeclaration(statement) && statement.exportClause) {
      const { exportClause } = statement;
      return ts.isNamedExports(exportClause)
        ? exportClause.elements.map(({ name }) => name.text)
        : [exportClause.name.text];
    }
    const isExported = ts.canHaveModifiers(statement) && ts.getModifiers(statement)?.some(isExport);
    if (!isExported) return [];
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : []));
    const { name } = statement as ts.DeclarationStatement;
    return name ? [name.text] : [];
  });
}

const isExport = ({ kind }: ts.Modifier): boolean => kind === ts.SyntaxKind.ExportKeyword;

function namesIn(file: string): readonly string[] {
  return exportsOf(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true));
}

/** An import, one line each, for every known name that the code uses and does not declare. */
function importsFor(code: string, known: ReadonlyMap<string, string>): readonly string[] {
  const source = ts.createSourceFile('block.tsx', code, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const used = new Set<string>();
  const declared = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node))
      (isDeclaration(node) ? declared : isMember(node) ? new Set<string>() : used).add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...used]
    .filter((name) => known.has(name) && !declared.has(name))
    .map(
      (name) => `import { ${isType(name, known) ? 'type ' : ''}${name} } from ${JSON.stringify(known.get(name))};\n`,
    );
}

/** Types may be imported as values are only where they are no mere types; an upper-case name may be either. */
function isType(name: string, known: ReadonlyMap<string, string>): boolean {
  return /^[A-Z][a-z]/.test(name) && known.get(name) !== given && !VALUES.has(name);
}

/** Classes and components, whose names look like those of types. */
const VALUES = new Set(['PoseError', 'Heatmaps', 'PoseOverlay', 'PoseProvider', 'PoseScene', 'PoseCamera']);

function isDeclaration(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent) || ts.isExportSpecifier(parent)) return false;
  return 'name' in parent && parent.name === node && !ts.isPropertyAccessExpression(parent) && !isKey(parent);
}

function isKey(parent: ts.Node): boolean {
  return ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent) || ts.isJsxAttribute(parent);
}

function isMember(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isBindingElement(parent)) return parent.propertyName === node;
  return isKey(parent) && (parent as ts.PropertyAssignment).name === node;
}
