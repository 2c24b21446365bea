/** BlazePose's person detector, 5.9 MB. */
export const blazePoseDetector = {
  manifest: new URL('../../built/blazepose-detector/manifest.json', import.meta.url).href,
  files: {
    'model.json': new URL('../../built/blazepose-detector/model.json', import.meta.url).href,
    'weights.bin': new URL('../../built/blazepose-detector/weights.bin', import.meta.url).href,
  },
} as const;
