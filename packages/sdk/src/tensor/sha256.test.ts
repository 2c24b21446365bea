import { afterEach, expect, test, vi } from 'vitest';
import { sha256 } from './sha256.ts';

afterEach(() => vi.unstubAllGlobals());

const bytes = (text: string): ArrayBuffer => new Uint8Array(new TextEncoder().encode(text)).buffer;
// The examples of FIPS 180-2.
const EXAMPLES = [
  ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
] as const;

test.each(EXAMPLES)('the digest of "%s"', async (text, digest) => {
  expect(await sha256(bytes(text))).toBe(digest);
});

test.each(EXAMPLES)('the digest of "%s" where there is no crypto.subtle', async (text, digest) => {
  vi.stubGlobal('crypto', {});
  expect(await sha256(bytes(text))).toBe(digest);
});
