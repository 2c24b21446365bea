import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { failed, type Outcome, passed } from './outcome.ts';
import { pnpm, runCommand } from './run-command.ts';

/**
 * Packs a package as it would be published, and lints what is in the tarball.
 * @param folder of the package, relative to the repository
 * @param scratch a temporary folder that the caller removes
 */
export async function publintPacked(folder: string, scratch: string, minutes: number): Promise<Outcome> {
  const target = mkdtempSync(join(scratch, 'pack-'));
  const ending = await runCommand([...pnpm, '--dir', folder, 'pack', '--pack-destination', target], minutes);
  const file = readdirSync(target).find((name) => name.endsWith('.tgz'));
  if (ending.kind === 'overdue' || ending.status !== 0 || !file) return failed(`${folder} could not be packed`);
  const bytes = readFileSync(join(target, file));
  const tarball = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const { messages, pkg } = await publint({ pack: { tarball }, strict: true });
  const lines = messages.map((message) => `${message.type}: ${formatMessage(message, pkg, { color: false })}`);
  for (const line of lines) console.log(line);
  return lines.length === 0 ? passed : failed(lines.join('; '));
}
