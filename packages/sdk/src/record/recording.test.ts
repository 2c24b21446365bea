import { lastValueFrom, toArray } from 'rxjs';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { toPosesFrame, writePoses } from '../../../../scripts/track/poses-json.ts';
import { replayPoses } from '../source/replay-poses.ts';
import type { PoseFrame } from '../types/pose.ts';
import type { Skeleton } from '../types/skeleton.ts';
import { readRecording } from './read-recording.ts';
import { recordPoses } from './record-poses.ts';

const skeleton: Skeleton = { name: 'arm', keypoints: ['elbow', 'wrist'], bones: [[0, 1]], pairs: [] };
const size = { width: 640, height: 480 };

/** A frame as a tracker emits it: with a latency of 40 ms. */
const frameAt = (time: number, change: Partial<PoseFrame> = {}): PoseFrame => ({
  time,
  captured: 5000.25 + time,
  emitted: 5040.25 + time,
  size,
  dropped: 2,
  timings: { infer: 12.5, total: 20 },
  poses: [
    {
      id: 1,
      score: 0.9,
      box: { x: 10, y: 20, width: 30, height: 40 },
      region: { centre: { x: 25, y: 40 }, side: 64, angle: 0.1 },
      keypoints: [
        { name: 'elbow', x: 10.12345678, y: 20, score: 0.8, spread: { xx: 1.5, xy: -0.25, yy: 2 } },
        { name: 'wrist', x: 40, y: 60 - time / 1000, score: 0.7, spread: { xx: 3, xy: 0, yy: 3 } },
      ],
    },
  ],
  ...change,
});
/** Times as a camera gives them: never quite regular. */
const times = [1000, 1033.4, 1066.6, 1101.2, 1250];

function recorded(frames: readonly PoseFrame[], options: Partial<Parameters<typeof recordPoses>[0]> = {}) {
  const recorder = recordPoses({ skeleton, ...options });
  for (const frame of frames) recorder.next(frame);
  return recorder;
}

const typed = (argument: string) =>
  expect.objectContaining({
    name: 'PoseError',
    detail: expect.objectContaining({ reason: 'invalid-argument', argument }),
  });

describe('recording', () => {
  test('through JSON and back it is the same', () => {
    const recording = recorded(
      times.map((time) => frameAt(time)),
      { kind: 'live', model: 'blazepose-lite' },
    ).recording();
    expect(readRecording(JSON.stringify(recording))).toEqual(recording);
    expect(recording).toMatchObject({ schema: 'integral-pose/poses', version: 1, kind: 'live', size, skeleton });
    expect(recording.frames.map(({ time }) => time)).toEqual(times);
    const [frame] = recording.frames;
    expect(frame).toMatchObject({
      captured: 6000.25,
      emitted: 6040.25,
      dropped: 2,
      timings: { infer: 12.5, total: 20 },
    });
    expect(frame?.poses[0]?.keypoints[0]?.x).toBe(10.1235);
    expect(recorded([frameAt(0)], { decimals: 8 }).recording().frames[0]?.poses[0]?.keypoints[0]?.x).toBe(10.12345678);
  });

  test('joints in space come back, an unknown spread of depth as NaN', () => {
    const joint = { x: 0.123456, y: -0.5, z: 0.25, score: 0.8 };
    const inSpace = (zSpread: number) => skeleton.keypoints.map((name) => ({ ...joint, name, zSpread }));
    const poses = frameAt(0).poses.map((pose) => ({
      ...pose,
      keypoints3D: inSpace(0.05),
      worldLandmarks: inSpace(Number.NaN),
    }));
    const recording = recorded([frameAt(0, { poses })]).recording();
    const read = readRecording(JSON.stringify(recording));
    expect(read).toEqual(recording);
    expect(read.frames[0]?.poses[0]?.keypoints3D?.[1]).toEqual({ ...joint, x: 0.1235, name: 'wrist', zSpread: 0.05 });
    expect(read.frames[0]?.poses[0]?.worldLandmarks?.[0]?.zSpread).toBeNaN();
    expect(recorded([frameAt(0)]).recording().frames[0]?.poses[0]).not.toHaveProperty('keypoints3D');
  });

  test('memory is bounded: the newest frames stay', () => {
    const recorder = recorded(
      times.map((time) => frameAt(time)),
      { maxFrames: 2 },
    );
    expect([recorder.length, recorder.forgotten]).toEqual([2, 3]);
    expect(recorder.recording().frames.map(({ time }) => time)).toEqual(times.slice(3));
    recorder.clear();
    expect([recorder.length, recorder.forgotten]).toEqual([0, 0]);
    expect(() => recorder.recording()).toThrow(typed('recording'));
  });

  test('a picture that changes its size says so in the frame', () => {
    const turned = { width: 480, height: 640 };
    const { frames } = recorded([frameAt(0), frameAt(33, { size: turned })]).recording();
    expect(frames.map((frame) => frame.size)).toEqual([undefined, turned]);
  });

  test('options outside their range are a typed error', () => {
    expect(() => recordPoses({ skeleton, maxFrames: 0 })).toThrow(typed('maxFrames'));
    expect(() => recordPoses({ skeleton, decimals: 1.5 })).toThrow(typed('decimals'));
  });
});

describe('reading', () => {
  test('the files of the track command are recordings', () => {
    let text = '';
    const facts = {
      file: 'arm.mp4',
      kind: 'video' as const,
      size,
      model: 'm',
      decoder: 'd',
      backend: 'wasm',
      skeleton,
    };
    const writer = writePoses(facts, (piece) => {
      text += piece;
    });
    for (const time of times) writer.add(toPosesFrame(frameAt(time)));
    writer.end();
    const recording = readRecording(text);
    expect(recording).toMatchObject(facts);
    expect(recording.frames.map(({ time }) => time)).toEqual(times);
  });

  const good = recorded([frameAt(0), frameAt(33)]).recording();
  const change = (edit: (copy: { [key: string]: unknown; frames: { [key: string]: unknown }[] }) => void) => {
    const copy = JSON.parse(JSON.stringify(good));
    edit(copy);
    return copy;
  };

  const firstPose = ({ frames }: { frames: { [key: string]: unknown }[] }) =>
    (frames[0] as unknown as { poses: object[] }).poses[0] as object;

  test.each<[string, string, unknown]>([
    ['text that is cut off', 'recording', JSON.stringify(good).slice(0, -9)],
    ['nothing', 'recording', null],
    ['another schema', 'recording.schema', change((copy) => (copy.schema = 'coco'))],
    ['a newer version', 'recording.version', change((copy) => (copy.version = 2))],
    ['no skeleton', 'recording.skeleton', change((copy) => delete copy.skeleton)],
    ['a picture without size', 'recording.size.width', change((copy) => (copy.size = { width: 0, height: 1 }))],
    [
      'a time that is text',
      'recording.frames.1.time',
      change(({ frames }) => Object.assign(frames[1] ?? {}, { time: '33' })),
    ],
    ['no poses', 'recording.frames.0.poses', change(({ frames }) => delete frames[0]?.poses)],
    [
      'another skeleton',
      'recording',
      change((copy) => (copy.skeleton = { ...skeleton, keypoints: ['wrist', 'elbow'] })),
    ],
    [
      'joints in space of another skeleton',
      'recording',
      change((copy) => Object.assign(firstPose(copy), { keypoints3D: [] })),
    ],
    [
      'a depth that is text',
      'recording.frames.0.poses.0.worldLandmarks.0.z',
      change((copy) =>
        Object.assign(firstPose(copy), {
          worldLandmarks: [{ name: 'elbow', x: 0, y: 0, z: '1', score: 1, zSpread: null }],
        }),
      ),
    ],
  ])('%s is a typed error that names the place', (_, argument, source) => {
    expect(() => readRecording(source)).toThrow(typed(argument));
  });

  test('fields that are not known are no error', () => {
    expect(readRecording(change((copy) => (copy.comment = 'of 2031')))).toEqual(good);
  });
});

describe('replaying', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const recording = recorded(times.map((time) => frameAt(time))).recording();

  /** Subscribes, and notes when (ms after that) which frame came. */
  function play(...[options, source = recording]: [Parameters<typeof replayPoses>[1]?, typeof recording?]) {
    const start = performance.now();
    const seen: { at: number; frame: PoseFrame }[] = [];
    let completed = false;
    const subscription = replayPoses(source, options).subscribe({
      next: (frame) => seen.push({ at: performance.now() - start, frame }),
      complete: () => {
        completed = true;
      },
    });
    return { subscription, seen, at: () => seen.map(({ at }) => at), isComplete: () => completed };
  }
  test.each([1, 0.5, 4])('at %s times the speed every frame comes at its time', async (speed) => {
    const { at, seen, isComplete } = play({ speed });
    expect(at()).toEqual([]);
    await vi.advanceTimersByTimeAsync(250 / speed + 1);
    const offsets = times.map((time) => (time - 1000) / speed);
    expect(seen.map(({ frame }) => frame.time)).toEqual(times);
    at().forEach((value, i) => {
      expect(value - (offsets[i] as number)).toBeGreaterThanOrEqual(-1);
      expect(value - (offsets[i] as number)).toBeLessThanOrEqual(1);
    });
    expect(isComplete()).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('a frame that takes long does not shift those after it, and none is lost', async () => {
    const clock = performance.now.bind(performance);
    let busy = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => clock() + busy);
    onTestFinished(() => {
      vi.restoreAllMocks();
    });
    const start = performance.now();
    const at: number[] = [];
    replayPoses(recording).subscribe(({ time }) => {
      at.push(performance.now() - start);
      if (time === 1033.4) busy = 100;
    });
    await vi.advanceTimersByTimeAsync(200);
    expect(at).toHaveLength(5);
    // Two were due while the second was worked on: they follow as soon as a timer can. The last is in time.
    [0, 33.4, 133.4, 133.4, 250].forEach((due, i) => {
      expect(Math.abs((at[i] as number) - due)).toBeLessThanOrEqual(i === 3 ? 2 : 1);
    });
  });

  test('unsubscribing stops it at once and leaves no timer', async () => {
    const { subscription, at } = play();
    await vi.advanceTimersByTimeAsync(50);
    subscription.unsubscribe();
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(1000);
    expect(at()).toHaveLength(2);

    const first = play();
    const within = replayPoses(recording).subscribe(() => within.unsubscribe());
    first.subscription.unsubscribe();
    await vi.advanceTimersByTimeAsync(10);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('in a loop it begins again after the mean interval, without drifting, and never completes', async () => {
    const { at, seen, isComplete } = play({ loop: true });
    const round = 250 + 250 / 4;
    await vi.advanceTimersByTimeAsync(99 * round + 260);
    expect(seen).toHaveLength(500);
    const last = at().at(-1) as number;
    expect(Math.abs(last - (99 * round + 250))).toBeLessThanOrEqual(1);
    expect(seen.slice(5, 7).map(({ frame }) => frame.time)).toEqual(times.slice(0, 2));
    expect(isComplete()).toBe(false);
  });

  test('what comes is a pose frame: recorded values, clocks of now, the recorded latency', async () => {
    const { seen } = play();
    await vi.advanceTimersByTimeAsync(300);
    const { frame } = seen[1] as (typeof seen)[number];
    expect(frame.emitted - frame.captured).toBeCloseTo(40, 6);
    const { emitted, captured, poses, ...others } = frameAt(1033.4);
    expect(frame).toMatchObject(others);
    expect(frame.poses[0]).toMatchObject({ id: 1, region: poses[0]?.region, box: poses[0]?.box });
  });

  test('of a file without regions, clocks and drops as well', async () => {
    const bare = { ...recording, frames: recording.frames.map((frame) => toPosesFrame(frame as PoseFrame)) };
    const { seen } = play({}, bare);
    await vi.advanceTimersByTimeAsync(300);
    const [one] = seen;
    expect(one?.frame).toMatchObject({ size, dropped: 0, timings: {} });
    expect(one?.frame.captured).toBe(one?.frame.emitted);
    expect(one?.frame.poses[0]?.region).toEqual({ centre: { x: 25, y: 40 }, side: 50, angle: 0 });
  });

  test('a seek back in the recording does not hold it up; an empty one completes', async () => {
    const seek = recorded([frameAt(5000), frameAt(100), frameAt(150)]).recording();
    const { at } = play({}, seek);
    await vi.advanceTimersByTimeAsync(60);
    expect(at()).toEqual([0, 1, 50]); // the shortest timer is 1 ms
    const all = lastValueFrom(replayPoses({ ...recording, frames: [] }).pipe(toArray()));
    await expect(all).resolves.toEqual([]);
  });

  test('a speed that is none is a typed error', () => {
    for (const speed of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => replayPoses(recording, { speed })).toThrow(typed('speed'));
    }
  });
});
