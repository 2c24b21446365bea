import type { LiftOptions } from '../lift/lift-depth.ts';
import type { ComparedFrame, TrackerEvent } from '../pipeline/pose-tracker.ts';
import type { Rotation } from '../types/frame.ts';
import type { PoseFrame } from '../types/pose.ts';
import type { Progress } from '../types/progress.ts';
import type { Skeleton } from '../types/skeleton.ts';
import type { WireError } from './wire-error.ts';

/** A frame under way to the worker. Its image is transferred: the page has it no longer. */
export interface WireFrame {
  readonly image: ImageBitmap;
  readonly time: number;
  readonly captured: number;
  readonly rotation: Rotation;
}

/** `LiveOptions` under way: decoder and filter by the name that both sides know them by. */
export interface WireLive {
  readonly decoder?: string;
  readonly smooth?: string;
  readonly lift?: LiftOptions;
  readonly maxPeople?: number;
  readonly detectEvery?: number;
  readonly minPresence?: number;
  /** For the `live` of `servePoseTracker`. */
  readonly settings?: unknown;
}

/** What the page says. `session` and `frame` count up from 1 over the life of the worker. */
export type ToWorker =
  /** Make the tracker. Answered by `ready` or `failed`. */
  | { readonly type: 'load'; readonly settings: unknown }
  /** A subscription begins. `decoders`: compare these, by the caller's names. */
  | {
      readonly type: 'begin';
      readonly session: number;
      readonly decoders: Readonly<Record<string, string>> | undefined;
    }
  /** Work on this; the next follows when it is answered by `result` or `skipped`. */
  | {
      readonly type: 'frame';
      readonly session: number;
      readonly frame: number;
      readonly picture: WireFrame;
      readonly live: WireLive;
    }
  /** The subscription is over. */
  | { readonly type: 'end'; readonly session: number }
  /** One picture without history. Answered by `result` or `rejected`. */
  | { readonly type: 'estimate'; readonly frame: number; readonly picture: WireFrame; readonly live: WireLive };

/** What the worker says. */
export type FromWorker =
  /** The module has run. */
  | { readonly type: 'hello' }
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'ready'; readonly backend: string; readonly skeleton: Skeleton }
  | { readonly type: 'failed'; readonly error: WireError }
  | { readonly type: 'event'; readonly event: Exclude<TrackerEvent, { type: 'fallback' }> }
  | { readonly type: 'result'; readonly frame: number; readonly result: PoseFrame | ComparedFrame<string> }
  /** No result comes of this frame: the context was lost meanwhile. */
  | { readonly type: 'skipped'; readonly frame: number }
  | { readonly type: 'rejected'; readonly frame: number; readonly error: WireError };

/** An answer to one frame. */
export type Answer = Extract<FromWorker, { readonly frame: number }>;
