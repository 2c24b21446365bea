// Each address is written out: bundlers recognise `new URL('…', import.meta.url)` only as a literal.

/**
 * Addresses of the models in this package, for `heatmapModel`, `blazePoseDetector` and the like.
 *
 * Each manifest names further files beside it, relative to its own address. Served as they lie (Vite's dev server, a
 * static folder, a CDN of your own) that works as it is. A bundler that copies only the manifest and renames it
 * (`assets/manifest-3f2a.json`) leaves those siblings behind: then serve the folder `@integral-pose/models/built`
 * statically, for example under `/models/`, and give the SDK the address `/models/blazepose-lite/manifest.json`.
 */
export const models = {
  /** BlazePose lite: the smallest (2.7 MB) and fastest. */
  blazePoseLite: new URL('../built/blazepose-lite/manifest.json', import.meta.url).href,
  /** BlazePose full: twice the size (6.3 MB), more accurate. */
  blazePoseFull: new URL('../built/blazepose-full/manifest.json', import.meta.url).href,
  /** BlazePose heavy: the most accurate, 27.5 MB and six times the work of full. */
  blazePoseHeavy: new URL('../built/blazepose-heavy/manifest.json', import.meta.url).href,
  /**
   * BlazePose lite with this project's volumetric head: 17 joints in the picture and in depth, 3.2 MB. What it was trained
   * on and how well it does is in `head3d/MODEL_CARD.md`.
   */
  integralPose3D: new URL('../built/integral-pose-3d/manifest.json', import.meta.url).href,
  /** BlazePose's person detector, 5.9 MB. */
  blazePoseDetector: new URL('../built/blazepose-detector/manifest.json', import.meta.url).href,
  /** The same detector as one TFLite file that tasks-vision's ObjectDetector reads (it answers with x and y swapped). */
  personDetectorTflite: new URL('../built/person-detector.tflite', import.meta.url).href,
} as const;
