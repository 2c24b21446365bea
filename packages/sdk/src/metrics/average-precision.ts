import { type AreaRange, type ImagePeople, type MatchedImage, matchPeople } from './match-people.ts';

/** The thresholds of OKS that COCO averages over: 0.50, 0.55 … 0.95. */
export const OKS_THRESHOLDS: readonly number[] = Array.from({ length: 10 }, (_, i) => (50 + 5 * i) / 100);

/** COCO's area ranges for keypoints, px²: there is no "small", as small people have too few labelled joints. */
export const AREA_RANGES = {
  all: [0, 1e10],
  medium: [32 ** 2, 96 ** 2],
  large: [96 ** 2, 1e10],
} as const satisfies Record<string, AreaRange>;

/** COCO's ten figures, 0..1; NaN where there is nobody to find. */
export interface KeypointPrecision {
  /** Average precision over {@link OKS_THRESHOLDS}. */
  readonly ap: number;
  readonly ap50: number;
  readonly ap75: number;
  readonly apMedium: number;
  readonly apLarge: number;
  /** Average recall: the highest recall, over the same thresholds. */
  readonly ar: number;
  readonly ar50: number;
  readonly ar75: number;
  readonly arMedium: number;
  readonly arLarge: number;
}

/**
 * Keypoint AP and AR as COCO computes them: estimates of all images ranked by score, matched at each threshold of OKS,
 * precision made non-increasing and read at 101 recalls from 0 to 1.
 * @param images every image, also those without people and those without estimates
 * @param sigmas one a joint. Default COCO's 17
 */
export function keypointPrecision(images: readonly ImagePeople[], sigmas?: readonly number[]): KeypointPrecision {
  const all = curves(images, AREA_RANGES.all, sigmas);
  const medium = curves(images, AREA_RANGES.medium, sigmas);
  const large = curves(images, AREA_RANGES.large, sigmas);
  const at = (threshold: number): { precision: number; recall: number } =>
    all[OKS_THRESHOLDS.indexOf(threshold)] ?? NOBODY;
  return {
    ap: average(all, 'precision'),
    ap50: at(0.5).precision,
    ap75: at(0.75).precision,
    apMedium: average(medium, 'precision'),
    apLarge: average(large, 'precision'),
    ar: average(all, 'recall'),
    ar50: at(0.5).recall,
    ar75: at(0.75).recall,
    arMedium: average(medium, 'recall'),
    arLarge: average(large, 'recall'),
  };
}

const NOBODY = { precision: Number.NaN, recall: Number.NaN };

/** Precision (averaged over recalls) and highest recall at each threshold. */
function curves(images: readonly ImagePeople[], range: AreaRange, sigmas: readonly number[] | undefined) {
  const matched = images.map((image) => matchPeople(image, OKS_THRESHOLDS, range, sigmas));
  return OKS_THRESHOLDS.map((_, t) => curveAt(matched, t));
}

function curveAt(images: readonly MatchedImage[], t: number): { precision: number; recall: number } {
  const people = images.reduce((sum, { counted }) => sum + counted, 0);
  if (people === 0) return NOBODY;
  const ranked = images
    .flatMap(({ estimates }) => estimates)
    .sort((a, b) => b.score - a.score)
    .filter(({ ignored }) => !ignored[t]);
  const recalls: number[] = [];
  const precisions: number[] = [];
  let found = 0;
  ranked.forEach(({ matched }, i) => {
    if (matched[t]) found++;
    recalls.push(found / people);
    precisions.push(found / (i + 1));
  });
  for (let i = precisions.length - 2; i >= 0; i--) {
    precisions[i] = Math.max(precisions[i] as number, precisions[i + 1] as number);
  }
  let sum = 0;
  for (let step = 0, i = 0; step <= 100; step++) {
    while (i < recalls.length && (recalls[i] as number) < step / 100) i++;
    sum += precisions[i] ?? 0;
  }
  return { precision: sum / 101, recall: found / people };
}

function average(points: readonly { precision: number; recall: number }[], key: 'precision' | 'recall'): number {
  return points.reduce((sum, point) => sum + point[key], 0) / points.length;
}
