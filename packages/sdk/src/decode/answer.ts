import {
  abs,
  add,
  concat,
  div,
  fill,
  greater,
  logicalAnd,
  matMul,
  maximum,
  minimum,
  mul,
  neg,
  onesLike,
  relu,
  reshape,
  slice,
  sqrt,
  sub,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  tensor2d,
  where,
} from '@tensorflow/tfjs-core';
import { DECODED } from '../tensor/decoder.ts';
import type { Heatmaps } from '../tensor/heatmaps.ts';
import { withoutGradient } from '../tensor/without-gradient.ts';
import type { RawMoments } from './moments.ts';

/** A map whose maximum is less than this above its mean, relative to `1 + |maximum|`, is flat: it says nothing. */
export const FLAT = 1e-5;

/** What a decoder found, before it is made safe. */
export interface Estimate {
  /** [people · joints, 3]: x, y, z in cells. */
  readonly position: Tensor2D;
  /** [people · joints, 4]: xx, xy, yy, zz in cells². */
  readonly extent: Tensor2D;
  /** [people · joints, 1], boolean: false where the map has no mass to go by. Default: true everywhere. */
  readonly found?: Tensor2D;
}

/**
 * Puts a decoder's answer together: keeps it in the map, makes the extent positive semidefinite, answers flat maps
 * (and those that were not `found`) with the maximum, score 0 and the variance of not knowing where, and lets a
 * non-finite cell of the map show as NaN in every column.
 * @returns [people, joints, 8], the columns of `DECODED`
 */
export function answer(maps: Heatmaps, estimate: Estimate): Tensor3D {
  const sides = tensor2d([[maps.width, maps.height, maps.depth === 1 ? 0 : maps.depth]]);
  const position = minimum(relu(estimate.position), sides);
  const columns = concat([position, maps.score, semidefinite(estimate.extent)], 1) as Tensor2D;
  const tells = telling(maps);
  const good =
    estimate.found === undefined
      ? tells
      : withoutGradient((a: Tensor2D, b: Tensor2D) => logicalAnd<Tensor2D>(a, b), tells, estimate.found);
  const safe = add(where(good, columns, nothing(maps)), maps.health);
  return reshape(safe, [maps.people, maps.joints, DECODED.columns]);
}

/** [people · joints, 3]: the centre of the highest cell; z is 0 for flat maps. Shared: owned by the maps. */
export function peakCentre(maps: Heatmaps): Tensor2D {
  return maps.once('peak centre', () => add(maps.peak.cell, tensor2d([[0.5, 0.5, maps.depth === 1 ? 0 : 0.5]])));
}

/**
 * From raw moments to an estimate: their mean, and their covariance about it.
 * @param least the smallest mass that is trusted, [people · joints, 1] or a number; below it nothing was found
 */
export function estimateFrom(
  maps: Heatmaps,
  raw: RawMoments,
  least: Tensor2D | number,
): Estimate & { found: Tensor2D } {
  const { found, mean, second } = normalised(maps, raw, least);
  return { position: add(peakCentre(maps), mean), extent: sub(second, products(mean)), found };
}

/** Second moments about `position` of the mass that `raw` describes. */
export function extentAbout(maps: Heatmaps, raw: RawMoments, least: Tensor2D | number, position: Tensor2D): Tensor2D {
  const { found, mean, second } = normalised(maps, raw, least);
  const away = sub(add(peakCentre(maps), mean), position) as Tensor2D;
  const about = add(sub(second, products(mean)), products(away)) as Tensor2D;
  return where(found, about, slice(nothing(maps), [0, DECODED.xx], [maps.maps, 4]));
}

function normalised(maps: Heatmaps, raw: RawMoments, least: Tensor2D | number) {
  const mass = slice(raw, [0, 0], [maps.maps, 1]);
  const found = withoutGradient(
    (total: Tensor2D, floor: Tensor2D) => greater<Tensor2D>(total, floor),
    mass,
    typeof least === 'number' ? fill([1, 1], least) : least,
  );
  const unit = div(raw, where(found, mass, onesLike(mass)));
  return {
    found,
    mean: slice(unit, [0, 1], [maps.maps, 3]) as Tensor2D,
    second: slice(unit, [0, 4], [maps.maps, 4]) as Tensor2D,
  };
}

/** [maps, 3] → [maps, 4]: xx, xy, yy, zz. */
function products(v: Tensor2D): Tensor2D {
  const left = tensor2d([1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1], [3, 4]);
  const right = tensor2d([1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1], [3, 4]);
  return mul(matMul(v, left), matMul(v, right));
}

/** Negative weights and rounding can make a covariance that is none: the variances are cut at 0, xy at √(xx·yy). */
function semidefinite(extent: Tensor2D): Tensor2D {
  const count = extent.shape[0];
  const column = (tensor: Tensor2D, at: number): Tensor2D => slice(tensor, [0, at], [count, 1]);
  const variances = relu(extent);
  const xx = column(variances, 0);
  const yy = column(variances, 2);
  const limit = mul(sqrt(xx), sqrt(yy));
  const xy = minimum(maximum(column(extent, 1), neg(limit)), limit) as Tensor2D;
  return concat([xx, xy, slice(variances, [0, 2], [count, 2])], 1) as Tensor2D;
}

/** [people · joints, 1], boolean: whether the map has a peak at all. */
function telling(maps: Heatmaps): Tensor2D {
  return maps.once('telling', () => {
    const isPeak = (highest: Tensor2D, average: Tensor2D): Tensor2D =>
      greater(sub(highest, average), mul(add(abs(highest), 1), FLAT));
    return withoutGradient(isPeak, maps.peak.value, maps.mean);
  });
}

/** [people · joints, 8]: the maximum, score 0, and the variance about it of a point anywhere in the map. */
function nothing(maps: Heatmaps): Tensor2D {
  return maps.once('nothing', () => {
    const { width, height, depth } = maps;
    const deep = depth === 1 ? 0 : depth;
    const at = peakCentre(maps);
    const away = sub(at, tensor2d([[width / 2, height / 2, deep / 2]])) as Tensor2D;
    const uniform = tensor2d([[(width * width) / 12, 0, (height * height) / 12, (deep * deep) / 12]]);
    const score = mul(slice(at, [0, 0], [maps.maps, 1]), 0) as Tensor2D;
    return concat([at, score, add(products(away), uniform)] as Tensor[], 1) as Tensor2D;
  });
}
