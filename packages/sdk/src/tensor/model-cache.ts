/** Keeps model files between visits. Content-addressed: an entry can never be out of date, only damaged. */
export interface ModelCache {
  /** The bytes kept under this SHA-256, or undefined. They are checked by the taker. */
  get(sha256: string): Promise<ArrayBuffer | undefined>;
  put(sha256: string, bytes: ArrayBuffer): Promise<void>;
  delete(sha256: string): Promise<void>;
}

/**
 * A cache in the browser's CacheStorage, or undefined where there is none (outside secure contexts, in Node).
 * Entries stay until deleted by the user, the browser or `caches.delete(name)`.
 * @param name of the storage. Default `integral-pose-models`
 */
export function cacheStorage(name = 'integral-pose-models'): ModelCache | undefined {
  const { caches, location } = globalThis;
  if (!caches || !location?.origin.startsWith('http')) return undefined;
  const key = (sha256: string): string => `${location.origin}/.integral-pose/${sha256}`;
  return {
    async get(sha256) {
      const found = await (await caches.open(name)).match(key(sha256));
      return found?.arrayBuffer();
    },
    async put(sha256, bytes) {
      const headers = { 'content-type': 'application/octet-stream' };
      await (await caches.open(name)).put(key(sha256), new Response(bytes, { headers }));
    },
    async delete(sha256) {
      await (await caches.open(name)).delete(key(sha256));
    },
  };
}
