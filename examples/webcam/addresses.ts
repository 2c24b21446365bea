/**
 * Where the pages' root is, seen from this page, so that the built folder works under any path.
 * Everything is on the page's own origin.
 */
const ROOT = '../';

/** Address of a file of `@integral-pose/models`. */
export function modelAddress(path: string): string {
  return new URL(`${ROOT}models/${path}`, document.baseURI).href;
}

/** Address of a folder of WebAssembly files. */
export function runtimeAddress(path: string): string {
  return new URL(ROOT + path, document.baseURI).href;
}
