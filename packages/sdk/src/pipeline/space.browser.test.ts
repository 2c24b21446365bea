import { createAvatar, createStage, squat, type TruePerson } from '@integral-pose/test-kit/avatar';
import { memory } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { blazePoseDetector } from '../detect/blazepose-detector.ts';
import { heatmapModel } from '../infer/heatmap-model.ts';
import { placeInFront } from '../lift/place-in-front.ts';
import { depthSlope } from '../metrics/depth-slope.ts';
import { mpjpe, rootRelative } from '../metrics/joint-position-error.ts';
import { createFrame } from '../source/create-frame.ts';
import type { NetworkRecipe } from '../tensor/network.ts';
import type { Keypoint3D } from '../types/keypoint-3d.ts';
import type { DepthAxis } from '../types/manifest.ts';
import type { Pose } from '../types/pose.ts';
import { wasm } from '../wasm.ts';
import { createPoseTracker } from './create-pose-tracker.ts';
import type { PoseTracker } from './pose-tracker.ts';

// On the synthetic person, whose joints in space are known: 640 × 480, seen from 4.2 m.
const FIELD_OF_VIEW = 34;
const TIMES = [0, 700, 1300, 1900];

function trackerOf(model: string | NetworkRecipe, lift = {}): Promise<PoseTracker> {
  return createPoseTracker({
    backends: [wasm({ path: '/tfjs-wasm/' })],
    detector: blazePoseDetector({ model: '/models/blazepose-detector/manifest.json' }),
    model: typeof model === 'string' ? heatmapModel(`/models/${model}/manifest.json`) : model,
    lift,
    warmup: false,
  });
}

/** Estimates the squatting figure, seen a little from the side, at several times. */
async function estimate(tracker: PoseTracker): Promise<{ pose: Pose; truth: TruePerson; camera: number }[]> {
  const canvas = new OffscreenCanvas(640, 480);
  const place = { x: 0, z: 0, facing: 30 };
  const stage = createStage({ canvas, people: [{ avatar: createAvatar({ seed: 3 }), motion: squat(), place }] });
  try {
    const seen = [];
    for (const time of TIMES) {
      const { people, camera } = stage.render(time);
      const frame = await tracker.estimate(createFrame(await createImageBitmap(canvas)));
      seen.push({ pose: frame.poses[0] as Pose, truth: people[0] as TruePerson, camera: camera.focal });
    }
    return seen;
  } finally {
    stage.dispose();
  }
}

/** Distance of found from true joints of the limbs, both from their own hips, mm, and the slope of z. */
function errorOf(found: readonly Keypoint3D[], { keypoints3d }: TruePerson) {
  const limbs = found.filter(({ name }) => /shoulder|elbow|wrist|hip|knee|ankle/.test(name));
  const truth = limbs.map(({ name }) => keypoints3d.find((joint) => joint.name === name) as Keypoint3D);
  const hips = limbs.flatMap(({ name }, index) => (name.endsWith('hip') ? [index] : []));
  const [a, b] = [rootRelative(limbs, hips), rootRelative(truth, hips)];
  return { mm: 1000 * mpjpe(a, b), found: a, truth: b };
}

describe('keypoints in space', () => {
  let head: PoseTracker;
  beforeAll(async () => {
    head = await trackerOf('integral-pose-3d');
  });
  afterAll(() => head.dispose());

  test('a volumetric network gives joints in metres, their spread, and its own world landmarks beside them', async () => {
    const seen = await estimate(head);
    for (const { pose } of seen) {
      expect(pose.keypoints.map(({ name }) => name)).toEqual(head.skeleton.keypoints);
      expect(pose.keypoints3D?.map(({ name }) => name)).toEqual(head.skeleton.keypoints);
      expect(pose.worldLandmarks?.map(({ name }) => name)).toEqual(head.skeleton.keypoints);
      for (const joint of pose.keypoints3D ?? []) {
        expect(Math.hypot(joint.x, joint.y, joint.z)).toBeLessThan(1.5);
        expect(joint.zSpread).toBeGreaterThan(0);
        expect(joint.zSpread).toBeLessThan(1);
      }
      const [left, right] = ['left_hip', 'right_hip'].map((name) => pose.keypoints3D?.find((j) => j.name === name));
      expect((left?.x ?? 1) + (right?.x ?? 1)).toBeCloseTo(0, 6);
      expect((left?.z ?? 1) + (right?.z ?? 1)).toBeCloseTo(0, 6);
    }
    const errors = seen.map(({ pose, truth }) => errorOf(pose.keypoints3D ?? [], truth));
    const slope = depthSlope(
      errors.map(({ found }) => found),
      errors.map(({ truth }) => truth),
    );
    // Upside down, mirrored or in another unit, they would be some 500 mm off.
    for (const { mm } of errors) expect(mm).toBeLessThan(220);
    expect(slope).toBeGreaterThan(0.4);
  });

  test('a body leans as much further as the manifest says', async () => {
    const real = heatmapModel('/models/integral-pose-3d/manifest.json');
    const leanWith = async (lean: number) => {
      const tracker = await trackerOf({
        ...real,
        async load(context) {
          const network = await real.load(context);
          const { heatmaps } = network.manifest;
          const depthAxis = { ...(heatmaps.depthAxis as DepthAxis), tilt: { turn: 1, lean, usualLean: 0 } };
          return { ...network, manifest: { ...network.manifest, heatmaps: { ...heatmaps, depthAxis } } };
        },
      });
      const [seen] = await estimate(tracker);
      tracker.dispose();
      const at = (name: string) => seen?.pose.keypoints3D?.find((joint) => joint.name === name) as Keypoint3D;
      const [top, bottom] = [at('left_shoulder'), at('left_ankle')];
      return (top.z - bottom.z) / (top.y - bottom.y);
    };
    const [once, moreSo] = [await leanWith(1), await leanWith(3)];
    expect(Math.abs(once)).toBeGreaterThan(0.02);
    expect(moreSo / once).toBeGreaterThan(2);
    expect(moreSo / once).toBeLessThan(4.5);
  });

  test('R14 only with a camera does anybody stand somewhere', async () => {
    const [seen] = await estimate(head);
    const { pose, truth } = seen as { pose: Pose; truth: TruePerson };
    const fieldOfView = (2 * Math.atan(Math.tan((FIELD_OF_VIEW * Math.PI) / 360) * (640 / 480)) * 180) / Math.PI;
    const placed = placeInFront(pose, { fieldOfView }, { width: 640, height: 480 });
    expect(placed?.hips.z).toBeLessThan(0.85 * truth.origin.z);
    expect(placed?.hips.z).toBeGreaterThan(1.15 * truth.origin.z);
  });

  test('a network with flat maps gives its world landmarks, if it has any', async () => {
    const lite = await trackerOf('blazepose-lite');
    try {
      const [seen] = await estimate(lite);
      expect(seen?.pose.keypoints3D).toEqual(seen?.pose.worldLandmarks);
      expect(seen?.pose.keypoints3D?.length).toBe(33);
      expect(errorOf(seen?.pose.keypoints3D ?? [], (seen as { truth: TruePerson }).truth).mm).toBeLessThan(160);
      expect(seen?.pose.keypoints3D?.[0]?.zSpread).toBeNaN();
    } finally {
      lite.dispose();
    }
  });

  test('nothing is left behind', async () => {
    const before = memory().numTensors;
    const tracker = await trackerOf('integral-pose-3d', { height: 1.8 });
    await estimate(tracker);
    tracker.dispose();
    expect(memory().numTensors).toBe(before);
  });
});
