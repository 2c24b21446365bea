import { type ReactNode, StrictMode } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { render, renderHook } from 'vitest-browser-react';
import { answerCamera, type FakeCamera, fakeCamera } from './testing/fake-camera.ts';
import { type UseCameraOptions, type UseCameraResult, useCamera } from './use-camera.ts';

const WAIT = { timeout: 60_000 };
const Strict = ({ children }: { readonly children: ReactNode }) => <StrictMode>{children}</StrictMode>;

let fake: FakeCamera;
beforeEach(() => {
  fake = fakeCamera();
});
afterEach(() => {
  fake.close();
  vi.restoreAllMocks();
});

function Camera({ told, ...options }: UseCameraOptions & { readonly told?: (camera: UseCameraResult) => void }) {
  const camera = useCamera(options);
  told?.(camera);
  return (
    <>
      <button type="button" onClick={camera.start}>
        Start
      </button>
      <button type="button" onClick={camera.stop}>
        Stop
      </button>
      <output>{camera.error?.reason ?? camera.status}</output>
      <video ref={camera.videoRef} muted playsInline />
    </>
  );
}

test('R19 in StrictMode the user is asked once, and the track stops with the component, well within 100 ms', async () => {
  const asked = answerCamera(async () => fake.stream);
  const { container, unmount } = await render(<Camera autoStart />, { wrapper: Strict });
  const video = container.querySelector('video') as HTMLVideoElement;
  await vi.waitFor(() => expect(video.srcObject).toBe(fake.stream), WAIT);
  await vi.waitFor(() => expect(container.textContent).toContain('running'), WAIT);
  expect(asked).toHaveBeenCalledOnce();
  expect(fake.track.readyState).toBe('live');
  const stopped = vi.spyOn(fake.track, 'stop');
  // A task that was there before React is told: the camera stops before it has its turn, in the commit itself.
  const turn = new Promise((resolve) => setTimeout(resolve)).then(() => stopped.mock.calls.length);
  const gone = unmount();
  expect(await turn).toBeGreaterThan(0);
  expect(fake.track.readyState).toBe('ended');
  await gone;
});

test('R19 permission that comes after the component has gone stops the track at once', async () => {
  let grant = (_: MediaStream) => {};
  const asked = answerCamera(
    () =>
      new Promise((resolve) => {
        grant = resolve;
      }),
  );
  const { unmount } = await render(<Camera autoStart />, { wrapper: Strict });
  await vi.waitFor(() => expect(asked).toHaveBeenCalled(), WAIT);
  await unmount();
  const stopped = vi.spyOn(fake.track, 'stop');
  grant(fake.stream);
  // In the same turn of the page, however busy it is.
  await new Promise((resolve) => setTimeout(resolve));
  expect(stopped).toHaveBeenCalled();
  expect(fake.track.readyState).toBe('ended');
});

test('it starts and stops on demand, and may be started again', async () => {
  const second = fakeCamera();
  const streams = [fake.stream, second.stream];
  const asked = answerCamera(async () => streams.shift() as MediaStream);
  const { container, getByText } = await render(<Camera />, { wrapper: Strict });
  const video = container.querySelector('video') as HTMLVideoElement;
  expect(container.textContent).toContain('idle');
  expect(asked).not.toHaveBeenCalled();
  await getByText('Start').click();
  await vi.waitFor(() => expect(video.srcObject).toBe(fake.stream), WAIT);
  await getByText('Stop').click();
  expect(fake.track.readyState).toBe('ended');
  await vi.waitFor(() => expect(video.srcObject).toBeNull(), WAIT);
  expect(container.textContent).toContain('idle');
  await getByText('Start').click();
  await vi.waitFor(() => expect(video.srcObject).toBe(second.stream), WAIT);
  expect(container.textContent).toContain('running');
  second.close();
});

test('options that change open another camera; the same ones written anew do not', async () => {
  const second = fakeCamera();
  const streams = [fake.stream, second.stream];
  const asked = answerCamera(async () => streams.shift() as MediaStream);
  const { container, rerender } = await render(<Camera autoStart constraints={{ width: 320 }} />);
  const video = container.querySelector('video') as HTMLVideoElement;
  await vi.waitFor(() => expect(video.srcObject).toBe(fake.stream), WAIT);
  await rerender(<Camera autoStart constraints={{ width: 320 }} />);
  expect(asked).toHaveBeenCalledTimes(1);
  await rerender(<Camera autoStart deviceId="other" />);
  expect(fake.track.readyState).toBe('ended');
  await vi.waitFor(() => expect(video.srcObject).toBe(second.stream), WAIT);
  expect(asked.mock.lastCall?.[0]).toMatchObject({ video: { deviceId: { exact: 'other' } } });
  second.close();
});

test('R20 a refusal has a type, and starting again asks again', async () => {
  const asked = answerCamera(() => Promise.reject(new DOMException('no', 'NotAllowedError')));
  const { container, getByText } = await render(<Camera autoStart />, { wrapper: Strict });
  await vi.waitFor(() => expect(container.textContent).toContain('camera-denied'), WAIT);
  asked.mockImplementation(async () => fake.stream);
  await getByText('Start').click();
  await vi.waitFor(() => expect(container.textContent).toContain('running'), WAIT);
});

test('R20 a camera that is unplugged says so', async () => {
  answerCamera(async () => fake.stream);
  const { container } = await render(<Camera autoStart />, { wrapper: Strict });
  await vi.waitFor(() => expect(container.textContent).toContain('running'), WAIT);
  // As if from outside: a track that a script stops does not say so itself.
  fake.track.stop();
  fake.track.dispatchEvent(new Event('ended'));
  await vi.waitFor(() => expect(container.textContent).toContain('camera-ended'), WAIT);
});

test('cameras and permission are told as they change', async () => {
  const camera = (label: string) => ({ kind: 'videoinput', deviceId: label, label, groupId: '' }) as MediaDeviceInfo;
  let found = [camera('front')];
  vi.spyOn(navigator.mediaDevices, 'enumerateDevices').mockImplementation(async () => found);
  const permission = Object.assign(new EventTarget(), { state: 'prompt' }) as PermissionStatus & { state: string };
  vi.spyOn(navigator.permissions, 'query').mockResolvedValue(permission);
  const { result, unmount } = await renderHook(() => useCamera(), { wrapper: Strict });
  await vi.waitFor(() => expect(result.current.devices.map(({ label }) => label)).toEqual(['front']), WAIT);
  await vi.waitFor(() => expect(result.current.permission).toBe('prompt'), WAIT);
  found = [camera('front'), camera('back')];
  navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
  await vi.waitFor(() => expect(result.current.devices.map(({ label }) => label)).toEqual(['front', 'back']), WAIT);
  permission.state = 'granted';
  permission.dispatchEvent(new Event('change'));
  await vi.waitFor(() => expect(result.current.permission).toBe('granted'), WAIT);
  await unmount();
});
