import {
  add,
  avgPool,
  greater,
  image,
  matMul,
  range,
  relu,
  reshape,
  type Tensor2D,
  type Tensor4D,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';
import { boxesRound } from '../tensor/crop-cells.ts';
import type { Decoder } from '../tensor/decoder.ts';
import { findPeaks } from '../tensor/find-peaks.ts';
import type { Heatmaps } from '../tensor/heatmaps.ts';
import { answer } from './answer.ts';
import { localExtent } from './local-extent.ts';
import { requireFlat } from './unit.ts';
import { weightedMean } from './weighted-mean.ts';

/** The 2×2 window has to hold at least so much for its mean to be trusted. */
const LEAST_MASS = 1e-6;

/**
 * The inverse of distribution matching's training target (Qu et al. 2022, supplement): negative values are cut off, the
 * 2×2 window with the most mass is found, and the answer is the mean inside it. Exact for a dot annotation spread over
 * four cells by bilinear weights (`dotTarget`); on wide peaks it answers near the maximum, within the window.
 *
 * Works on probabilities (the sigmoid of logits, never logits: a network's joints with a peak logit below 0 would be
 * lost), flat maps.
 */
export function distributionMatching(): Decoder {
  return {
    name: 'distributionMatching',
    decode: (maps) =>
      tidy(() => {
        requireFlat(maps, 'distributionMatching');
        const { corner, values } = heaviestWindow(maps);
        const inWindow = tensor2d([0.5, 0.5, 0, 1.5, 0.5, 0, 0.5, 1.5, 0, 1.5, 1.5, 0], [4, 3]);
        const { mean, mass } = weightedMean(values, inWindow);
        const position = add(corner, mean) as Tensor2D;
        return answer(maps, {
          position,
          extent: localExtent(maps, position),
          found: greater<Tensor2D>(mass, LEAST_MASS),
        });
      }),
  };
}

/** `corner` [maps, 3]: column, row and 0 of the window's first cell. `values` [maps, 4]: its cells, rows first. */
function heaviestWindow(maps: Heatmaps): { corner: Tensor2D; values: Tensor2D } {
  const { width, height } = maps;
  const count = maps.maps;
  const suppliers: Tensor4D = reshape(relu(maps.probabilities), [count, height, width, 1]);
  const sums = avgPool(suppliers, 2, 1, 'valid');
  const peaks = findPeaks(reshape(sums, [count, height - 1, width - 1]));
  const swap = tensor2d([0, 1, 1, 0, 0, 0], [3, 2]);
  const boxes = boxesRound(matMul(peaks, swap), { width, height }, { top: 0, left: 0, bottom: 1, right: 1 });
  const window = image.cropAndResize(suppliers, boxes, range(0, count, 1, 'int32'), [2, 2], 'nearest');
  const flat = tensor2d([1, 0, 0, 0, 1, 0, 0, 0, 0], [3, 3]);
  return { corner: matMul(peaks, flat), values: reshape(window, [count, 4]) };
}
