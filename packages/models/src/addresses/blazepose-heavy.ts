/** BlazePose heavy: the most accurate, 27.5 MB and six times the work of full. */
export const blazePoseHeavy = {
  manifest: new URL('../../built/blazepose-heavy/manifest.json', import.meta.url).href,
  files: {
    'model.json': new URL('../../built/blazepose-heavy/model.json', import.meta.url).href,
    'weights-1-of-4.bin': new URL('../../built/blazepose-heavy/weights-1-of-4.bin', import.meta.url).href,
    'weights-2-of-4.bin': new URL('../../built/blazepose-heavy/weights-2-of-4.bin', import.meta.url).href,
    'weights-3-of-4.bin': new URL('../../built/blazepose-heavy/weights-3-of-4.bin', import.meta.url).href,
    'weights-4-of-4.bin': new URL('../../built/blazepose-heavy/weights-4-of-4.bin', import.meta.url).href,
  },
} as const;
