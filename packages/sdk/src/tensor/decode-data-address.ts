/**
 * The bytes that a `data:` address holds. Bundlers put small files into one; a request for it is refused by any content
 * security policy that does not name `data:`, so it is read without one.
 * @throws Error where the address is malformed
 */
export function decodeDataAddress(address: string): ArrayBuffer {
  const comma = address.indexOf(',');
  if (comma < 0) throw new Error('A data: address has a comma before its content.');
  const content = decodeURIComponent(address.slice(comma + 1));
  if (!/;base64$/i.test(address.slice(0, comma))) return new TextEncoder().encode(content).buffer;
  const binary = atob(content);
  const bytes = new Uint8Array(binary.length);
  for (let k = 0; k < binary.length; k++) bytes[k] = binary.charCodeAt(k);
  return bytes.buffer;
}
