export { type DecoderContract, describeDecoder } from './describe-decoder.ts';
export {
  GOLDEN_ERRORS,
  GOLDEN_SEED,
  GOLDEN_SETTINGS,
  type GoldenMap,
  type GoldenSetting,
  goldenSet,
  goldenTolerance,
} from './golden-set.ts';
export { type Random, seededRandom } from './random.ts';
export {
  asLogits,
  type Blob,
  gaussianMap,
  heatmapsOf,
  type MapCells,
  type MapSize,
  mapFrom,
  mapValues,
  outputOf,
} from './synthetic-heatmaps.ts';
