export { describeAssociator } from './describe-associator.ts';
export { type DecoderContract, describeDecoder } from './describe-decoder.ts';
export { type DetectorContract, describeDetector } from './describe-detector.ts';
export { describeFilter, type FilterContract } from './describe-filter.ts';
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
