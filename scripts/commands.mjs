// The commands of package.json on a machine that has only Node and git: sets up what is missing, then does the work.
// Plain JavaScript without dependencies, because it runs before anything is installed. Started by bootstrap.mjs.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium } from './chromium.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const windows = process.platform === 'win32';

const USAGE = `Usage:
  npm run demo [-- --port N --host]   serves the webcam page and prints its address
  npm test [-- --only NAME,…]         runs every check, or only those named
  npm run track -- FILE [options]     writes the poses in a picture or video; \`npm run track -- --help\` lists the options
`;

/** A failure that people can do something about: printed without a stack. */
class SetupError extends Error {
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/**
 * The environment for pnpm. What npm tells its own children (`npm_package_…`, `npm_config_…`) is not meant for pnpm,
 * which would take it for settings or warn about it; only how to reach the registry is kept.
 */
function environment() {
  const network = /^npm_config_(registry|.*proxy|ca|cafile|cert|key|strict_ssl|userconfig|cache|@.*|\/\/.*)$/i;
  const kept = Object.entries(process.env).filter(
    ([name, value]) => !/^npm_/i.test(name) || (value !== '' && network.test(name)),
  );
  return { ...Object.fromEntries(kept), COREPACK_ENABLE_DOWNLOAD_PROMPT: '0' };
}

// On Windows npx and pnpm are .cmd files, which only a shell can start: arguments are quoted for it.
const quoted = (argument) => (/^[\w@%+=:,./\\-]+$/.test(argument) ? argument : `"${argument.replaceAll('"', '""')}"`);

function commandLine([program, ...args]) {
  return windows && program !== process.execPath
    ? { program: [program, ...args].map(quoted).join(' '), args: [], shell: true }
    : { program, args, shell: false };
}

/** Runs a program, in the repository unless told otherwise, its output passed through. Answers its exit status. */
function run(command, { cwd = root, env = {} } = {}) {
  const { program, args, shell } = commandLine(command);
  const child = spawn(program, args, { cwd, stdio: 'inherit', shell, env: { ...environment(), ...env } });
  // An interrupt reaches the child as well: it ends first, and then this process with the child's status.
  const wait = () => {};
  process.on('SIGINT', wait);
  const stop = () => child.kill('SIGTERM');
  process.on('SIGTERM', stop);
  return new Promise((done, fail) => {
    child.once('error', (error) => fail(new SetupError(`${program} could not be started: ${error.message}.`)));
    child.once('close', (status, signal) => {
      process.off('SIGINT', wait);
      process.off('SIGTERM', stop);
      done(status ?? (signal === 'SIGINT' ? 130 : 1));
    });
  });
}

/** The first line that a program prints, or undefined where it cannot be run. */
function answer(command, extra = {}) {
  const { program, args, shell } = commandLine(command);
  const { status, stdout } = spawnSync(program, args, {
    cwd: root,
    encoding: 'utf8',
    shell,
    timeout: 30_000,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...environment(), ...extra },
  });
  return status === 0 ? stdout.trim().split('\n')[0] : undefined;
}

/** Prints what is done and how long it took; throws where it failed. */
async function step(title, work) {
  console.log(`\n▸ ${title}`);
  const start = performance.now();
  const outcome = await work();
  console.log(`  done in ${((performance.now() - start) / 1000).toFixed(1)} s${outcome ? `: ${outcome}` : ''}`);
}

async function must(what, command, options) {
  const status = await run(command, options);
  if (status !== 0) throw new SetupError(`${what} failed (status ${status}); what it printed above says why.`, status);
}

/** How to start the pinned pnpm: an installed one of exactly that version, otherwise through npx. */
function findPnpm() {
  const pinned = manifest.packageManager.replace(/\+.*$/, '');
  // Without these an installed pnpm or corepack would fetch another version, or ask whether it may.
  const asIs = { npm_config_manage_package_manager_versions: 'false', COREPACK_ENABLE_NETWORK: '0' };
  const version = answer(['pnpm', '--version'], asIs);
  return `pnpm@${version}` === pinned ? ['pnpm'] : ['npx', '--yes', pinned];
}

const HOW_TO_INSTALL = `No Chrome or Chromium was found. Install one:
  Debian     sudo apt-get install chromium
  Ubuntu     Google Chrome's .deb from https://www.google.com/chrome (the chromium package of Ubuntu is a snap, which runs only where snapd does)
  Fedora     sudo dnf install chromium
  Arch       sudo pacman -S chromium
  macOS      brew install --cask google-chrome, or https://www.google.com/chrome
  Windows    winget install Google.Chrome, or https://www.google.com/chrome
If it is installed in a place of its own, name the program in the variable CHROMIUM.`;

/** The version of a Chromium that starts. Chrome on Windows does not print one. */
function describeChromium(file) {
  if (windows) return file;
  const version = answer([file, '--version']);
  return version === undefined ? undefined : `${version} (${file})`;
}

async function prepareChromium() {
  const named = process.env.CHROMIUM;
  const found = findChromium();
  if (named && found !== named)
    throw new SetupError(`The variable CHROMIUM names ${named}, which is not a program that can be run.`);
  const description = found && describeChromium(found);
  if (description) return description;
  if (named) throw new SetupError(`The variable CHROMIUM names ${named}, which does not start.`);
  const debianAsRoot = process.platform === 'linux' && existsSync('/etc/debian_version') && process.getuid() === 0;
  if (debianAsRoot) {
    console.log('  none found: installing the package chromium');
    const silent = { DEBIAN_FRONTEND: 'noninteractive' };
    await run(['apt-get', 'update', '-qq'], { env: silent });
    await run(['apt-get', 'install', '-y', '-qq', 'chromium'], { env: silent });
    const installed = findChromium();
    const now = installed && describeChromium(installed);
    if (now) return now;
  }
  throw new SetupError(HOW_TO_INSTALL);
}

// The work itself is started with Node and not through pnpm: one process, which an interrupt or a signal ends, and
// arguments that reach it as they were given.
const withNode = (...args) => [process.execPath, ...args];

/** What each command accepts, needs, and does at the end. */
const COMMANDS = {
  check: {
    accepts: ([option, ...rest]) =>
      option === undefined ||
      (option === '--only' ? rest.length === 1 : option.startsWith('--only=') && rest.length === 0),
    browser: true,
    start: (args, pnpm) =>
      run(withNode('--import', 'tsx', 'scripts/check.ts', ...args), { env: { INTEGRAL_POSE_PNPM: pnpm.join(' ') } }),
  },
  demo: {
    accepts: () => true,
    browser: false,
    start: (args) => run(withNode('node_modules/vite/bin/vite.js', ...args), { cwd: join(root, 'examples') }),
  },
  track: {
    accepts: (args) => args.length > 0,
    browser: true,
    start: (args) => run(withNode('--import', 'tsx', 'scripts/track.ts', ...args)),
  },
};

async function carryOut([name, ...args]) {
  const command = Object.hasOwn(COMMANDS, name ?? '') ? COMMANDS[name] : undefined;
  if (!command?.accepts(args)) throw new SetupError(USAGE, 2);
  let pnpm;
  await step('Looking for the pinned pnpm', async () => {
    pnpm = findPnpm();
    return pnpm.join(' ');
  });
  // Without CI set, pnpm would ask before it replaces a node_modules that another version made.
  await step('Installing dependencies', () =>
    must('Installing', [...pnpm, 'install', '--frozen-lockfile'], { env: { CI: 'true' } }),
  );
  await step('Preparing the models', () =>
    must('Preparing the models', [...pnpm, '--dir', 'packages/models', 'run', 'prepare-models']),
  );
  if (command.browser) await step('Looking for Chrome or Chromium', prepareChromium);
  console.log('');
  return command.start(args, pnpm);
}

/** Runs the command that `args` name, and answers the exit status. */
export async function main(args) {
  try {
    return await carryOut(args);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(error.message);
    return error.exitCode;
  }
}
