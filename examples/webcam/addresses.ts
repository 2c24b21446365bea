/**
 * Where the pages' root is, seen from this page, so that the built folder works under any path.
 * Everything is on the page's own origin.
 */
const ROOT = '../';

/** The page, or the worker's script, which lies as deep: in the built folder as well. */
function base(): string {
  return globalThis.document?.baseURI ?? globalThis.location.href;
}

/** Address of a file of `@integral-pose/models`. */
export function modelAddress(path: string): string {
  return new URL(`${ROOT}models/${path}`, base()).href;
}

/** Address of a folder of WebAssembly files. */
export function runtimeAddress(path: string): string {
  return new URL(ROOT + path, base()).href;
}
