// Writes the API reference, docs/site/api, from the comments in the source: a page for each entry and each symbol.
import { rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Application, TSConfigReader } from 'typedoc';
import { entries, root } from './entries.ts';

const out = join(root, 'docs/site/api');

export async function writeApi(): Promise<void> {
  const all = entries();
  rmSync(out, { recursive: true, force: true });
  const options = {
    outputs: [{ name: 'markdown', path: out }],
    plugin: ['typedoc-plugin-markdown'],
    tsconfig: join(root, 'scripts/docs/tsconfig.json'),
    skipErrorChecking: true,
    entryPoints: all.map(({ file }) => file),
    name: 'API',
    readme: 'none',
    excludeInternal: true,
    excludePrivate: true,
    excludeExternals: true,
    disableSources: true,
    disableGit: true,
    sort: ['source-order'],
    logLevel: 'Error',
    validation: false,
    // Of typedoc-plugin-markdown.
    entryFileName: 'index.md',
    hideBreadcrumbs: true,
    hidePageHeader: true,
    parametersFormat: 'table',
    interfacePropertiesFormat: 'table',
    typeDeclarationFormat: 'table',
    propertyMembersFormat: 'table',
    enumMembersFormat: 'table',
    useCodeBlocks: true,
  } as unknown as Parameters<typeof Application.bootstrapWithPlugins>[0];
  const app = await Application.bootstrapWithPlugins(options, [new TSConfigReader()]);
  const project = await app.convert();
  if (!project) throw new Error('The source could not be read: see above.');
  // Entries are called what people import, not what their files are called.
  for (const module of project.children ?? []) {
    const entry = all.find(
      ({ file }) => relative(join(root, 'packages'), file).replace(/(\/index)?\.ts$/, '') === module.name,
    );
    if (!entry) throw new Error(`No package exports ${module.name}.`);
    module.name = entry.folder;
  }
  await app.generateOutputs(project);
}
