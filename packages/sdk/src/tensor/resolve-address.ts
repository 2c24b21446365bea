import { PoseError } from '../types/pose-error.ts';

/**
 * Makes an address absolute: relative ones are meant from the page, or in a worker from its script.
 * @throws PoseError `invalid-argument` for a relative address where there is neither, or for no address at all
 */
export function resolveAddress(address: string | URL): URL {
  const base = globalThis.document?.baseURI ?? globalThis.location?.href;
  try {
    return new URL(address, base);
  } catch (cause) {
    throw new PoseError(
      { reason: 'invalid-argument', argument: 'address', found: String(address), wanted: 'an absolute URL' },
      `"${address}" is not an address that files can be loaded from.`,
      'Pass an absolute URL, or one relative to the page.',
      { cause },
    );
  }
}
