import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CODED_SIZE, drawCode, isLater, pixel, readCode } from '../../../../test/media/coded-picture.ts';
import { countBitmaps } from '../../../../test/media/count-bitmaps.ts';
import type { Frame } from '../types/frame.ts';
import { PoseError, type PoseErrorDetail } from '../types/pose-error.ts';
import { camera, openCamera } from './camera.ts';
import type { CameraOptions } from './camera-constraints.ts';
import { listCameras } from './list-cameras.ts';

/** A camera that is a canvas, redrawn 30 times a second with a growing code. */
function fakeCamera(): { stream: MediaStream; track: MediaStreamTrack; stop(): void } {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, CODED_SIZE);
  let code = 0;
  drawCode(canvas, code);
  const stream = canvas.captureStream();
  const timer = setInterval(() => drawCode(canvas, ++code % 256), 33);
  const [track] = stream.getVideoTracks();
  if (!track) throw new Error('The canvas has no track.');
  return { stream, track, stop: () => clearInterval(timer) };
}

let bitmaps: ReturnType<typeof countBitmaps>;
let fake: ReturnType<typeof fakeCamera>;
/** When the fake camera began, ms. */
let plugged: number;
beforeEach(() => {
  bitmaps = countBitmaps();
  plugged = performance.now();
  fake = fakeCamera();
});
afterEach(() => {
  fake.stop();
  bitmaps.restore();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

type GetUserMedia = (constraints?: MediaStreamConstraints) => Promise<MediaStream>;
const stubCamera = (answer: GetUserMedia) =>
  vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockImplementation(answer);
/** A promise that the test settles. */
function deferred() {
  let resolve = (_: MediaStream) => {};
  let reject = (_: unknown) => {};
  const promise = new Promise<MediaStream>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The error a camera fails with; anything else fails the test. */
function failure(options: CameraOptions = {}): Promise<PoseError> {
  return new Promise((resolve, reject) => {
    camera(options).subscribe({
      next: () => reject(new Error('There was a frame.')),
      error: resolve,
      complete: () => reject(new Error('It completed.')),
    });
  });
}

const overconstrained = (constraint: string) => new OverconstrainedError(constraint, 'too much');

describe('R20 each failure of a camera has a typed reason', () => {
  const cases: [what: string, thrown: Error, detail: PoseErrorDetail][] = [
    ['denied', new DOMException('no', 'NotAllowedError'), { reason: 'camera-denied' }],
    ['not found', new DOMException('none', 'NotFoundError'), { reason: 'camera-not-found' }],
    ['in use', new DOMException('busy', 'NotReadableError'), { reason: 'camera-in-use' }],
    ['a driver that gives up', new DOMException('oops', 'AbortError'), { reason: 'camera-in-use' }],
    ['switched off for the document', new DOMException('off', 'SecurityError'), { reason: 'camera-blocked-by-policy' }],
    ['overconstrained', overconstrained('width'), { reason: 'camera-overconstrained', constraint: 'width' }],
  ];
  for (const [what, thrown, detail] of cases) {
    test(`R20 ${what}: ${detail.reason}`, async () => {
      stubCamera(() => Promise.reject(thrown));
      const error = await failure();
      expect(error).toBeInstanceOf(PoseError);
      expect(error.detail).toEqual(detail);
      expect(error.cause).toBe(thrown);
      expect(error.fix).toMatch(/^[A-Z].*\.$/);
    });
  }

  test('R20 a chosen camera that is gone: camera-not-found with its id, and no other is tried', async () => {
    const asked = stubCamera(() => Promise.reject(overconstrained('deviceId')));
    expect((await failure({ deviceId: 'gone' })).detail).toEqual({ reason: 'camera-not-found', deviceId: 'gone' });
    expect(asked).toHaveBeenCalledTimes(1);
    expect(asked.mock.calls[0]?.[0]).toEqual({ audio: false, video: { deviceId: { exact: 'gone' } } });
  });

  test('R20 a permissions policy of the page: camera-blocked-by-policy, by the browser’s own word', async () => {
    // The same modules, run in a frame that may not use the camera. No stub: this is the browser's refusal.
    const frame = document.createElement('iframe');
    frame.allow = "camera 'none'";
    document.body.append(frame);
    const answer = new Promise((resolve) =>
      window.addEventListener('message', ({ data }) => data.cameraReason && resolve(data.cameraReason)),
    );
    const script = document.createElement('script');
    script.type = 'module';
    script.textContent = `
      import { openCamera } from ${JSON.stringify(new URL('./camera.ts', import.meta.url).href)};
      openCamera().then(() => 'opened', ({ reason }) => reason)
        .then((cameraReason) => parent.postMessage({ cameraReason }, '*'));`;
    frame.contentDocument?.body.append(script);
    expect(await answer).toBe('camera-blocked-by-policy');
    frame.remove();
  });

  test('R20 an insecure page: insecure-context with its address', async () => {
    vi.stubGlobal('navigator', {});
    vi.stubGlobal('isSecureContext', false);
    expect((await failure()).detail).toEqual({ reason: 'insecure-context', address: location.origin });
    await expect(listCameras()).rejects.toMatchObject({ detail: { reason: 'insecure-context' } });
  });

  test('R20 a browser without cameras: unsupported', async () => {
    vi.stubGlobal('navigator', {});
    expect((await failure()).reason).toBe('unsupported');
  });

  test('R20 unplugged: camera-ended, and the track is stopped', async () => {
    stubCamera(async () => fake.stream);
    const error = await new Promise<PoseError>((resolve) => {
      camera().subscribe({
        next: (frame) => {
          frame.close();
          fake.track.dispatchEvent(new Event('ended'));
        },
        error: resolve,
      });
    });
    expect(error.detail).toEqual({ reason: 'camera-ended' });
    expect(fake.track.readyState).toBe('ended');
    await bitmaps.settled();
    expect(bitmaps.open).toBe(0);
  });
});

describe('R20 constraints', () => {
  test('R20 options are wishes, except the device', async () => {
    const asked = stubCamera(async () => fake.stream);
    const opened = await openCamera({
      facing: 'user',
      width: 640,
      height: 480,
      frameRate: 30,
      constraints: { aspectRatio: 2 },
    });
    opened.stop();
    expect(asked.mock.calls).toEqual([
      [
        {
          audio: false,
          video: {
            facingMode: { ideal: 'user' },
            width: { ideal: 640 },
            height: { ideal: 480 },
            frameRate: { ideal: 30 },
            aspectRatio: 2,
          },
        },
      ],
    ]);
  });

  test('R20 what no camera can do is tried once more as a wish', async () => {
    const asked = stubCamera(async (constraints) => {
      const video = constraints?.video as MediaTrackConstraints;
      if (typeof video.width === 'object' && video.width.exact) throw overconstrained('width');
      return fake.stream;
    });
    const opened = await openCamera({
      deviceId: 'mine',
      constraints: { width: { exact: 9999 }, frameRate: { min: 50, ideal: 60 }, height: { max: 100 } },
    });
    opened.stop();
    expect(asked.mock.calls[1]?.[0]).toEqual({
      audio: false,
      video: { deviceId: { exact: 'mine' }, width: { ideal: 9999 }, frameRate: { ideal: 60 }, height: { ideal: 100 } },
    });
    expect(asked).toHaveBeenCalledTimes(2);
  });
});

describe('a camera that runs', () => {
  test('R12 gives unmirrored frames at intrinsic size, in order, and stops at once on unsubscription', async () => {
    stubCamera(async () => fake.stream);
    const codes: number[] = [];
    const times: number[] = [];
    await new Promise<void>((resolve, reject) => {
      const subscription = camera({ rotation: 90 }).subscribe({
        next: (frame) => {
          expect(frame.size).toEqual(CODED_SIZE);
          expect(frame.rotation).toBe(90);
          const [red, , blue] = pixel(frame.image, 4, 80);
          expect([red > 200, blue < 60]).toEqual([true, true]);
          // The clock of `performance.now()`, to the browser's own accuracy.
          expect(frame.captured).toBeGreaterThan(plugged - 100);
          expect(frame.captured).toBeLessThan(performance.now() + 100);
          codes.push(readCode(frame.image));
          times.push(frame.time);
          frame.close();
          if (codes.length < 5) return;
          subscription.unsubscribe();
          // In the same task.
          expect(fake.track.readyState).toBe('ended');
          resolve();
        },
        error: reject,
      });
    });
    expect(codes.every((code, i) => i === 0 || isLater(code, codes[i - 1] ?? 0))).toBe(true);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    await bitmaps.settled();
    expect(bitmaps.open).toBe(0);
  });

  test('R19 stops also when permission is given only after unsubscription', async () => {
    const permission = deferred();
    stubCamera(() => permission.promise);
    const events: unknown[] = [];
    const subscription = camera().subscribe({ next: (e) => events.push(e), error: (e) => events.push(e) });
    subscription.unsubscribe();
    expect(fake.track.readyState).toBe('live');
    permission.resolve(fake.stream);
    await pause(0);
    expect(fake.track.readyState).toBe('ended');
    expect(events).toEqual([]);
  });

  test('unsubscribed before the refusal, it asks no second time', async () => {
    const permission = deferred();
    const asked = stubCamera(() => permission.promise);
    camera({ constraints: { width: { exact: 1 } } })
      .subscribe()
      .unsubscribe();
    permission.reject(overconstrained('width'));
    await pause(0);
    expect(asked).toHaveBeenCalledTimes(1);
  });

  test('openCamera: one stream is shown and tracked; unsubscribing leaves it running; stop completes', async () => {
    stubCamera(async () => fake.stream);
    const opened = await openCamera();
    expect(opened.settings).toMatchObject(CODED_SIZE);
    const video = document.createElement('video');
    video.muted = true;
    video.srcObject = opened.stream;
    await video.play();
    const elements = vi.spyOn(document, 'createElement');
    const first = await new Promise<Frame>((resolve) => {
      const subscription = opened.frames(video).subscribe((frame) => {
        resolve(frame);
        subscription.unsubscribe();
      });
    });
    expect(first.size).toEqual(CODED_SIZE);
    first.close();
    expect(elements).not.toHaveBeenCalled();
    expect(fake.track.readyState).toBe('live');

    let frames = 0;
    await new Promise<void>((resolve, reject) => {
      opened.frames().subscribe({
        next: (frame) => {
          frame.close();
          if (++frames === 2) opened.stop();
        },
        complete: resolve,
        error: reject,
      });
    });
    expect(fake.track.readyState).toBe('ended');
    opened.stop();
    // A stopped camera has no more frames.
    await new Promise<void>((resolve, reject) => opened.frames().subscribe({ complete: resolve, error: reject }));
    video.srcObject = null;
    await bitmaps.settled();
    expect(bitmaps.open).toBe(0);
  });

  test('openCamera: the signal ends the waiting, and stops the camera later', async () => {
    const permission = deferred();
    stubCamera(() => permission.promise);
    const early = new AbortController();
    const opening = openCamera({ signal: early.signal });
    early.abort();
    await expect(opening).rejects.toMatchObject({ detail: { reason: 'aborted' } });
    permission.resolve(fake.stream);
    await pause(0);
    expect(fake.track.readyState).toBe('ended');

    const other = fakeCamera();
    stubCamera(async () => other.stream);
    const late = new AbortController();
    await openCamera({ signal: late.signal });
    expect(other.track.readyState).toBe('live');
    late.abort();
    expect(other.track.readyState).toBe('ended');
    other.stop();
    const asked = stubCamera(async () => other.stream);
    asked.mockClear();
    await expect(openCamera({ signal: AbortSignal.abort() })).rejects.toMatchObject({ detail: { reason: 'aborted' } });
    expect(asked).not.toHaveBeenCalled();
  });

  test('R20 listCameras gives cameras only', async () => {
    const device = (kind: MediaDeviceKind, deviceId: string) =>
      ({ kind, deviceId, label: `the ${deviceId}`, groupId: '', toJSON: () => ({}) }) satisfies MediaDeviceInfo;
    vi.spyOn(navigator.mediaDevices, 'enumerateDevices').mockResolvedValue([
      device('audioinput', 'microphone'),
      device('videoinput', 'front'),
      device('videoinput', 'back'),
    ]);
    expect(await listCameras()).toEqual([
      { deviceId: 'front', label: 'the front' },
      { deviceId: 'back', label: 'the back' },
    ]);
  });
});
