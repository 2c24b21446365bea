import type { Keypoint3D } from '../types/keypoint-3d.ts';
import type { PoseFrame } from '../types/pose.ts';
import { PoseError } from '../types/pose-error.ts';
import type { PoseRecording, RecordedFrame } from '../types/recording.ts';
import type { Skeleton } from '../types/skeleton.ts';

/** Options of {@link recordPoses}. */
export interface RecordPosesOptions extends Pick<PoseRecording, 'file' | 'kind' | 'model' | 'decoder' | 'backend'> {
  /** `tracker.skeleton`. */
  readonly skeleton: Skeleton;
  /**
   * Keep so many frames at most, the newest, a whole number ≥ 1. Default: no bound. A frame of one BlazePose person takes
   * about 8 KB of memory and 4 KB of JSON: a minute at 30 frames a second, 14 MB and 7 MB. Joints in space add as much
   * again, and world landmarks beside them too.
   */
  readonly maxFrames?: number;
  /** Decimals of the numbers in the JSON, a whole number, 0..15. Default 4: 0.1 µs, 1/10,000 px and 0.1 mm. */
  readonly decimals?: number;
}

/** Collects pose frames. Made by {@link recordPoses}. */
export interface PoseRecorder {
  /** Adds a frame. Bound to the recorder: it can be handed over as it is, and the recorder subscribed as an observer. */
  next(frame: PoseFrame): void;
  /** How many frames are kept. */
  readonly length: number;
  /** How many of the oldest were let go because of `maxFrames`. */
  readonly forgotten: number;
  /**
   * What was recorded so far, numbers rounded to `decimals`. `JSON.stringify(recorder.recording())` is the file.
   * @throws PoseError `invalid-argument` when nothing was recorded
   */
  recording(): PoseRecording;
  /** Lets all frames go. */
  clear(): void;
}

/**
 * Records what a tracker emits, to be kept as JSON and played again with `replayPoses`: times, latencies, drops and
 * regions included.
 *
 * @throws PoseError `invalid-argument` when `maxFrames` or `decimals` is outside its range
 * @example
 * const recorder = recordPoses({ skeleton: tracker.skeleton, kind: 'live', maxFrames: 1800 });
 * const subscription = tracker.track(source).subscribe(recorder);
 * // later
 * const blob = new Blob([JSON.stringify(recorder.recording())], { type: 'application/json' });
 */
export function recordPoses(options: RecordPosesOptions): PoseRecorder {
  const { skeleton, maxFrames = Number.POSITIVE_INFINITY, decimals = 4, ...facts } = options;
  if (!(maxFrames >= 1)) throw outside('maxFrames', maxFrames, 'at least 1');
  if (!(Number.isInteger(decimals) && decimals >= 0 && decimals <= 15)) {
    throw outside('decimals', decimals, 'a whole number from 0 to 15');
  }
  let frames: PoseFrame[] = [];
  let forgotten = 0;

  return {
    next(frame) {
      frames.push(frame);
      if (frames.length <= maxFrames) return;
      frames.shift();
      forgotten++;
    },
    get length() {
      return frames.length;
    },
    get forgotten() {
      return forgotten;
    },
    recording() {
      const size = frames[0]?.size;
      if (!size) throw outside('recording', 'empty', 'at least one frame long');
      const { name, keypoints, bones, pairs } = skeleton;
      return {
        schema: 'integral-pose/poses',
        version: 1,
        ...facts,
        size,
        skeleton: { name, keypoints, bones, pairs },
        frames: frames.map((frame) => rounded(toRecordedFrame(frame, size), decimals)),
      };
    },
    clear() {
      frames = [];
      forgotten = 0;
    },
  };
}

function toRecordedFrame(frame: PoseFrame, usual: PoseFrame['size']): RecordedFrame {
  const { time, captured, emitted, dropped, timings, size, poses } = frame;
  const turned = size.width !== usual.width || size.height !== usual.height;
  return {
    time,
    captured,
    emitted,
    dropped,
    timings,
    ...(turned ? { size } : {}),
    poses: poses.map(({ id, score, box, region, keypoints, keypoints3D, worldLandmarks }) => ({
      id,
      score,
      box,
      region,
      keypoints: keypoints.map(({ name, x, y, score: believed, spread }) => ({ name, x, y, score: believed, spread })),
      ...(keypoints3D ? { keypoints3D: keypoints3D.map(inSpace) } : {}),
      ...(worldLandmarks ? { worldLandmarks: worldLandmarks.map(inSpace) } : {}),
    })),
  };
}

function inSpace({ name, x, y, z, score, zSpread }: Keypoint3D): Keypoint3D {
  return { name, x, y, z, score, zSpread };
}

/** A copy in which every number has at most so many decimals. */
function rounded<T>(value: T, decimals: number): T {
  if (typeof value === 'number') return (Number(value.toFixed(decimals)) + 0) as T; // + 0: no −0
  if (Array.isArray(value)) return value.map((entry) => rounded(entry, decimals)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, rounded(entry, decimals)])) as T;
}

function outside(argument: string, found: unknown, wanted: string): PoseError {
  return new PoseError(
    { reason: 'invalid-argument', argument, found: String(found), wanted },
    `A recorder of poses has ${argument} ${found}.`,
    `It must be ${wanted}.`,
  );
}
