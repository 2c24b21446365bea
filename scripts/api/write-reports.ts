import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CompilerState, Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';
import { root } from '../checks/run-command.ts';
import { entriesOf, type PackageEntry, type PublishedPackage } from '../packages.ts';

/** What the built declarations are read with: as an app with a bundler would. */
const COMPILER = {
  target: 'ES2022',
  module: 'ESNext',
  moduleResolution: 'bundler',
  lib: ['ES2023', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'],
  jsx: 'react-jsx',
  strict: true,
  skipLibCheck: true,
  types: [],
};

/** Name of the file that reports on an entry: `@integral-pose/sdk/webgl` → `sdk-webgl`. */
export function reportName(entry: string): string {
  return entry.replace(/^@[^/]+\//, '').replaceAll('/', '-');
}

function configOf(project: PublishedPackage, entry: PackageEntry, folder: string): ExtractorConfig {
  const none = { default: { logLevel: ExtractorLogLevel.None } };
  return ExtractorConfig.prepare({
    configObject: {
      projectFolder: join(root, project.folder),
      mainEntryPointFilePath: entry.types,
      compiler: { overrideTsconfig: { compilerOptions: COMPILER, files: [entry.types] } },
      apiReport: {
        enabled: true,
        reportFileName: reportName(entry.name),
        reportFolder: folder,
        reportTempFolder: join(folder, 'temp'),
        // What a public type is made of belongs to it, exported or not.
        includeForgottenExports: true,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: { compilerMessageReporting: none, extractorMessageReporting: none, tsdocMessageReporting: none },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: join(root, project.folder, 'package.json'),
  });
}

/**
 * Reports on the public types of every entry of a package, as they were built.
 * @param folder a temporary one, emptied by the caller
 * @returns the text of each report, by its name
 */
export function reportsOf(project: PublishedPackage, folder: string): Map<string, string> {
  mkdirSync(folder, { recursive: true });
  const entries = entriesOf(project);
  const configs = entries.map((entry) => configOf(project, entry, folder));
  const [first, ...others] = configs;
  if (!first) throw new Error(`${project.name} has no entries.`);
  const compilerState = CompilerState.create(first, {
    additionalEntryPoints: others.map(({ mainEntryPointFilePath }) => mainEntryPointFilePath),
  });
  for (const config of configs) {
    Extractor.invoke(config, {
      compilerState,
      localBuild: true,
      messageCallback(message) {
        // That the report is a new file: all of them are, in a temporary folder.
        message.handled = true;
      },
    });
  }
  const written = readdirSync(folder).filter((file) => file.endsWith('.md'));
  return new Map(
    entries.map(({ name }) => {
      const file = written.find((candidate) => candidate.split('.')[0] === reportName(name));
      if (!file) throw new Error(`There is no report on ${name}.`);
      return [reportName(name), readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n')];
    }),
  );
}
