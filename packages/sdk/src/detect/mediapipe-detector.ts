import { apply, invert } from '../math/affine.ts';
import { cropTransform } from '../math/crop-transform.ts';
import { regionFromAlignment, regionFromBox, regionOfPicture } from '../math/regions.ts';
import type { Detection, DetectorRecipe } from '../tensor/detector.ts';
import { fetchFile } from '../tensor/fetch-file.ts';
import { resolveAddress } from '../tensor/resolve-address.ts';
import type { Region } from '../types/geometry.ts';
import { throwIfAborted } from '../types/pose-error.ts';

/** What is used of `@mediapipe/tasks-vision`: `import * as vision from '@mediapipe/tasks-vision'` fits. */
export interface VisionTasks<Fileset> {
  readonly FilesetResolver: { forVisionTasks(basePath: string): Promise<Fileset> };
  readonly ObjectDetector: {
    createFromOptions(
      fileset: Fileset,
      options: {
        baseOptions: { modelAssetBuffer: Uint8Array; delegate: 'GPU' | 'CPU' };
        runningMode: 'IMAGE';
        scoreThreshold: number;
        maxResults: number;
        categoryAllowlist?: string[];
      },
    ): Promise<VisionObjectDetector>;
  };
}

interface VisionObjectDetector {
  detect(image: OffscreenCanvas): {
    readonly detections: readonly {
      readonly boundingBox?: {
        readonly originX: number;
        readonly originY: number;
        readonly width: number;
        readonly height: number;
      };
      readonly keypoints?: readonly { readonly x: number; readonly y: number }[];
      readonly categories: readonly { readonly score: number }[];
    }[];
  };
  close(): void;
}

/** Options of {@link mediaPipeDetector}. */
export interface MediaPipeDetectorOptions<Fileset> {
  /** The module `@mediapipe/tasks-vision`, version 0.10.35 (1.x reports usage to a third party). */
  readonly vision: VisionTasks<Fileset>;
  /** Address of the folder with the module's wasm files. */
  readonly wasmPath: string;
  /** Address of a .tflite object-detection model with metadata. */
  readonly model: string | URL;
  /**
   * What the model's boxes are. `person`: boxes round whole people, category `person` (EfficientDet, SSD MobileNet…).
   * `blazepose`: BlazePose's detector as `@integral-pose/models` repackages it: alignment points, x and y swapped.
   */
  readonly boxes: 'person' | 'blazepose';
  /** Where it runs. `GPU` falls back to `CPU` where there is none. Default `GPU`. */
  readonly delegate?: 'GPU' | 'CPU';
  /** 0..1. Default 0.5. */
  readonly minScore?: number;
  /** Side of the region ÷ diameter of the circle round the body, or ÷ the longer side of the box. Default 1.25. */
  readonly padding?: number;
}

/** Side of the square picture that the detector is shown, px. It scales it to its own input. */
const SIDE = 320;

/** MediaPipe's ObjectDetector task, with any model that it can load. */
export function mediaPipeDetector<Fileset>(options: MediaPipeDetectorOptions<Fileset>): DetectorRecipe {
  const { vision, boxes, minScore = 0.5, padding = 1.25 } = options;
  return {
    name: 'mediapipe',
    async load({ signal, onBytes, logger }) {
      const bytes = new Uint8Array(await fetchFile(resolveAddress(options.model).href, { signal }));
      onBytes(bytes.length, bytes.length, 'mediapipe');
      const fileset = await vision.FilesetResolver.forVisionTasks(options.wasmPath.replace(/\/$/, ''));
      const create = (delegate: 'GPU' | 'CPU') =>
        vision.ObjectDetector.createFromOptions(fileset, {
          baseOptions: { modelAssetBuffer: bytes, delegate },
          runningMode: 'IMAGE',
          scoreThreshold: minScore,
          maxResults: 20,
          ...(boxes === 'person' ? { categoryAllowlist: ['person'] } : {}),
        });
      const canvas = new OffscreenCanvas(SIDE, SIDE);
      const context = canvas.getContext('2d', { alpha: false }) as OffscreenCanvasRenderingContext2D;
      let detector: VisionObjectDetector;
      try {
        detector = await create(options.delegate ?? 'GPU');
      } catch (error) {
        if (options.delegate === 'CPU') throw error;
        logger?.warn(`MediaPipe's GPU delegate failed, using the CPU: ${String(error)}`);
        detector = await create('CPU');
      }
      let open = true;
      const dispose = () => {
        if (open) detector.close();
        open = false;
      };
      try {
        throwIfAborted(signal);
      } catch (error) {
        dispose();
        throw error;
      }
      return {
        async detect({ frame }, maxPeople) {
          const angle = (-frame.rotation * Math.PI) / 180;
          const toSquare = cropTransform(regionOfPicture(frame.size, angle), canvas);
          context.setTransform(1, 0, 0, 1, 0, 0);
          context.fillStyle = '#000';
          context.fillRect(0, 0, SIDE, SIDE);
          context.setTransform(toSquare.a, toSquare.b, toSquare.c, toSquare.d, toSquare.e, toSquare.f);
          context.drawImage(frame.image, 0, 0);
          const toImage = invert(toSquare);
          const regionOf = boxes === 'blazepose' ? fromAlignment : fromPerson;
          return detector
            .detect(canvas)
            .detections.flatMap((detection): Detection[] => {
              const region = regionOf(detection);
              return region ? [{ region, score: detection.categories[0]?.score ?? 0 }] : [];
            })
            .sort((a, b) => b.score - a.score)
            .slice(0, maxPeople);

          function fromAlignment({ keypoints }: VisionDetection): Region | null {
            const [hip, rim] = keypoints ?? [];
            if (!hip || !rim) return null;
            const image = ({ x, y }: { x: number; y: number }) => apply(toImage, { x: y * SIDE, y: x * SIDE });
            return regionFromAlignment(image(hip), image(rim), padding);
          }

          function fromPerson({ boundingBox }: VisionDetection): Region | null {
            if (!boundingBox) return null;
            const { originX: x, originY: y, width, height } = boundingBox;
            const upright = regionFromBox({ x, y, width, height }, padding);
            return {
              centre: apply(toImage, upright.centre),
              side: upright.side * Math.hypot(toImage.a, toImage.b),
              angle,
            };
          }
        },
        dispose,
      };
    },
  };
}

type VisionDetection = ReturnType<VisionObjectDetector['detect']>['detections'][number];
