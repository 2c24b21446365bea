import { failed, type Outcome, passed } from './outcome.ts';
import { runCommand } from './run-command.ts';

/**
 * Asks "Are the types wrong?" of a tarball: does every entry's type declaration fit what Node and bundlers load? The
 * packages are ES modules only, so `require` and the resolution of Node 10 are not asked about.
 * @param tarball undefined where packing failed
 */
export async function typesOfPacked(tarball: string | undefined, minutes: number): Promise<Outcome> {
  if (!tarball) return failed('it could not be packed');
  const ending = await runCommand(
    ['attw', tarball, '--profile', 'esm-only', '--no-emoji', '--format', 'ascii'],
    minutes,
  );
  if (ending.kind === 'overdue') return failed(`ended after ${minutes} minutes`);
  return ending.status === 0 ? passed : failed('attw found wrong types; its table above says which');
}
