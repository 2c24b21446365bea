import { spawnSync } from 'node:child_process';
import { findChromium } from '../../scripts/chromium.mjs';
import { sharedFolder } from '../../scripts/mounts.ts';
import type { Experiment } from './experiment.ts';
import { missingTorch } from './training/python.ts';

type Need = Experiment['needs'][number];

/** Why something that an experiment needs is not there; undefined where it is. */
export type Missing = (need: Need) => string | undefined;

/** Looks for each need once, when first asked. `install` may put PyTorch in place where apt works. */
export function createNeeds(install: (line: string) => void): Missing {
  const known = new Map<Need, string | undefined>();
  return (need) => {
    if (!known.has(need)) known.set(need, look(need, install));
    return known.get(need);
  };
}

function look(need: Need, tell: (line: string) => void): string | undefined {
  switch (need) {
    case 'browser':
      return findChromium() ? undefined : 'there is no Chromium; install one, or name it in the variable CHROMIUM';
    case 'shared':
      return sharedFolder ? undefined : 'the shared pictures do not lie beside the checkout';
    case 'torch': {
      const reason = missingTorch();
      return reason && installTorch(tell) ? missingTorch() : reason;
    }
  }
}

/** On Debian as root PyTorch can be had without asking. */
function installTorch(tell: (line: string) => void): boolean {
  const root = process.getuid?.() === 0;
  if (!root || spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status !== 0) return false;
  tell('Installing python3-torch with apt-get …');
  const options = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } } as const;
  const install = () => spawnSync('apt-get', ['install', '-y', 'python3-torch'], options).status === 0;
  return install() || (spawnSync('apt-get', ['update'], options).status === 0 && install());
}
