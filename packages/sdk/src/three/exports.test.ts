import { createAvatar, KEYPOINT_NAMES, performance } from '@integral-pose/test-kit/avatar';
import { AnimationMixer, type Object3D, SkinnedMesh, Vector3 } from 'three';
import { BVHLoader } from 'three/addons/loaders/BVHLoader.js';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { PoseError } from '../types/pose-error.ts';
import type { PoseRecording, RecordedFrame } from '../types/recording.ts';
import { blazePose33 } from '../types/skeletons.ts';
import { HUMAN, HUMAN_BONES } from './human-bones.ts';
import { toBvh } from './to-bvh.ts';
import { toGltf } from './to-gltf.ts';

/** Marching and squatting, at the uneven times of a camera, ms. Shoulders that shrug would change the length of a bone. */
const times = Array.from({ length: 60 }, (_, i) => 6000 + i * 160 + (i % 3) * 7);

function record(): PoseRecording {
  const avatar = createAvatar({ seed: 1, detail: 0.5 });
  const motion = performance();
  const frames = times.map((time): RecordedFrame => {
    avatar.animate(motion, time);
    const joints = avatar.joints();
    const [left, right] = [joints.get('left_hip'), joints.get('right_hip')] as [Vector3, Vector3];
    const hips = left.clone().add(right).multiplyScalar(0.5);
    const keypoints3D = KEYPOINT_NAMES.map((name) => {
      const { x, y, z } = (joints.get(name) as Vector3).clone().sub(hips);
      return { name, x, y, z, score: 1, zSpread: 0.03 };
    });
    const none = { x: 0, y: 0, score: 1, spread: { xx: 1, xy: 0, yy: 1 } };
    const pose = { score: 1, box: { x: 0, y: 0, width: 1, height: 1 } };
    const keypoints = KEYPOINT_NAMES.map((name) => ({ ...none, name }));
    return {
      time,
      poses: [
        { ...pose, id: 7, keypoints },
        { ...pose, id: 3, keypoints, keypoints3D },
      ],
    };
  });
  return { schema: 'integral-pose/poses', version: 1, size: { width: 1, height: 1 }, skeleton: blazePose33, frames };
}

const recording = record();

/** Where the joints of the bones were tracked. */
function tracked(frame: number, bone: (typeof HUMAN_BONES)[number]): Vector3 {
  const points = recording.frames[frame]?.poses[1]?.keypoints3D ?? [];
  const { start } = HUMAN[bone];
  return start.reduce((sum, name) => {
    const { x = 0, y = 0, z = 0 } = points[KEYPOINT_NAMES.indexOf(name as 'nose')] ?? {};
    return sum.add(new Vector3(x, y, z).divideScalar(start.length));
  }, new Vector3());
}

/** Distances between where bones begin in an animated figure and where they were tracked, metres. */
function distances(root: Object3D, play: (seconds: number) => void, scale = 1): number[] {
  return times.flatMap((time, frame) => {
    play((time - (times[0] as number)) / 1000);
    root.updateMatrixWorld(true);
    return HUMAN_BONES.map((bone) => {
      const place = (root.getObjectByName(bone) as Object3D).getWorldPosition(new Vector3());
      return place.divideScalar(scale).distanceTo(tracked(frame, bone));
    });
  });
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('BVH', () => {
  function load(text: string) {
    const { skeleton, clip } = new BVHLoader().parse(text);
    const root = skeleton.bones[0] as Object3D;
    const mixer = new AnimationMixer(root);
    mixer.clipAction(clip).play();
    return { root, clip, play: (seconds: number) => void mixer.setTime(seconds) };
  }

  test('read again, joints are where they were tracked: 1 mm in the mean, 5 mm at most', () => {
    const { root, clip, play } = load(toBvh(recording, 3, { framesPerSecond: 1000 }));
    const away = distances(root, play);
    expect(away).toHaveLength(60 * HUMAN_BONES.length);
    expect(mean(away)).toBeLessThan(0.001);
    expect(Math.max(...away)).toBeLessThan(0.005);
    expect(clip.duration).toBeCloseTo(((times.at(-1) as number) - (times[0] as number)) / 1000, 2);
  });

  test('a unit and the place of the hips are taken', () => {
    const hips = (_: unknown, { time }: RecordedFrame) => ({ x: 0.2, y: 1, z: -time / 1000 });
    const { root, play } = load(toBvh(recording, 3, { unitsPerMetre: 100, hips, framesPerSecond: 60 }));
    for (const time of [6000, 9000, 12000]) {
      play((time - 6000) / 1000);
      root.updateMatrixWorld(true);
      expect(root.position.toArray()).toEqual([20, 100, -time / 10].map((value) => expect.closeTo(value, 1)));
    }
    const thigh = root.getObjectByName('leftLowerLeg')?.position.length() ?? 0;
    expect(thigh).toBeCloseTo(100 * tracked(0, 'leftLowerLeg').distanceTo(tracked(0, 'leftUpperLeg')), 0);
  });

  test('somebody who was not seen, joints that were not recorded, and rates that are none are typed errors', () => {
    expect(() => toBvh(recording, 4)).toThrow(/none of person 4/);
    for (const make of [
      () => toBvh(recording, 7),
      () => toBvh(recording, 3, { joints: 'worldLandmarks' }),
      () => toBvh(recording, 3, { framesPerSecond: 0 }),
      () => toBvh(recording, 3, { unitsPerMetre: Number.NaN }),
    ]) {
      expect(make).toThrow(PoseError);
    }
  });

  test('frames whose time goes back are left out', () => {
    const [first, second, third] = recording.frames as [RecordedFrame, RecordedFrame, RecordedFrame];
    const sought = { ...recording, frames: [first, third, second, { ...second, time: third.time + 100 }] };
    const text = toBvh(sought, 3, { framesPerSecond: 1000 });
    expect(text).toContain(`Frames: ${third.time + 100 - first.time + 1}\n`);
  });
});

describe('glTF', () => {
  beforeEach(() => {
    // What the exporter uses of a browser, and Node does not have.
    vi.stubGlobal(
      'FileReader',
      class {
        result: ArrayBuffer | null = null;
        onloadend: (() => void) | null = null;
        async readAsArrayBuffer(blob: Blob): Promise<void> {
          this.result = await blob.arrayBuffer();
          this.onloadend?.();
        }
      },
    );
  });
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  test('read again, joints are where they were tracked: 1 mm in the mean, 5 mm at most', async () => {
    const file = await toGltf(recording, 3);
    const { scene, animations } = await new GLTFLoader().parseAsync(file, '');
    expect(animations.map(({ name }) => name)).toEqual(['track']);
    const mixer = new AnimationMixer(scene);
    const [clip] = animations;
    if (!clip) throw new Error('There is no animation.');
    mixer.clipAction(clip).play();
    // The last keyframe would begin the next round.
    const play = (seconds: number) => void mixer.setTime(Math.min(seconds, clip.duration - 1e-6));
    const away = distances(scene, play);
    expect(mean(away)).toBeLessThan(0.001);
    expect(Math.max(...away)).toBeLessThan(0.005);
  });

  test('there is something to see: a skinned figure as tall as the person', async () => {
    const { scene } = await new GLTFLoader().parseAsync(await toGltf(recording, 3), '');
    const skinned: SkinnedMesh[] = [];
    scene.traverse((object) => {
      if (object instanceof SkinnedMesh) skinned.push(object);
    });
    const [figure] = skinned;
    if (!figure || skinned.length > 1) throw new Error('There is not one figure.');
    expect(figure.skeleton.bones.map(({ name }) => name).sort()).toEqual([...HUMAN_BONES].sort());
    figure.geometry.computeBoundingBox();
    const height = figure.geometry.boundingBox?.getSize(new Vector3()).y ?? 0;
    expect(height).toBeGreaterThan(1.4);
    expect(height).toBeLessThan(1.75);
  });

  test('nobody to export is a typed error', async () => {
    await expect(toGltf(recording, 1)).rejects.toThrow(PoseError);
  });
});
