import type * as ReactModule from 'react';
import { StrictMode, useLayoutEffect } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import { PoseOverlay } from './pose-overlay.tsx';
import { colourOptions } from './testing/colour-options.ts';
import { type CountedNetwork, countedNetwork } from './testing/counted-network.ts';
import { answerCamera, type FakeCamera, fakeCamera } from './testing/fake-camera.ts';
import { useCamera } from './use-camera.ts';
import { usePoseTracker } from './use-pose-tracker.ts';
import { usePoses } from './use-poses.ts';

const WAIT = { timeout: 60_000 };

// React says nothing of a state that is set after the component has gone, so each setter is watched.
const updates = vi.hoisted(() => ({ count: 0, atEnd: 0 }));
vi.mock('react', async (original) => {
  const react = await original<typeof ReactModule>();
  const wrapped = new WeakMap<object, (value: unknown) => void>();
  return {
    ...react,
    useState(initial: unknown) {
      const [value, set] = react.useState(initial);
      const known = wrapped.get(set);
      const watched =
        known ??
        ((next: unknown) => {
          updates.count++;
          set(next);
        });
      wrapped.set(set, watched);
      return [value, watched];
    },
  };
});

let fake: FakeCamera | undefined;
afterEach(() => {
  fake?.close();
  vi.restoreAllMocks();
});

function Page({ model }: { readonly model: CountedNetwork }) {
  // The first of all that happens when it goes.
  useLayoutEffect(
    () => () => {
      updates.atEnd = updates.count;
    },
    [],
  );
  const { videoRef, status } = useCamera({ autoStart: true });
  const tracker = usePoseTracker(colourOptions(model));
  const { frame } = usePoses(tracker, videoRef, { maxFps: 1000 });
  return (
    <div style={{ position: 'relative' }}>
      <video ref={videoRef} muted playsInline />
      <PoseOverlay tracker={tracker} source={videoRef} />
      <output>{`${status} ${tracker.status} ${frame?.poses.length}`}</output>
    </div>
  );
}

test('R19 no state is set after the component has gone: while it tracks', async () => {
  fake = fakeCamera();
  const { stream } = fake;
  answerCamera(async () => stream);
  const model = countedNetwork();
  const { container, unmount } = await render(<Page model={model} />, { wrapper: StrictMode });
  await vi.waitFor(() => expect(container.textContent).toBe('running ready 1'), WAIT);
  expect(updates.count).toBeGreaterThan(3);
  await unmount();
  const { passes } = model;
  await settled();
  expect(updates.count).toBe(updates.atEnd);
  // What was under way may end; nothing new is begun.
  expect(model.passes - passes).toBeLessThanOrEqual(2);
});

test('R19 no state is set after the component has gone: while it loads and asks', async () => {
  fake = fakeCamera();
  const { stream, track } = fake;
  const opens: (() => void)[] = [];
  const gate = () => new Promise<void>((resolve) => opens.push(resolve));
  const asked = answerCamera(() => gate().then(() => stream));
  const model = countedNetwork('slow', gate);
  const { unmount } = await render(<Page model={model} />, { wrapper: StrictMode });
  await vi.waitFor(() => expect(opens).toHaveLength(2), WAIT);
  expect(asked).toHaveBeenCalledOnce();
  await unmount();
  for (const open of opens) open();
  await vi.waitFor(() => expect(track.readyState).toBe('ended'), WAIT);
  await vi.waitFor(() => expect([model.most, model.alive]).toEqual([1, 0]), WAIT);
  await settled();
  expect(updates.count).toBe(updates.atEnd);
});

/** Resolves when the page has drawn several pictures more, and so had time for whatever was under way. */
async function settled(): Promise<void> {
  for (let picture = 0; picture < 10; picture++) await new Promise((resolve) => requestAnimationFrame(resolve));
}
