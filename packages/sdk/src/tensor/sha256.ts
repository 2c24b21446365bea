function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * The SHA-256 of some bytes, as 64 lower-case hexadecimal digits. Uses the browser's own implementation; outside secure
 * contexts (plain http on another host than localhost), where there is none, a JavaScript one is loaded.
 */
export async function sha256(data: ArrayBuffer): Promise<string> {
  const subtle = globalThis.crypto?.subtle;
  if (subtle) return hex(new Uint8Array(await subtle.digest('SHA-256', data)));
  const noble = await import('@noble/hashes/sha2.js');
  return hex(noble.sha256(new Uint8Array(data)));
}
