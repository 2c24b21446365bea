import { concat, type Tensor3D, tidy } from '@tensorflow/tfjs-core';
import { apply, invert } from '../math/affine.ts';
import { cropTransform } from '../math/crop-transform.ts';
import { regionFromAlignment, regionOfPicture } from '../math/regions.ts';
import type { Detection, DetectorRecipe } from '../tensor/detector.ts';
import { type LoadModelOptions, loadModel } from '../tensor/load-model.ts';
import type { ModelAddress } from '../tensor/model-address.ts';
import { requireFinite } from '../tensor/require-finite.ts';
import type { Point } from '../types/geometry.ts';
import type { SsdManifest } from '../types/manifest.ts';
import { anchorCentres } from './anchors.ts';
import { type Candidate, weightedNonMaximumSuppression } from './weighted-nms.ts';

/** Options of {@link blazePoseDetector}. */
export interface BlazePoseDetectorOptions {
  /** The detector: the address of its manifest, or of each file, for example `models.blazePoseDetector`. */
  readonly model: ModelAddress;
  /**
   * Candidates below are ignored, 0..1. Default 0.3 of the manifest's: those below 0.5 are only proposals, which the
   * tracker keeps if the heatmap network then sees a person there. With 0.5 people in unusual poses are missed.
   */
  readonly minScore?: number;
  /** Proposes the whole picture too, with score 0: people who fill it are often missed. Default true. */
  readonly wholePicture?: boolean;
  /** Boxes that overlap more are one person, 0..1 (intersection over union). Default: the manifest's. */
  readonly maxOverlap?: number;
  /** Retries, and where files are kept between visits. */
  readonly load?: LoadModelOptions;
  /** Side of the region ÷ diameter of the circle round the body. Default 1.25, what BlazePose's networks were trained with. */
  readonly padding?: number;
}

/**
 * BlazePose's person detector: a single-shot detector that finds heads and says where the rest of the body is by two
 * alignment points, the hip centre and a point on the circle round the whole person. They give a turned crop, so people
 * may lie or stand on their hands.
 */
export function blazePoseDetector(options: BlazePoseDetectorOptions): DetectorRecipe {
  return {
    name: 'blazepose-detector',
    async load(context) {
      const model = await loadModel(options.model, 'ssd', context, options.load);
      const { input, ssd } = model.manifest;
      const anchors = anchorCentres(input, ssd.strides, ssd.anchorsPerCell);
      const minScore = options.minScore ?? 0.3 * ssd.minScore;
      const maxOverlap = options.maxOverlap ?? ssd.maxOverlap;
      const padding = options.padding ?? 1.25;
      return {
        async detect(pixels, maxPeople) {
          const { size, rotation } = pixels.frame;
          const picture = regionOfPicture(size, (-rotation * Math.PI) / 180);
          const toInput = cropTransform(picture, input);
          const output = tidy(() => {
            const crop = pixels.sample([toInput], input, input.range);
            const [boxes, scores] = model.run(crop, [ssd.boxes, ssd.scores]) as [Tensor3D, Tensor3D];
            return concat([scores, boxes], 2);
          });
          const values = await output.data().finally(() => output.dispose());
          requireFinite(values, context.backend.name, 'detections');
          const toImage = invert(toInput);
          const detections = weightedNonMaximumSuppression(candidatesOf(values, anchors, ssd, minScore), maxOverlap)
            .slice(0, maxPeople)
            .map(({ keypoints, score }): Detection => {
              const centre = apply(toImage, keypoints[ssd.alignment.centre] as Point);
              const rim = apply(toImage, keypoints[ssd.alignment.rim] as Point);
              return { region: regionFromAlignment(centre, rim, padding), score };
            });
          return options.wholePicture === false ? detections : [...detections, { region: picture, score: 0 }];
        },
        reload: () => model.reload(),
        dispose: () => model.dispose(),
      };
    },
  };
}

/** Rows of [score logit, box centre x, y, width, height, keypoints…], relative to the anchors, to candidates in input px. */
function candidatesOf(
  values: ArrayLike<number>,
  anchors: readonly Point[],
  { keypoints }: SsdManifest['ssd'],
  minScore: number,
): Candidate[] {
  const columns = 5 + 2 * keypoints;
  const candidates: Candidate[] = [];
  const minLogit = Math.log(minScore / (1 - minScore));
  for (const [index, anchor] of anchors.entries()) {
    const row = index * columns;
    const logit = values[row] as number;
    if (!(logit >= minLogit)) continue;
    const at = (column: number) => values[row + column] as number;
    candidates.push({
      score: 1 / (1 + Math.exp(-logit)),
      box: {
        x: anchor.x + at(1) - at(3) / 2,
        y: anchor.y + at(2) - at(4) / 2,
        width: at(3),
        height: at(4),
      },
      keypoints: Array.from({ length: keypoints }, (_, k) => ({
        x: anchor.x + at(5 + 2 * k),
        y: anchor.y + at(6 + 2 * k),
      })),
    });
  }
  return candidates;
}
