import { argmax, integral, type PoseFrame, type PoseTracker } from '@integral-pose/sdk';
import { memory } from '@tensorflow/tfjs-core';
import { type ReactNode, StrictMode, useState } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { render, renderHook } from 'vitest-browser-react';
import { countBitmaps } from '../../../test/media/count-bitmaps.ts';
import { PoseOverlay } from './pose-overlay.tsx';
import { PoseProvider, usePoseContext } from './pose-provider.tsx';
import { colourOptions } from './testing/colour-options.ts';
import { type CountedNetwork, countedNetwork } from './testing/counted-network.ts';
import { type FakeCamera, fakeCamera } from './testing/fake-camera.ts';
import { type Pictures, pictures } from './testing/pictures.ts';
import { useDecoderComparison } from './use-decoder-comparison.ts';
import { usePoseFrames } from './use-pose-frames.ts';
import { usePoseTracker } from './use-pose-tracker.ts';
import { usePoses } from './use-poses.ts';

const WAIT = { timeout: 60_000 };

let model: CountedNetwork;
let tracker: PoseTracker;
let unmountTracker: () => Promise<void>;
let source: Pictures;
let camera: FakeCamera | undefined;

beforeEach(async () => {
  model = countedNetwork();
  const { result, unmount } = await renderHook(() => usePoseTracker(colourOptions(model)));
  await vi.waitFor(() => expect(result.current.status).toBe('ready'), WAIT);
  if (result.current.status === 'ready') tracker = result.current.tracker;
  unmountTracker = unmount;
  source = pictures();
});
afterEach(async () => {
  await unmountTracker();
  camera?.close();
  camera = undefined;
});

/** Shows a picture and waits until it was worked on; answers how often the network ran for it. */
async function passesFor(results: readonly PoseFrame[], x: number): Promise<number> {
  const { passes } = model;
  const count = results.length;
  await source.show(x);
  await vi.waitFor(() => expect(results).toHaveLength(count + 1), WAIT);
  return model.passes - passes;
}

test('R19 consumers of one tracker and source share one inference, whatever they are', async () => {
  const alone: PoseFrame[] = [];
  const first = await renderHook(() => usePoseFrames(tracker, source.frames, (frame) => alone.push(frame)), {
    wrapper: StrictMode,
  });
  await passesFor(alone, 100);
  const passes = await passesFor(alone, 102);
  expect(passes).toBeGreaterThan(0);

  const frames: PoseFrame[] = [];
  const shared = await renderHook(
    () => {
      usePoseFrames(tracker, source.frames, (frame) => frames.push(frame));
      return usePoses(tracker, source.frames, { maxFps: 1000 });
    },
    { wrapper: StrictMode },
  );
  // Who comes later gets the latest result at once, and no session of its own.
  expect(new Set(frames)).toEqual(new Set([alone.at(-1)]));
  const overlay = await render(
    <PoseProvider tracker={tracker}>
      <PoseOverlay source={source.frames} />
    </PoseProvider>,
  );
  expect(await passesFor(alone, 104)).toBe(passes);
  expect(frames.at(-1)).toBe(alone.at(-1));
  await vi.waitFor(() => expect(shared.result.current.frame).toBe(alone.at(-1)), WAIT);
  await first.unmount();
  expect(source.frames.observed).toBe(true);
  await shared.unmount();
  await overlay.unmount();
  expect(source.frames.observed).toBe(false);
});

test('two sources, or two trackers, are two sessions', async () => {
  const other = pictures();
  const results: string[] = [];
  const { unmount } = await renderHook(() => {
    usePoseFrames(tracker, source.frames, () => results.push('one'));
    usePoseFrames(tracker, other.frames, () => results.push('other'));
  });
  await other.show(100);
  await vi.waitFor(() => expect(results).toEqual(['other']), WAIT);
  await source.show(100);
  await vi.waitFor(() => expect(results).toEqual(['other', 'one']), WAIT);
  await unmount();
});

test('usePoseFrames never renders for a frame, and calls the latest callback without subscribing again', async () => {
  const subscribed = vi.spyOn(source.frames, 'subscribe');
  const results: [string, number][] = [];
  let renders = 0;
  const { rerender, unmount } = await renderHook(
    (name = 'first') => {
      renders++;
      usePoseFrames(tracker, source.frames, ({ time }) => results.push([name, time]));
    },
    { initialProps: 'first' },
  );
  const before = renders;
  for (const count of [1, 2, 3]) {
    await source.show(100);
    await vi.waitFor(() => expect(results).toHaveLength(count), WAIT);
  }
  expect(renders).toBe(before);
  await rerender('second');
  await source.show(100);
  await vi.waitFor(() => expect(results).toHaveLength(4), WAIT);
  expect(results.map(([name]) => name)).toEqual(['first', 'first', 'first', 'second']);
  expect(renders).toBe(before + 1);
  expect(subscribed).toHaveBeenCalledTimes(1);
  await unmount();
});

test('usePoses renders at most so often, and the last frame is never left out', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
  try {
    const all: PoseFrame[] = [];
    let renders = 0;
    const { result, unmount } = await renderHook(() => {
      renders++;
      usePoseFrames(tracker, source.frames, (frame) => all.push(frame));
      return usePoses(tracker, source.frames, { maxFps: 2 });
    });
    expect(result.current.frame).toBeNull();
    for (const x of [100, 102, 104, 106]) await passesFor(all, x);
    // No time has passed: the first is shown at once, the others wait.
    await vi.waitFor(() => expect(result.current.frame).toBe(all[0]), WAIT);
    const before = renders;
    vi.advanceTimersByTime(499);
    expect(renders).toBe(before);
    vi.advanceTimersByTime(2);
    await vi.waitFor(() => expect(result.current.frame).toBe(all[3]), WAIT);
    expect(renders).toBe(before + 1);
    await unmount();
  } finally {
    vi.useRealTimers();
  }
});

test('usePoses forgets the frame of another source in the same render', async () => {
  const other = pictures();
  const seen: (PoseFrame | null)[] = [];
  const { result, rerender, unmount } = await renderHook(
    (frames = source.frames) => {
      const answer = usePoses(tracker, frames);
      seen.push(answer.frame);
      return answer;
    },
    { initialProps: source.frames },
  );
  await source.show(100);
  await vi.waitFor(() => expect(result.current.frame?.poses).toHaveLength(1), WAIT);
  seen.length = 0;
  await rerender(other.frames);
  expect(seen.length).toBeGreaterThan(0);
  expect(new Set(seen)).toEqual(new Set([null]));
  await unmount();
});

test('useDecoderComparison answers for each name; decoders written in the call start nothing again', async () => {
  const subscribed = vi.spyOn(source.frames, 'subscribe');
  const { result, unmount } = await renderHook(() =>
    useDecoderComparison(tracker, source.frames, { cell: argmax(), mean: integral() }, { maxFps: 1000 }),
  );
  for (const x of [101.3, 103.3]) {
    await source.show(x);
    const time = x === 101.3 ? 0 : 40;
    await vi.waitFor(() => expect(result.current.frame?.time).toBe(time), WAIT);
  }
  const { cell, mean } = result.current.frame?.poses ?? {};
  expect([cell?.[0]?.id, mean?.[0]?.id]).toEqual([1, 1]);
  expect(cell?.[0]?.keypoints[0]?.x).not.toBeCloseTo(mean?.[0]?.keypoints[0]?.x ?? Number.NaN, 2);
  expect(subscribed).toHaveBeenCalledTimes(1);
  await unmount();
});

test('an error of the source is told, and thrown to the nearest boundary if it has no type', async () => {
  const { result, unmount } = await renderHook(() => usePoses(tracker, source.frames));
  const { PoseError } = await import('@integral-pose/sdk');
  const error = new PoseError({ reason: 'camera-ended' }, 'It is gone.', 'Plug it in.');
  source.frames.error(error);
  await vi.waitFor(() => expect(result.current.error).toBe(error), WAIT);
  await unmount();
});

test('a video that fails and is given another source goes on', async () => {
  camera = fakeCamera();
  const video = document.createElement('video');
  video.muted = true;
  const results: PoseFrame[] = [];
  const { result, unmount } = await renderHook(() =>
    usePoseFrames(tracker, video, (frame) => {
      results.push(frame);
    }),
  );
  video.src = 'data:video/mp4,nonsense';
  await vi.waitFor(() => expect(result.current.error?.reason).toBe('undecodable-media'), WAIT);
  video.removeAttribute('src');
  video.srcObject = camera.stream;
  await video.play();
  await vi.waitFor(() => expect(results.length).toBeGreaterThan(0), WAIT);
  await vi.waitFor(() => expect(result.current.error).toBeNull(), WAIT);
  await unmount();
});

function Video({ stream, onPoses }: { readonly stream: MediaStream; readonly onPoses: (frame: PoseFrame) => void }) {
  const [element, setElement] = useState<HTMLVideoElement | null>(null);
  const state = usePoseContext();
  usePoseFrames(state, element, onPoses);
  const attach = (video: HTMLVideoElement | null): void => {
    setElement(video);
    if (!video || video.srcObject === stream) return;
    video.srcObject = stream;
    void video.play();
  };
  return (
    <div style={{ position: 'relative', width: 320, height: 240 }}>
      <video ref={attach} muted playsInline />
      <PoseOverlay source={element} />
    </div>
  );
}

const Strict = ({ children }: { readonly children: ReactNode }) => <StrictMode>{children}</StrictMode>;

test('R19 a provider of its own, an overlay and a video in StrictMode: drawn, and nothing is left when it goes', async () => {
  const bitmaps = countBitmaps();
  const before = memory().numTensors;
  camera = fakeCamera();
  const { stream } = camera;
  const own = countedNetwork('own');
  const results: PoseFrame[] = [];
  const { container, unmount } = await render(
    <PoseProvider options={colourOptions(own)}>
      <Video stream={stream} onPoses={(frame) => results.push(frame)} />
    </PoseProvider>,
    { wrapper: Strict },
  );
  const painted = () => {
    const canvas = container.querySelector('canvas');
    const { width = 0, height = 0 } = canvas ?? {};
    const data = width && height ? canvas?.getContext('2d')?.getImageData(0, 0, width, height).data : undefined;
    return data?.some((value) => value > 0) ?? false;
  };
  await vi.waitFor(() => expect(results.some(({ poses }) => poses.length === 1)).toBe(true), WAIT);
  await vi.waitFor(() => expect(painted()).toBe(true), WAIT);
  expect(own.most).toBe(1);
  await unmount();
  const { length } = results;
  await vi.waitFor(() => expect(bitmaps.open).toBe(0), WAIT);
  await bitmaps.settled();
  expect(results).toHaveLength(length);
  expect(bitmaps.made).toBeGreaterThan(0);
  expect(bitmaps.open).toBe(0);
  expect(own.alive).toBe(0);
  expect(memory().numTensors).toBe(before);
  bitmaps.restore();
});

test('without a tracker or a provider a component says so', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  await expect(render(<PoseOverlay source={null} />)).rejects.toMatchObject({ reason: 'invalid-argument' });
  vi.restoreAllMocks();
});
