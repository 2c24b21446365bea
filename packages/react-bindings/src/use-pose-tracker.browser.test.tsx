import {
  argmax,
  type DetectorRecipe,
  localDebiasedIntegral,
  type NetworkRecipe,
  PoseError,
  type PoseFrame,
  wholeFrame,
} from '@integral-pose/sdk';
import { memory } from '@tensorflow/tfjs-core';
import { Component, type ReactNode, StrictMode } from 'react';
import { beforeAll, expect, test, vi } from 'vitest';
import { render, renderHook } from 'vitest-browser-react';
import { colourOptions } from './testing/colour-options.ts';
import { countedNetwork } from './testing/counted-network.ts';
import { pictures } from './testing/pictures.ts';
import type { PoseTrackerState } from './tracker-state.ts';
import { usePoseFrames } from './use-pose-frames.ts';
import { type UsePoseTrackerOptions, usePoseTracker } from './use-pose-tracker.ts';

const WAIT = { timeout: 60_000 };

// The back-end's own tensors are there from the first tracker on.
beforeAll(async () => {
  const { result, unmount } = await renderHook(() => usePoseTracker(colourOptions(countedNetwork())));
  await vi.waitFor(() => expect(result.current.status).toBe('ready'), WAIT);
  await unmount();
});

function createGate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

function renderTracker(options: UsePoseTrackerOptions) {
  return renderHook((props) => usePoseTracker(props ?? options), { initialProps: options, wrapper: StrictMode });
}

test('R19 one live engine in StrictMode: it is loaded once, and gone with the component, with its tensors', async () => {
  const before = memory().numTensors;
  const model = countedNetwork();
  const states: PoseTrackerState['status'][] = [];
  const { result, unmount } = await renderHook(
    () => {
      // Written in the call, as most people do.
      const state = usePoseTracker(colourOptions(model, { decoder: argmax() }));
      states.push(state.status);
      return state;
    },
    { wrapper: StrictMode },
  );
  await vi.waitFor(() => expect(result.current.status).toBe('ready'), WAIT);
  expect(states[0]).toBe('loading');
  expect([model.loads, model.alive, model.most]).toEqual([1, 1, 1]);
  expect(memory().numTensors).toBe(before + 1);
  await unmount();
  expect(model.alive).toBe(0);
  expect(memory().numTensors).toBe(before);
});

test('R19 unmounted in the middle of loading: what comes later is released', async () => {
  const before = memory().numTensors;
  const gate = createGate();
  const model = countedNetwork('slow', () => gate.opened);
  const onProgress = vi.fn();
  const { unmount } = await renderTracker(colourOptions(model, { onProgress }));
  await vi.waitFor(() => expect(model.loads).toBe(1), WAIT);
  await unmount();
  onProgress.mockClear();
  gate.open();
  await vi.waitFor(() => expect(model.most).toBe(1), WAIT);
  await vi.waitFor(() => expect(model.alive).toBe(0), WAIT);
  expect(memory().numTensors).toBe(before);
  expect(onProgress).not.toHaveBeenCalled();
});

test('progress is told while it loads, to the caller as well', async () => {
  const gate = createGate();
  const network = countedNetwork('slow', () => gate.opened);
  const model: NetworkRecipe = {
    name: 'slow',
    load(context) {
      context.onBytes(300, 400, 'slow');
      return network.load(context);
    },
  };
  const onProgress = vi.fn();
  const { result } = await renderTracker(colourOptions(model, { onProgress }));
  const told = { phase: 'download', loaded: 300, total: 400 };
  await vi.waitFor(() => expect(result.current).toMatchObject({ status: 'loading', progress: told }), WAIT);
  expect(onProgress).toHaveBeenCalledWith(expect.objectContaining(told));
  gate.open();
  await vi.waitFor(() => expect(result.current.status).toBe('ready'), WAIT);
  expect(onProgress.mock.lastCall?.[0]).toMatchObject({ fraction: 1 });
});

test('a new decoder or number of people loads nothing: the very next frame has it, with the same ids', async () => {
  const model = countedNetwork();
  const { frames, show } = pictures();
  const results: PoseFrame[] = [];
  const soft = localDebiasedIntegral();
  const { rerender, result } = await renderHook(
    (options) => {
      const state = usePoseTracker(options ?? colourOptions(model));
      usePoseFrames(state, frames, (frame) => results.push(frame));
      return state;
    },
    { initialProps: colourOptions(model, { decoder: soft, maxPeople: 1 }), wrapper: StrictMode },
  );
  await vi.waitFor(() => expect(result.current.status).toBe('ready'), WAIT);
  const look = async () => {
    const count = results.length;
    await show(103.3);
    await vi.waitFor(() => expect(results).toHaveLength(count + 1), WAIT);
    return results[count]?.poses[0];
  };
  await look();
  const before = await look();
  await rerender(colourOptions(model, { decoder: argmax(), maxPeople: 2 }));
  expect(result.current.status).toBe('ready');
  const after = await look();
  expect(Math.abs((after?.keypoints[0]?.x ?? 0) - (before?.keypoints[0]?.x ?? 0))).toBeGreaterThan(0.5);
  expect(after?.id).toBe(before?.id);
  expect(model.loads).toBe(1);
});

test('R19 a new model is loaded, alone, and no frame of the old one comes once it was asked for', async () => {
  const loading = createGate();
  const [old, young] = [countedNetwork('old'), countedNetwork('young', () => loading.opened)];
  const { frames, show } = pictures();
  // Every frame is searched for people; from the second on, the search waits.
  const gate = createGate();
  let searches = 0;
  const detector: DetectorRecipe = {
    name: 'gated',
    async load(context) {
      const found = await wholeFrame().load(context);
      return {
        ...found,
        async detect(pixels, most) {
          if (pixels.frame.time > 0 && searches++ === 0) await gate.opened;
          return found.detect(pixels, most);
        },
      };
    },
  };
  const optionsOf = (model: NetworkRecipe) => colourOptions(model, { detector, maxPeople: 2, detectEvery: 0 });
  const results: string[] = [];
  const { rerender, result } = await renderHook(
    (model) => {
      const { name } = model ?? old;
      const state = usePoseTracker(optionsOf(model ?? old));
      usePoseFrames(state, frames, () => results.push(name));
      return state;
    },
    { initialProps: old as NetworkRecipe, wrapper: StrictMode },
  );
  await vi.waitFor(() => expect(result.current.status).toBe('ready'), WAIT);
  await show(100);
  await vi.waitFor(() => expect(results).toEqual(['old']), WAIT);
  await show(110);
  await vi.waitFor(() => expect(searches).toBe(1), WAIT);
  await rerender(young);
  expect(result.current.status).toBe('loading');
  expect([old.alive, frames.observed]).toEqual([0, false]);
  gate.open();
  loading.open();
  await vi.waitFor(() => expect(result.current.status).toBe('ready'), WAIT);
  expect([old.alive, young.alive, young.loads]).toEqual([0, 1, 1]);
  await show(120);
  await vi.waitFor(() => expect(results).toHaveLength(2), WAIT);
  expect(results).toEqual(['old', 'young']);
});

test('a failure is a typed error, and retry loads again', async () => {
  let broken = true;
  const error = new PoseError({ reason: 'model-unreachable', address: 'x', status: 503 }, 'No.', 'Wait.');
  const model = countedNetwork('shaky', async () => {
    if (broken) throw error;
  });
  const { result, act } = await renderTracker(colourOptions(model));
  await vi.waitFor(() => expect(result.current).toMatchObject({ status: 'failed', error }), WAIT);
  broken = false;
  await act(() => {
    if (result.current.status === 'failed') result.current.retry();
  });
  await vi.waitFor(() => expect(result.current.status).toBe('ready'), WAIT);
  expect([model.loads, model.alive]).toEqual([2, 1]);
});

class Boundary extends Component<{ readonly children: ReactNode; readonly caught: (error: unknown) => void }> {
  override state = { failed: false };
  static getDerivedStateFromError() {
    return { failed: true };
  }
  override componentDidCatch(error: unknown) {
    this.props.caught(error);
  }
  override render() {
    return this.state.failed ? 'It failed.' : this.props.children;
  }
}

function Tracked({ model }: { readonly model: NetworkRecipe }) {
  return usePoseTracker(colourOptions(model)).status;
}

test('what is no PoseError is a mistake in the program, and goes to the error boundary', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const mistake = new TypeError('oops');
  const model = countedNetwork('wrong', () => Promise.reject(mistake));
  const caught = vi.fn();
  await render(
    <Boundary caught={caught}>
      <Tracked model={model} />
    </Boundary>,
  );
  await vi.waitFor(() => expect(caught).toHaveBeenCalledWith(mistake), WAIT);
  vi.restoreAllMocks();
});
