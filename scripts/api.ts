// Writes the public types of every entry, as they were built, into the folder `api`, so that a change of the API is a
// visible diff. With --check: fails where `api` says something else.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { reportsOf } from './api/write-reports.ts';
import { root } from './checks/run-command.ts';
import { PACKAGES } from './packages.ts';

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const scratch = mkdtempSync(join(tmpdir(), 'integral-pose-api-'));
const target = values.check ? join(scratch, 'api') : join(root, 'api');

try {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target);
  for (const project of PACKAGES) {
    for (const [name, text] of reportsOf(project, join(scratch, project.folder))) {
      writeFileSync(join(target, `${name}.md`), text);
    }
  }
  console.log(`${readdirSync(target).length} entries reported.`);
  if (values.check) process.exitCode = compare();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** Prints how what is checked in differs from what was built. */
function compare(): number {
  const checkedIn = join(root, 'api');
  if (!existsSync(checkedIn)) mkdirSync(checkedIn);
  const line = ['diff', '--no-index', '--no-color', '--exit-code', '--', checkedIn, target];
  const { status } = spawnSync('git', line, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status === 0) return 0;
  console.error('\nThe public API has changed. If that is meant, run "pnpm api" and commit the folder api.');
  return 1;
}
