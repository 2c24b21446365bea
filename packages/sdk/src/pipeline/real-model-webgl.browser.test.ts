import { createStage, type Stage } from '@integral-pose/test-kit/avatar';
import { colourNetwork, discFrame, discPerson } from '@integral-pose/test-kit/colours';
import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import { backend as currentBackend, memory } from '@tensorflow/tfjs-core';
import { Subject } from 'rxjs';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { countBitmaps } from '../../../../test/media/count-bitmaps.ts';
import { wholeFrame } from '../detect/whole-frame.ts';
import { heatmapModel } from '../infer/heatmap-model.ts';
import { oneEuro } from '../smooth/one-euro.ts';
import { createFrame } from '../source/create-frame.ts';
import type { NetworkRecipe } from '../tensor/network.ts';
import type { Frame } from '../types/frame.ts';
import type { PoseFrame } from '../types/pose.ts';
import { webgl } from '../webgl.ts';
import { createPoseTracker } from './create-pose-tracker.ts';
import type { PoseTracker } from './pose-tracker.ts';

let stage: Stage;
// Software WebGL and whole networks, on a machine that may be busy.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const trackers: PoseTracker[] = [];

beforeAll(() => {
  stage = createStage({ canvas: new OffscreenCanvas(640, 480), width: 640, height: 480 });
});
afterEach(() => {
  for (const tracker of trackers.splice(0)) tracker.dispose();
});
afterAll(() => stage.dispose());

async function trackerOf(model: NetworkRecipe): Promise<PoseTracker> {
  const tracker = await createPoseTracker({ backends: [webgl()], detector: wholeFrame(), model, smooth: oneEuro() });
  trackers.push(tracker);
  return tracker;
}

async function person(time: number): Promise<Frame> {
  stage.render(time);
  return createFrame(await createImageBitmap(stage.canvas), { time });
}

const discs = (time: number): Promise<Frame> => discFrame({ people: [discPerson(100 + time / 50, 80)], time });

/** A stream that is fed by hand, one frame after the other. */
function feed(tracker: PoseTracker) {
  const frames = new Subject<Frame>();
  const results = new Subject<PoseFrame>();
  const failed = vi.fn();
  const subscription = tracker.track(frames).subscribe({ next: (result) => results.next(result), error: failed });
  return {
    failed,
    stop: () => subscription.unsubscribe(),
    send: (frame: Frame) => frames.next(frame),
    async work(frame: Frame): Promise<PoseFrame> {
      const result = new Promise<PoseFrame>((resolve, reject) => {
        const once = results.subscribe((value) => {
          once.unsubscribe();
          resolve(value);
        });
        if (failed.mock.calls[0]) reject(failed.mock.calls[0][0]);
      });
      frames.next(frame);
      return result;
    },
  };
}

function numbersOf({ poses }: PoseFrame): number[] {
  return poses.flatMap(({ score, box, keypoints }) => [
    score,
    ...Object.values(box),
    ...keypoints.flatMap(({ x, y, score: belief, spread }) => [x, y, belief, ...Object.values(spread)]),
  ]);
}

function loseContext(): void {
  const { gl } = (currentBackend() as MathBackendWebGL).getGPGPUContext();
  const extension = gl.getExtension('WEBGL_lose_context');
  if (!extension) throw new Error('This browser cannot lose a context on purpose.');
  extension.loseContext();
}

/** Counts the textures of every WebGL 2 context made from here on. */
function countTextures(): { readonly made: number; readonly open: number; restore(): void } {
  const { createTexture, deleteTexture } = WebGL2RenderingContext.prototype;
  const open = new Set<WebGLTexture>();
  let made = 0;
  const creating = vi.spyOn(WebGL2RenderingContext.prototype, 'createTexture').mockImplementation(function (
    this: WebGL2RenderingContext,
  ) {
    const texture = createTexture.call(this);
    made++;
    open.add(texture);
    return texture;
  });
  const deleting = vi.spyOn(WebGL2RenderingContext.prototype, 'deleteTexture').mockImplementation(function (
    this: WebGL2RenderingContext,
    texture,
  ) {
    if (texture) open.delete(texture);
    deleteTexture.call(this, texture);
  });
  return {
    get made() {
      return made;
    },
    get open() {
      return open.size;
    },
    restore() {
      creating.mockRestore();
      deleting.mockRestore();
    },
  };
}

test('R4 R11 lite on WebGL: the first frame is warm, and frames leave tensors, textures and bitmaps as they were', async () => {
  const textures = countTextures();
  const bitmaps = countBitmaps();
  try {
    const tracker = await trackerOf(heatmapModel('/models/blazepose-lite/manifest.json'));
    expect(tracker.backend).toBe('webgl');
    const { work, stop } = feed(tracker);
    const first = await work(await person(0));
    await work(await person(40));
    const before = { ...memory(), textures: textures.open };
    expect(before.textures).toBeGreaterThan(100);
    const times: number[] = [];
    for (let frame = 2; frame < 12; frame++) {
      const { poses, timings } = await work(await person(40 * frame));
      expect(poses).toHaveLength(1);
      times.push(timings.total ?? Number.NaN);
    }
    stop();
    expect(memory().numTensors).toBe(before.numTensors);
    expect(memory().numDataBuffers).toBe(before.numDataBuffers);
    expect(textures.open).toBe(before.textures);
    expect(bitmaps.open).toBe(0);
    // The first frame looks twice, where those after it look once.
    const steady = times.sort((a, b) => a - b)[5] as number;
    expect(first.timings.total).toBeLessThanOrEqual(2 * 2 * steady);
    tracker.dispose();
  } finally {
    textures.restore();
    bitmaps.restore();
  }
});

test('R4 create and dispose ×50 on WebGL leaves tensors and textures as they were', async () => {
  const textures = countTextures();
  try {
    let before = { tensors: 0, textures: 0 };
    for (let round = 0; round < 52; round++) {
      const tracker = await trackerOf(colourNetwork());
      expect((await tracker.estimate(await discs(0))).poses).toHaveLength(1);
      tracker.dispose();
      const after = { tensors: memory().numTensors, textures: textures.open };
      // tfjs keeps some textures to use them again.
      if (round < 2) before = after;
      else expect(after, `round ${round}`).toEqual(before);
    }
  } finally {
    textures.restore();
  }
});

const networks = [
  { name: 'a stand-in network', model: colourNetwork, picture: discs },
  { name: 'lite', model: () => heatmapModel('/models/blazepose-lite/manifest.json'), picture: person },
];
test.each(networks)(
  'R5 $name: after a lost context poses come again, with a new id and without a request',
  async ({ model, picture }) => {
    const tracker = await trackerOf(model());
    const events: string[] = [];
    tracker.events.subscribe(({ type }) => events.push(type));
    const { work, send, failed, stop } = feed(tracker);
    const results = [await work(await picture(0)), await work(await picture(40))];
    const requests = vi.spyOn(globalThis, 'fetch');
    const bitmaps = countBitmaps();
    try {
      // Lost while a frame is being worked on: that one has no result.
      send(await picture(80));
      loseContext();
      await vi.waitFor(() => expect(events).toEqual(['lost', 'recovered']), { timeout: 60_000 });
      results.push(await work(await picture(120)), await work(await picture(160)));
      expect(bitmaps.open).toBe(0);
      expect(requests).not.toHaveBeenCalled();
    } finally {
      bitmaps.restore();
      requests.mockRestore();
    }
    stop();
    expect(failed).not.toHaveBeenCalled();
    expect(results.map(({ time }) => time)).toEqual([0, 40, 120, 160]);
    expect(results.map(({ poses }) => poses.map(({ id }) => id))).toEqual([[1], [1], [2], [2]]);
    for (const result of results) {
      const numbers = numbersOf(result);
      expect(numbers.length).toBeGreaterThan(10);
      expect(numbers.every(Number.isFinite)).toBe(true);
    }
    // Ids and filters start afresh: the first result after it is what a fresh stream gives.
    const again = feed(tracker);
    const fresh = await again.work(await picture(120));
    again.stop();
    const [one, other] = [numbersOf(fresh), numbersOf(results[2] as PoseFrame)];
    const worst = Math.max(...one.map((value, index) => Math.abs(value - (other[index] as number))));
    expect(worst).toBeLessThan(1e-3);
  },
);
