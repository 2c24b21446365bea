// What code in the documents may use without declaring it, besides everything that the packages export: what the text
// around has introduced. A block that needs more declares it itself.
import type {
  DetectorRecipe,
  Frame,
  Keypoint,
  NetworkRecipe,
  Pose,
  PoseFrame,
  PoseTracker,
  PoseTrackerOptions,
  Progress,
  Skeleton,
} from '@integral-pose/sdk';
import type { HeatmapLoss, TrainableNetwork, TrainingBatch } from '@integral-pose/sdk/train';
import type { Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import type { Observable } from 'rxjs';

// A page.
export declare const video: HTMLVideoElement;
export declare const canvas: HTMLCanvasElement;
export declare const file: File;
export declare function draw(frame: PoseFrame): void;
export declare function show(value: unknown): void;

// A component, in a block that is the body of one.
export declare const videoRef: { current: HTMLVideoElement | null };
export declare const deviceId: string;
export declare function setDeviceId(id: string): void;
export declare function report(error: Error): void;
export declare function count(poses: readonly Pose[]): void;
export declare const trails: { add(id: number, keypoints: readonly Keypoint[]): void };

// A tracker, what it takes and what it gives.
export declare const detector: DetectorRecipe;
export declare const model: NetworkRecipe;
export declare const options: PoseTrackerOptions;
export declare const tracker: PoseTracker;
export declare const frames: Observable<Frame>;
export declare const frame: PoseFrame;
export declare const pose: Pose;
export declare const signal: AbortSignal;
export declare function onProgress(progress: Pick<Progress, 'fraction'> | { readonly step: number }): void;

// Training.
export declare const output: Tensor4D;
export declare const maps: Tensor4D;
export declare const truth: Tensor3D;
export declare const weights: Tensor2D;
export declare const loss: HeatmapLoss;
export declare const network: TrainableNetwork;
export declare const batches: AsyncIterable<TrainingBatch>;
export declare const name: string;
export declare const licence: string;
export declare const origin: string;
export declare const skeleton: Skeleton;
export declare const joint: (epoch: number) => HeatmapLoss;
export declare const stepsPerEpoch: number;
