/** BlazePose full: twice the size of lite (6.3 MB), more accurate. */
export const blazePoseFull = {
  manifest: new URL('../../built/blazepose-full/manifest.json', import.meta.url).href,
  files: {
    'model.json': new URL('../../built/blazepose-full/model.json', import.meta.url).href,
    'weights.bin': new URL('../../built/blazepose-full/weights.bin', import.meta.url).href,
  },
} as const;
