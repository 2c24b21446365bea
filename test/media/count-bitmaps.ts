import { vi } from 'vitest';

/** Watches every ImageBitmap of the page from here on. `restore` ends that. */
export function countBitmaps(): { readonly made: number; readonly open: number; restore(): void } {
  const create = globalThis.createImageBitmap;
  const close = ImageBitmap.prototype.close;
  const open = new Set<ImageBitmap>();
  let made = 0;
  const creating = vi.spyOn(globalThis, 'createImageBitmap').mockImplementation((async (
    ...given: Parameters<typeof createImageBitmap>
  ) => {
    const bitmap = await create(...given);
    made++;
    open.add(bitmap);
    return bitmap;
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
    restore() {
      creating.mockRestore();
      closing.mockRestore();
    },
  };
}
