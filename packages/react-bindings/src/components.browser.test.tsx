import { type Pose, PoseError, type PoseFrame, type PoseTracker } from '@integral-pose/sdk';
import { colourManifest } from '@integral-pose/test-kit/colours';
import { StrictMode } from 'react';
import { EMPTY, map } from 'rxjs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import { PoseCamera } from './pose-camera.tsx';
import { PoseScene } from './pose-scene.tsx';
import { colourOptions } from './testing/colour-options.ts';
import { countedNetwork } from './testing/counted-network.ts';
import { answerCamera, type FakeCamera, fakeCamera } from './testing/fake-camera.ts';
import { pictures } from './testing/pictures.ts';

const WAIT = { timeout: 60_000 };

let fake: FakeCamera;
beforeEach(() => {
  fake = fakeCamera();
});
afterEach(() => {
  fake.close();
  vi.restoreAllMocks();
});

test('PoseCamera: a button, progress, and then the people; nothing is left when it goes', async () => {
  const model = countedNetwork();
  const asked = answerCamera(async () => fake.stream);
  const frames: PoseFrame[] = [];
  const { container, getByRole, unmount } = await render(
    <PoseCamera options={colourOptions(model)} onFrame={(frame) => frames.push(frame)} />,
    { wrapper: StrictMode },
  );
  expect(asked).not.toHaveBeenCalled();
  await getByRole('button', { name: 'Start the camera' }).click();
  await vi.waitFor(() => expect(frames.at(-1)?.poses).toHaveLength(1), WAIT);
  expect(container.querySelector('button')).toBeNull();
  expect(container.querySelector('progress')).toBeNull();
  expect(container.querySelector('video')?.style.transform).toBe('scaleX(-1)');
  expect(model.most).toBe(1);
  await unmount();
  expect([model.alive, fake.track.readyState]).toEqual([0, 'ended']);
});

test('PoseCamera says what is wrong, in other words if asked to, and tries again', async () => {
  let broken = true;
  const error = new PoseError({ reason: 'model-unreachable', address: 'x', status: 503 }, 'No.', 'Wait.');
  const model = countedNetwork('shaky', async () => {
    if (broken) throw error;
  });
  const asked = answerCamera(() => Promise.reject(new DOMException('no', 'NotAllowedError')));
  const { getByRole, getByText } = await render(
    <PoseCamera
      options={colourOptions(model)}
      camera={{ autoStart: true }}
      labels={{ error: ({ reason }) => `Fehler: ${reason}`, retry: 'Nochmal' }}
    />,
    { wrapper: StrictMode },
  );
  await expect.element(getByText('Fehler: model-unreachable')).toBeVisible();
  broken = false;
  await getByRole('button', { name: 'Nochmal' }).click();
  await expect.element(getByText('Fehler: camera-denied')).toBeVisible();
  asked.mockImplementation(async () => fake.stream);
  await getByRole('button', { name: 'Nochmal' }).click();
  await vi.waitFor(() => expect(document.querySelector('[role=alert]')).toBeNull(), WAIT);
});

/** A tracker of one's own: whatever the picture, a triangle in space, at most 1 m high. */
function triangleTracker(): PoseTracker {
  const { skeleton } = colourManifest;
  const spread = { xx: 1, xy: 0, yy: 1 };
  const places = [
    [-0.5, 0, 0],
    [0.5, 0, 0],
    [0, 1, 0.2],
  ] as const;
  const pose: Pose = {
    id: 1,
    box: { x: 0, y: 0, width: 10, height: 10 },
    score: 1,
    region: { centre: { x: 5, y: 5 }, side: 10, angle: 0 },
    keypoints: skeleton.keypoints.map((name, x) => ({ name, x, y: x, score: 1, spread })),
    keypoints3D: places.map(([x, y, z], k) => ({
      ...{ x, y, z, score: 1, zSpread: 0.1 },
      name: skeleton.keypoints[k] as string,
    })),
  };
  return {
    backend: 'none',
    skeleton,
    events: EMPTY,
    track: (frames) =>
      frames.pipe(
        map(({ time, captured, size, close }) => {
          close();
          return { time, captured, emitted: captured, size, poses: [pose], dropped: 0, timings: {} };
        }),
      ),
    compare: () => EMPTY,
    estimate: () => Promise.reject(new Error('Nobody asks for this.')),
    dispose: () => undefined,
  };
}

test('PoseScene: three.js comes when it is shown, people are drawn, and the context goes with it', async () => {
  const source = pictures();
  const context = vi.spyOn(HTMLCanvasElement.prototype, 'getContext');
  const drawn = vi.spyOn(WebGL2RenderingContext.prototype, 'drawElementsInstanced');
  const scene = (tracker: PoseTracker | null, grid = true) => (
    <div style={{ width: 160, height: 120 }}>
      <PoseScene tracker={tracker} source={source.frames} grid={grid} fallback={<output>Loading</output>} />
    </div>
  );
  const { container, rerender, unmount } = await render(scene(null), { wrapper: StrictMode });
  expect(container.textContent).toBe('Loading');
  await rerender(scene(triangleTracker()));
  await vi.waitFor(() => expect(container.querySelector('canvas')).not.toBeNull(), WAIT);
  await vi.waitFor(() => expect(source.frames.observed).toBe(true), WAIT);
  expect(container.textContent).toBe('');
  await source.show(100);
  const instances = () => drawn.mock.calls.map(([, , , , count]) => count);
  // Three joints and three error bars, two bones between them.
  await vi.waitFor(() => expect(instances()).toContain(3), WAIT);
  expect(instances()).toContain(2);
  drawn.mockClear();
  await rerender(scene(triangleTracker(), false));
  await source.show(100);
  await vi.waitFor(() => expect(instances()).toContain(3), WAIT);
  const contexts = context.mock.results.map(({ value }) => value).filter((gl) => gl instanceof WebGL2RenderingContext);
  const open = () => contexts.filter((gl) => !gl.isContextLost()).length;
  expect(open()).toBe(1);
  await unmount();
  expect(open()).toBe(0);
  expect(source.frames.observed).toBe(false);
});
