import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';

const fixtures = fileURLToPath(new URL('../fixtures', import.meta.url));

/** A project of somebody else, outside the workspace. */
export interface Project {
  readonly folder: string;
  /** Runs a program there and answers what it printed; throws where it fails. */
  run(...line: [string, ...string[]]): Promise<string>;
  /** Removes the folder. */
  remove(): void;
}

/** What npm and its children would otherwise take for settings, and what makes bundlers believe this is a test. */
function environment(): NodeJS.ProcessEnv {
  const foreign =
    /^(npm_(?!config_(registry|cache|.*proxy|cafile|userconfig)$)|NODE_PATH|NODE_ENV|VITEST|INIT_CWD|PNPM_)/i;
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name))),
    NEXT_TELEMETRY_DISABLED: '1',
    CI: '1',
  };
}

function run(folder: string, [program, ...args]: readonly [string, ...string[]]): Promise<string> {
  const windows = process.platform === 'win32';
  const child = spawn(program, args, { cwd: folder, env: environment(), shell: windows });
  let output = '';
  const collect = (data: Buffer): void => {
    output += data.toString();
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (status) => {
      if (status === 0) done(output);
      else fail(new Error(`${[program, ...args].join(' ')} ended with status ${status}:\n${output}`));
    });
  });
}

interface Manifest {
  dependencies: Record<string, string>;
}

/**
 * Makes a project from a template in `fixtures` and installs what it names; "packed" stands for the tarball of the
 * package as it would be published.
 */
export async function createProject(template: string): Promise<Project> {
  const folder = resolve(tmpdir(), `integral-pose-${template}-${process.pid}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(join(fixtures, template), folder, { recursive: true });
  cpSync(join(fixtures, 'common'), folder, { recursive: true });
  const file = join(folder, 'package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  const tarballs = inject('tarballs');
  for (const [name, version] of Object.entries(manifest.dependencies)) {
    if (version === 'packed') manifest.dependencies[name] = `file:${tarballs[name]}`;
  }
  writeFileSync(file, JSON.stringify(manifest, null, 2));
  await run(folder, ['npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', '--no-package-lock']);
  return {
    folder,
    run: (...line) => run(folder, line),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
