import { createCropSampler, createFrame, type DetectorRecipe, type Frame, type Rotation } from '@integral-pose/sdk';
import { memory } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createStage, type Stage } from './avatar/index.ts';

/** What is asked of a detector. */
export interface DetectorContract {
  /** The back-end, started. */
  readonly backend: Parameters<DetectorRecipe['load']>[0]['backend'];
  /** How far the region's centre may be from the hips, as a share of the person's height. */
  readonly worstCentre: number;
  /** Side of the region ÷ height of the person: least and most. */
  readonly sides: readonly [number, number];
}

const WIDTH = 640;
const HEIGHT = 480;

/** The contract that every detector is run against, on the synthetic person. In a browser. */
export function describeDetector(name: string, recipe: DetectorRecipe, contract: DetectorContract): void {
  const { backend, worstCentre, sides } = contract;
  const context = { backend, signal: undefined, onBytes: () => undefined, logger: undefined };

  describe(`detector ${name}`, () => {
    let stage: Stage;
    beforeAll(() => {
      stage = createStage({ canvas: new OffscreenCanvas(WIDTH, HEIGHT), width: WIDTH, height: HEIGHT });
    });
    afterAll(() => stage.dispose());

    /** The synthetic person, stored so that `rotation` makes the picture upright. */
    async function picture(
      rotation: Rotation,
    ): Promise<{ frame: Frame; hips: { x: number; y: number }; height: number }> {
      const truth = stage.render(0).people[0];
      if (!truth) throw new Error('The stage is empty.');
      const turned = rotation === 90 || rotation === 270;
      const canvas = new OffscreenCanvas(turned ? HEIGHT : WIDTH, turned ? WIDTH : HEIGHT);
      const drawing = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
      const map = new DOMMatrix()
        .translate(canvas.width / 2, canvas.height / 2)
        .rotate(-rotation)
        .translate(-WIDTH / 2, -HEIGHT / 2);
      drawing.setTransform(map);
      drawing.drawImage(stage.canvas, 0, 0);
      const at = (joint: string) => truth.keypoints2d.find((keypoint) => keypoint.name === joint) ?? { x: 0, y: 0 };
      const [left, right] = [at('left_hip'), at('right_hip')];
      const hips = map.transformPoint({ x: (left.x + right.x) / 2, y: (left.y + right.y) / 2 });
      return { frame: createFrame(await createImageBitmap(canvas), { rotation }), hips, height: truth.box.height };
    }

    for (const rotation of [0, 90, 180, 270] as const) {
      test(`finds the person, upright after a turn by ${rotation}°`, async () => {
        const detector = await recipe.load(context);
        const sampler = createCropSampler(backend.onGpu);
        const { frame, hips, height } = await picture(rotation);
        const [best] = await detector.detect(sampler.open(frame), 1);
        frame.close();
        sampler.dispose();
        detector.dispose();
        if (!best) throw new Error('Nobody was found.');
        const { centre, side, angle } = best.region;
        expect(Math.hypot(centre.x - hips.x, centre.y - hips.y) / height).toBeLessThan(worstCentre);
        expect(side / height).toBeGreaterThan(sides[0]);
        expect(side / height).toBeLessThan(sides[1]);
        const off = Math.abs(((angle + (rotation * Math.PI) / 180 + 3 * Math.PI) % (2 * Math.PI)) - Math.PI);
        expect(off).toBeLessThan(0.35);
        expect(best.score).toBeGreaterThanOrEqual(0);
        expect(best.score).toBeLessThanOrEqual(1);
      });
    }

    test('leaves nothing behind, and may be disposed twice', async () => {
      const before = memory().numTensors;
      const detector = await recipe.load(context);
      const sampler = createCropSampler(backend.onGpu);
      const { frame } = await picture(0);
      const loaded = memory().numTensors;
      await detector.detect(sampler.open(frame), 3);
      expect(memory().numTensors).toBe(loaded);
      frame.close();
      sampler.dispose();
      detector.dispose();
      detector.dispose();
      expect(memory().numTensors).toBe(before);
    });
  });
}
