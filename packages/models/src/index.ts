/**
 * Where the models of this package are, for `heatmapModel`, `blazePoseDetector` and the like:
 * `heatmapModel(models.blazePoseLite)`.
 *
 * Every file of a model is listed by itself, in the form `new URL('…', import.meta.url)` that bundlers know: they copy
 * the files and put the new addresses in. Without a bundler the addresses point into this package. Where neither fits,
 * `copy-models DIR` copies the files into a folder that you serve, and the SDK takes the address of a manifest there.
 *
 * Each model is an entry of its own as well: `import { blazePoseLite } from '@integral-pose/models/blazepose-lite'`. With
 * Vite prefer that: it copies every file that an imported module names, used or not; webpack copies what is used.
 */
export * as models from './addresses/index.ts';
