import { vi } from 'vitest';

/** The ImageBitmaps of the page. */
export interface BitmapCount {
  readonly made: number;
  /** Of those, how many are not closed. */
  readonly open: number;
  /** Resolves when none is being made, and whoever waited for one has had its turn. */
  settled(): Promise<void>;
  /** Ends the watching. */
  restore(): void;
}

/** Watches every ImageBitmap of the page from here on. `restore` ends that. */
export function countBitmaps(): BitmapCount {
  const create = globalThis.createImageBitmap;
  const close = ImageBitmap.prototype.close;
  const open = new Set<ImageBitmap>();
  let made = 0;
  let making = 0;
  const creating = vi.spyOn(globalThis, 'createImageBitmap').mockImplementation((async (
    ...given: Parameters<typeof createImageBitmap>
  ) => {
    making++;
    try {
      const bitmap = await create(...given);
      made++;
      open.add(bitmap);
      return bitmap;
    } finally {
      making--;
    }
  }) as typeof createImageBitmap);
  const closing = vi.spyOn(ImageBitmap.prototype, 'close').mockImplementation(function (this: ImageBitmap) {
    if (!open.delete(this)) throw new Error('Closed a bitmap twice, or one that is not its own.');
    close.call(this);
  });
  return {
    get made() {
      return made;
    },
    get open() {
      return open.size;
    },
    async settled() {
      do await new Promise((resolve) => setTimeout(resolve));
      while (making > 0);
    },
    restore() {
      creating.mockRestore();
      closing.mockRestore();
    },
  };
}
