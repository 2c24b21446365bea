import { Observable } from 'rxjs';
import { regionFromBox } from '../math/regions.ts';
import type { PoseFrame } from '../types/pose.ts';
import { PoseError } from '../types/pose-error.ts';
import type { PoseRecording, RecordedFrame } from '../types/recording.ts';

/** Options of {@link replayPoses}. */
export interface ReplayPosesOptions {
  /** Times the original speed, > 0: 0.5 is slow motion. Default 1. */
  readonly speed?: number;
  /** Begins again when it is over, and never completes. Default false. */
  readonly loop?: boolean;
}

/**
 * Plays a recording: emits its frames at their original intervals, as `tracker.track(source)` emitted them, so whatever
 * is subscribed to a tracker can be subscribed to this instead. It is an Observable for that reason, and stops at once
 * when unsubscribed from. Each subscription plays from the beginning.
 *
 * - The first frame comes at once (but never before `subscribe` returns); every other at `(time − first time) / speed`
 *   after it, to the millisecond that timers have, without drifting. A frame that was held up does not shift those after
 *   it, and none is left out: overdue ones follow each other.
 * - `time` is the recorded one. Where it goes back in the recording (a seek), the next frame follows at once.
 * - `emitted` is now, and `captured` lies before it by the recorded latency: both on this page's clock.
 * - With `loop`, `time` starts again with each round like that of a video in a loop; from the last frame to the first
 *   passes the mean interval.
 *
 * @param recording of `recordPoses` or `readRecording`
 * @throws PoseError `invalid-argument` when `speed` is not a number above 0
 * @example
 * const subscription = replayPoses(readRecording(text), { speed: 0.5 }).subscribe((frame) => draw(frame.poses));
 */
export function replayPoses(recording: PoseRecording, options: ReplayPosesOptions = {}): Observable<PoseFrame> {
  const { speed = 1, loop = false } = options;
  if (!(speed > 0 && Number.isFinite(speed))) {
    throw new PoseError(
      { reason: 'invalid-argument', argument: 'speed', found: String(speed), wanted: 'a number above 0' },
      `A recording cannot be played at ${speed} times its speed.`,
      'Give a number above 0; unsubscribe to stop.',
    );
  }
  const { frames } = recording;
  const { offsets, round } = timetable(frames);

  return new Observable((subscriber) => {
    if (frames.length === 0) {
      subscriber.complete();
      return;
    }
    const start = performance.now();
    let index = 0;
    /** Of the rounds before, ms of the recording. */
    let past = 0;
    let timer: ReturnType<typeof setTimeout>;

    const wait = () => {
      const due = start + (past + (offsets[index] as number)) / speed;
      timer = setTimeout(emit, Math.max(0, due - performance.now()));
    };
    const emit = () => {
      subscriber.next(toPoseFrame(frames[index] as RecordedFrame, recording, performance.now()));
      if (subscriber.closed) return;
      if (++index === frames.length) {
        if (!loop) {
          subscriber.complete();
          return;
        }
        index = 0;
        past += round;
      }
      wait();
    };
    wait();
    return () => clearTimeout(timer);
  });
}

/** Interval where a recording has a single frame, ms: what a film of it would have. */
const LONE_FRAME = 1000 / 30;

/** When each frame is due after the first, and how long a round takes, ms. */
function timetable(frames: readonly RecordedFrame[]): { offsets: readonly number[]; round: number } {
  let offset = 0;
  const offsets = frames.map(({ time }, i) => {
    const before = frames[i - 1]?.time ?? time;
    offset += Math.max(0, time - before);
    return offset;
  });
  const interval = offset > 0 ? offset / (frames.length - 1) : LONE_FRAME;
  return { offsets, round: offset + interval };
}

function toPoseFrame(frame: RecordedFrame, { size }: PoseRecording, now: number): PoseFrame {
  const { time, captured, emitted, dropped = 0, timings = {}, poses } = frame;
  const latency = captured !== undefined && emitted !== undefined ? emitted - captured : 0;
  return {
    time,
    captured: now - latency,
    emitted: now,
    size: frame.size ?? size,
    poses: poses.map((pose) => ({ ...pose, region: pose.region ?? regionFromBox(pose.box, 1.25) })),
    dropped,
    timings,
  };
}
