import { expect, test, vi } from 'vitest';
import { cpu } from '../cpu.ts';
import { createFrame } from '../source/create-frame.ts';
import type { Rotation } from '../types/frame.ts';
import { mediaPipeDetector, type VisionTasks } from './mediapipe-detector.ts';

const MODEL = '/models/person-detector.tflite';

/** Stands for `@mediapipe/tasks-vision` with a model of boxes round people: answers a box in px of what it is shown. */
function fakeVision(options: { readonly refuses?: 'GPU'; readonly onCreate?: () => void } = {}) {
  const close = vi.fn();
  const create = vi.fn();
  const box = { originX: 100, originY: 120, width: 40, height: 80 };
  const vision: VisionTasks<string> = {
    FilesetResolver: { forVisionTasks: async (path) => path },
    ObjectDetector: {
      async createFromOptions(fileset, given) {
        create(fileset, given.baseOptions.delegate, given.categoryAllowlist);
        options.onCreate?.();
        if (given.baseOptions.delegate === options.refuses) throw new Error('no GPU here');
        const faint = { boundingBox: { ...box, originX: 0 }, categories: [{ score: 0.6 }] };
        return { close, detect: () => ({ detections: [faint, { boundingBox: box, categories: [{ score: 0.9 }] }] }) };
      },
    },
  };
  return { vision, close, create };
}

const context = (signal?: AbortSignal) => ({
  backend: cpu(),
  signal,
  onBytes: () => undefined,
  logger: { debug: () => undefined, warn: vi.fn() },
});

async function frameOf(width: number, height: number, rotation: Rotation) {
  return createFrame(await createImageBitmap(new ImageData(width, height)), { rotation });
}

const pixelsOf = (frame: Awaited<ReturnType<typeof frameOf>>) => ({
  frame,
  sample: () => {
    throw new Error('It draws its own picture.');
  },
});

test('boxes round people become regions in the picture, best first, also of a turned one', async () => {
  const { vision, close, create } = fakeVision();
  const recipe = mediaPipeDetector({ vision, wasmPath: '/wasm/', model: MODEL, boxes: 'person', padding: 1.5 });
  const detector = await recipe.load(context());
  expect(create.mock.calls).toEqual([['/wasm', 'GPU', ['person']]]);
  // The square that it is shown is 320 px wide and shows a picture of 640 px: two px each. The box's centre is (120, 160).
  const upright = await frameOf(640, 640, 0);
  const [best, next] = await detector.detect(pixelsOf(upright), 2);
  expect(best?.score).toBe(0.9);
  expect(next?.score).toBe(0.6);
  expect(best?.region.centre.x).toBeCloseTo(240, 9);
  expect(best?.region.centre.y).toBeCloseTo(320, 9);
  expect(best?.region.side).toBeCloseTo(2 * 80 * 1.5, 9);
  expect(best?.region.angle).toBeCloseTo(0, 9);
  expect(await detector.detect(pixelsOf(upright), 1)).toHaveLength(1);
  upright.close();

  // To be turned by 90° clockwise: what is seen on the left is stored at the bottom.
  const turned = await frameOf(640, 640, 90);
  const [lying] = await detector.detect(pixelsOf(turned), 1);
  expect(lying?.region.centre.x).toBeCloseTo(320, 9);
  expect(lying?.region.centre.y).toBeCloseTo(640 - 240, 9);
  expect(lying?.region.angle).toBeCloseTo(-Math.PI / 2, 9);
  turned.close();

  detector.dispose();
  detector.dispose();
  expect(close).toHaveBeenCalledOnce();
});

test('where there is no GPU delegate it runs on the CPU, and says so', async () => {
  const { vision, create } = fakeVision({ refuses: 'GPU' });
  const recipe = mediaPipeDetector({ vision, wasmPath: '/wasm', model: MODEL, boxes: 'person' });
  const given = context();
  (await recipe.load(given)).dispose();
  expect(create.mock.calls.map(([, delegate]) => delegate)).toEqual(['GPU', 'CPU']);
  expect(given.logger.warn).toHaveBeenCalledWith(expect.stringContaining('no GPU here'));
});

test('R16 a model that is not there is named with its address, and nothing is created', async () => {
  const { vision, create } = fakeVision();
  const recipe = mediaPipeDetector({ vision, wasmPath: '/wasm', model: '/models/none.tflite', boxes: 'person' });
  const address = new URL('/models/none.tflite', location.href).href;
  await expect(recipe.load(context())).rejects.toMatchObject({
    detail: { reason: 'model-unreachable', address, status: 404 },
  });
  expect(create).not.toHaveBeenCalled();
});

test('aborted while it is created, it is closed', async () => {
  const abort = new AbortController();
  const { vision, close } = fakeVision({ onCreate: () => abort.abort() });
  const recipe = mediaPipeDetector({ vision, wasmPath: '/wasm', model: MODEL, boxes: 'person' });
  await expect(recipe.load(context(abort.signal))).rejects.toMatchObject({ reason: 'aborted' });
  expect(close).toHaveBeenCalledOnce();
});
