import { readFileSync } from 'node:fs';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { failed, type Outcome, passed } from './outcome.ts';

/**
 * Lints a package as it would be published.
 * @param tarball undefined where packing failed
 */
export async function publintPacked(tarball: string | undefined): Promise<Outcome> {
  if (!tarball) return failed('it could not be packed');
  const bytes = readFileSync(tarball);
  const content = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const { messages, pkg } = await publint({ pack: { tarball: content }, strict: true });
  const lines = messages.map((message) => `${message.type}: ${formatMessage(message, pkg, { color: false })}`);
  for (const line of lines) console.log(line);
  return lines.length === 0 ? passed : failed(lines.join('; '));
}
