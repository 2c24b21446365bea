import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** A file that gets its name only when it is whole. */
export interface DraftFile {
  /** Writes all of `data`, at the end or at a position in bytes. */
  write(data: string | Uint8Array, position?: number): void;
  /** Gives the file its name, in place of whatever had it. */
  keep(): void;
  /** Removes what was written, unless it was kept. May be called twice, and after `keep`. */
  discard(): void;
}

/** Begins a file beside where it is to be: renaming is then one step, which cannot stop half-way. */
export function createDraftFile(path: string): DraftFile {
  const draft = join(dirname(path), `.${basename(path)}.${process.pid}.part`);
  const handle = openSync(draft, 'w');
  let open = true;
  let end = 0;
  const close = () => {
    if (open) closeSync(handle);
    open = false;
  };
  return {
    write(data, position = end) {
      const bytes = typeof data === 'string' ? Buffer.from(data) : data;
      let written = 0;
      while (written < bytes.length) {
        written += writeSync(handle, bytes, written, bytes.length - written, position + written);
      }
      end = Math.max(end, position + bytes.length);
    },
    keep() {
      close();
      renameSync(draft, path);
    },
    discard() {
      close();
      rmSync(draft, { force: true });
    },
  };
}
