import { colourManifest, colourNetwork, discFrame, discPerson } from '@integral-pose/test-kit/colours';
import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import { backend as currentBackend, tensor3d } from '@tensorflow/tfjs-core';
import { afterEach, expect, test, vi } from 'vitest';
import { createCropSampler } from '../crop/crop-sampler.ts';
import { localDebiasedIntegral } from '../decode/local-debiased-integral.ts';
import { wholeFrame } from '../detect/whole-frame.ts';
import { createFrame } from '../source/create-frame.ts';
import type { Backend } from '../tensor/backend.ts';
import type { Decoder } from '../tensor/decoder.ts';
import type { Detection, DetectorRecipe } from '../tensor/detector.ts';
import type { NetworkRecipe } from '../tensor/network.ts';
import { bySimilarity } from '../track/by-similarity.ts';
import type { PoseFrame } from '../types/pose.ts';
import { wasm } from '../wasm.ts';
import { webgl } from '../webgl.ts';
import { createPoseTracker } from './create-pose-tracker.ts';
import type { PoseTracker, PoseTrackerOptions } from './pose-tracker.ts';
import { createSession } from './session.ts';

// Software WebGL and whole networks, on a machine that may be busy.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const trackers: PoseTracker[] = [];
afterEach(() => {
  for (const tracker of trackers.splice(0)) tracker.dispose();
});

async function colourTracker(options: Partial<PoseTrackerOptions> = {}): Promise<PoseTracker> {
  const tracker = await createPoseTracker({
    backends: [wasm({ path: '/tfjs-wasm/' })],
    detector: wholeFrame(),
    model: colourNetwork(),
    ...options,
  });
  trackers.push(tracker);
  return tracker;
}

function loseContext(): void {
  const { gl } = (currentBackend() as MathBackendWebGL).getGPGPUContext();
  gl.getExtension('WEBGL_lose_context')?.loseContext();
}

/** The colour network, without an opinion on whether anybody is there, whose spread may be nothing. */
function credulous(): NetworkRecipe {
  const { presence: _, ...manifest } = colourManifest;
  const calibration = { default: { kappa: 1, floor: 0 } };
  return {
    name: 'credulous',
    async load(context) {
      const network = await colourNetwork().load(context);
      return {
        ...network,
        manifest: { ...manifest, heatmaps: { ...manifest.heatmaps, calibration }, crop: { scale: 2 } },
        infer(crops) {
          const inference = network.infer(crops);
          const dispose = () => inference.dispose();
          return { ...inference, presence: null, dispose };
        },
      };
    },
  };
}

/** Answers these cells, with no extent, whatever the maps. */
function pointing(...cells: readonly (readonly [x: number, y: number])[]): Decoder {
  return {
    name: 'pointing',
    decode: ({ people }) =>
      tensor3d(Array.from({ length: people }, () => cells.map(([x, y]) => [x, y, 0, 1, 0, 0, 0, 0]))),
  };
}

test('aborted at the very end of loading, there is no tracker', async () => {
  const abort = new AbortController();
  const dispose = vi.fn();
  const detector: DetectorRecipe = { name: 'quick', load: async () => ({ detect: async () => [], dispose }) };
  const loading = colourTracker({
    detector,
    warmup: false,
    signal: abort.signal,
    onProgress: ({ fraction }) => {
      if (fraction >= 0.9) abort.abort();
    },
  });
  await expect(loading).rejects.toMatchObject({ name: 'PoseError', reason: 'aborted' });
  expect(dispose).toHaveBeenCalled();
});

test('aborted while a back-end starts, nothing is loaded', async () => {
  const abort = new AbortController();
  const real = wasm({ path: '/tfjs-wasm/' });
  const backend: Backend = {
    ...real,
    async start() {
      await real.start();
      abort.abort();
    },
  };
  const load = vi.fn(() => new Promise<never>(() => undefined));
  const loading = colourTracker({ backends: [backend], model: { name: 'never', load }, signal: abort.signal });
  await expect(loading).rejects.toMatchObject({ name: 'PoseError', reason: 'aborted' });
  expect(load).not.toHaveBeenCalled();
});

test('somebody whose joints all fall on one point is nobody, and the next frame is looked at as ever', async () => {
  const decoder = pointing([7, 7], [7, 7], [7, 7]);
  const tracker = await colourTracker({ model: credulous(), decoder });
  for (let frame = 0; frame < 2; frame++) {
    const { poses } = await tracker.estimate(await discFrame({ people: [] }));
    expect(poses).toEqual([]);
  }
});

test('R15 a joint without spread on the picture’s very edge has a score', async () => {
  // Chosen so that the second look puts the first joint on the picture's corner.
  const tracker = await colourTracker({ model: credulous(), decoder: pointing([2, 2], [10, 2], [10, 10]) });
  const { poses } = await tracker.estimate(await discFrame({ width: 64, height: 64, people: [] }));
  expect(poses[0]?.keypoints[0]).toMatchObject({ x: 0, y: 0 });
  const scores = poses[0]?.keypoints.map(({ score }) => score) ?? [];
  expect(scores).toHaveLength(3);
  for (const score of scores) {
    expect(score).toBeGreaterThanOrEqual(0);
    expect(score).toBeLessThanOrEqual(1);
  }
});

test('a picture of one pixel, and one of one row, are nobody’s', async () => {
  const tracker = await colourTracker();
  for (const [width, height] of [
    [1, 1],
    [300, 1],
  ] as const) {
    const result = await tracker.estimate(await discFrame({ width, height, people: [] }));
    expect(result).toMatchObject({ size: { width, height }, poses: [] });
  }
});

test('transparent pictures are black where they are transparent, not what was there before', async () => {
  const sampler = createCropSampler(false);
  const size = { width: 8, height: 8 };
  const sample = async (colour: string) => {
    const canvas = new OffscreenCanvas(size.width, size.height);
    const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
    context.fillStyle = colour;
    context.fillRect(0, 0, 8, 8);
    const frame = createFrame(await createImageBitmap(canvas));
    const crops = sampler.open(frame).sample([{ a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 }], size, [0, 255]);
    frame.close();
    const values = await crops.data();
    crops.dispose();
    return Math.max(...values);
  };
  await wasm({ path: '/tfjs-wasm/' }).start();
  expect(await sample('#fff')).toBe(255);
  expect(await sample('#0000')).toBe(0);
  sampler.dispose();
});

test('what was begun before a reset has no say in who is followed after it', async () => {
  const network = await colourNetwork().load({
    backend: wasm({ path: '/tfjs-wasm/' }),
    signal: undefined,
    onBytes: () => undefined,
    logger: undefined,
  });
  await wasm({ path: '/tfjs-wasm/' }).start();
  const answers: ((detections: readonly Detection[]) => void)[] = [];
  const sampler = createCropSampler(false);
  const engine = {
    backend: 'wasm',
    detector: {
      detect: () => new Promise<readonly Detection[]>((resolve) => answers.push(resolve)),
      dispose: () => undefined,
    },
    network,
    open: sampler.open,
    activate: () => undefined,
  };
  const session = createSession({
    decoders: [localDebiasedIntegral()],
    associator: bySimilarity()(),
    smooth: undefined,
    maxPeople: 1,
    detectEvery: 500,
    minPresence: 0.5,
    onSeek: () => undefined,
  });
  const region = { centre: { x: 160, y: 120 }, side: 320, angle: 0 };
  const old = session.step(await discFrame({ people: [discPerson(100, 80)], time: 0 }), engine);
  const given = old.then(
    () => 'a result',
    () => 'nothing',
  );
  await vi.waitFor(() => expect(answers).toHaveLength(1));
  session.reset();
  const step = session.step(await discFrame({ people: [discPerson(60, 90)], time: 40 }), engine);
  await vi.waitFor(() => expect(answers).toHaveLength(2));
  answers[0]?.([{ region, score: 1 }]);
  expect(await given).toBe('nothing');
  answers[1]?.([{ region, score: 1 }]);
  expect((await step).poses.map(({ id }) => id)).toEqual([1]);
});

test('R5 a context lost while it warms up: the tracker is there, and finds people once it is back', async () => {
  let looks = 0;
  const model: NetworkRecipe = {
    name: 'colours',
    async load(context) {
      const network = await colourNetwork().load(context);
      return {
        ...network,
        infer(crops) {
          const inference = network.infer(crops);
          if (looks++ === 0) loseContext();
          return inference;
        },
      };
    },
  };
  const tracker = await colourTracker({ backends: [webgl()], model });
  const { poses } = await tracker.estimate(await discFrame({ people: [discPerson(100, 80)] }));
  expect(looks).toBeGreaterThan(1);
  expect(poses).toHaveLength(1);
});

test('R5 what is asked for on the news of the loss waits for the new context', async () => {
  const tracker = await colourTracker({ backends: [webgl()] });
  const frame = await discFrame({ people: [discPerson(100, 80)] });
  const result = new Promise<PoseFrame>((resolve, reject) =>
    tracker.events.subscribe(({ type }) => {
      if (type === 'lost') tracker.estimate(frame).then(resolve, reject);
    }),
  );
  loseContext();
  expect((await result).poses).toHaveLength(1);
});

test('R5 lost again while it comes back: one recovery is told, and people are found', async () => {
  let armed = false;
  const model: NetworkRecipe = {
    name: 'colours',
    async load(context) {
      const network = await colourNetwork().load(context);
      return {
        ...network,
        infer(crops) {
          const inference = network.infer(crops);
          if (armed) loseContext();
          armed = false;
          return inference;
        },
      };
    },
  };
  const tracker = await colourTracker({ backends: [webgl()], model });
  const events: string[] = [];
  tracker.events.subscribe(({ type }) => events.push(type));
  armed = true;
  loseContext();
  await vi.waitFor(() => expect(events).toContain('recovered'), { timeout: 60_000 });
  expect(events).toEqual(['lost', 'lost', 'recovered']);
  const { poses } = await tracker.estimate(await discFrame({ people: [discPerson(100, 80)] }));
  expect(poses).toHaveLength(1);
});

test('a picture wider than a texture may be is looked at all the same', async () => {
  for (const backend of [wasm({ path: '/tfjs-wasm/' }), webgl()]) {
    const region = { centre: { x: 19_900, y: 40 }, side: 120, angle: 0 };
    const detector: DetectorRecipe = {
      name: 'right end',
      load: async () => ({ detect: async () => [{ region, score: 1 }], dispose: () => undefined }),
    };
    const tracker = await colourTracker({ backends: [backend], detector });
    const truth = discPerson(19_880, 20, 0.6);
    const frame = await discFrame({ width: 20_000, height: 80, radius: 10, people: [truth] });
    const { poses } = await tracker.estimate(frame);
    expect(poses, backend.name).toHaveLength(1);
    const red = poses[0]?.keypoints[0];
    expect(Math.hypot((red?.x ?? 0) - truth.red.x, (red?.y ?? 0) - truth.red.y), backend.name).toBeLessThan(1.5);
    tracker.dispose();
  }
});
