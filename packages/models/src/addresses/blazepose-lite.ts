/** BlazePose lite: the smallest (2.7 MB) and fastest. */
export const blazePoseLite = {
  manifest: new URL('../../built/blazepose-lite/manifest.json', import.meta.url).href,
  files: {
    'model.json': new URL('../../built/blazepose-lite/model.json', import.meta.url).href,
    'weights.bin': new URL('../../built/blazepose-lite/weights.bin', import.meta.url).href,
  },
} as const;
