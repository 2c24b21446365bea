import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createAvatar,
  createStage,
  KEYPOINT_NAMES,
  PERFORMANCE_MS,
  type Stage,
  type TruePerson,
  type Truth,
  walk,
} from './index.ts';

const WIDTH = 640;
const HEIGHT = 480;
const TIMES = Array.from({ length: 16 }, (_, i) => (i * PERFORMANCE_MS) / 16 + 130);
const BONES = [
  ['left_shoulder', 'left_elbow'],
  ['left_elbow', 'left_wrist'],
  ['right_shoulder', 'right_elbow'],
  ['right_elbow', 'right_wrist'],
  ['left_hip', 'left_knee'],
  ['left_knee', 'left_ankle'],
  ['right_hip', 'right_knee'],
  ['right_knee', 'right_ankle'],
  ['left_hip', 'right_hip'],
  ['left_heel', 'left_foot_index'],
] as const;

const only = (truth: Truth): TruePerson => truth.people[0] as TruePerson;

function pixels(stage: Stage): Uint8ClampedArray {
  const context = new OffscreenCanvas(WIDTH, HEIGHT).getContext('2d', {
    willReadFrequently: true,
  }) as OffscreenCanvasRenderingContext2D;
  context.drawImage(stage.canvas, 0, 0);
  return context.getImageData(0, 0, WIDTH, HEIGHT).data;
}

const differences = (a: Uint8ClampedArray, b: Uint8ClampedArray): number =>
  a.filter((value, i) => value !== b[i]).length;
const newCanvas = (): OffscreenCanvas => new OffscreenCanvas(WIDTH, HEIGHT);

describe('a figure on a plain stage', () => {
  let stage: Stage;
  beforeAll(() => {
    const people = [{ avatar: createAvatar({ seed: 2 }) }];
    stage = createStage({ canvas: newCanvas(), people, background: { plain: '#00ff00' } });
  });
  afterAll(() => stage.dispose());

  test('all joints are in the picture and in the box, in order, throughout the performance', () => {
    for (const time of TIMES) {
      const person = only(stage.measure(time));
      expect(person.keypoints2d.map(({ name }) => name)).toEqual(KEYPOINT_NAMES);
      for (const { name, x, y } of person.keypoints2d) {
        expect(x > 0 && x < WIDTH && y > 0 && y < HEIGHT, `${name} at ${time}: ${x}, ${y}`).toBe(true);
        const { box } = person;
        const within = x > box.x - 1 && x < box.x + box.width + 1 && y > box.y - 1 && y < box.y + box.height + 1;
        expect(within, `${name} at ${time} in the box`).toBe(true);
      }
    }
  });

  test('bones keep their length in space', () => {
    const lengths = (time: number): number[] => {
      const { keypoints3d } = only(stage.measure(time));
      const find = (name: string) => keypoints3d.find((k) => k.name === name) as (typeof keypoints3d)[number];
      return BONES.map(([from, to]) => {
        const [a, b] = [find(from), find(to)];
        return Math.hypot(a.x - b.x, a.y - b.y, a.z - b.z);
      });
    };
    const first = lengths(TIMES[0] as number);
    for (const time of TIMES) {
      for (const [i, length] of lengths(time).entries())
        expect(Math.abs(length - (first[i] as number))).toBeLessThan(1e-6);
    }
  });

  test('the 3D truth projects onto the 2D truth, and its origin lies between the hips', () => {
    for (const time of TIMES) {
      const truth = stage.measure(time);
      const { focal, centre } = truth.camera;
      const { keypoints2d, keypoints3d, origin } = only(truth);
      for (const [i, k] of keypoints3d.entries()) {
        const depth = -(k.z + origin.z);
        expect(depth).toBeGreaterThan(1);
        const seen = keypoints2d[i] as (typeof keypoints2d)[number];
        expect(centre.x + (focal * (k.x + origin.x)) / depth).toBeCloseTo(seen.x, 6);
        expect(centre.y - (focal * (k.y + origin.y)) / depth).toBeCloseTo(seen.y, 6);
      }
      const hips = keypoints3d.filter(({ name }) => name.endsWith('_hip'));
      expect(hips.reduce((sum, { x, y, z }) => sum + Math.abs(x) + Math.abs(y) + Math.abs(z), 0)).toBeGreaterThan(0.1);
      for (const axis of ['x', 'y', 'z'] as const)
        expect(hips.reduce((sum, hip) => sum + hip[axis], 0)).toBeCloseTo(0, 9);
    }
  });

  test('what is painted is where the truth says: the box fits to 2 px, and joints lie on the figure', () => {
    for (const time of TIMES) {
      const person = only(stage.render(time));
      const data = pixels(stage);
      const isFigure = (x: number, y: number): boolean => {
        const i = 4 * (Math.floor(y) * WIDTH + Math.floor(x));
        // Not the green of the wall, nor that green darkened by the shadow on the floor. A pupil is dark, but not green.
        return !((data[i] as number) < 12 && (data[i + 1] as number) > 60 && (data[i + 2] as number) < 12);
      };
      let [left, top, right, bottom] = [WIDTH, HEIGHT, 0, 0];
      for (let y = 0; y < HEIGHT; y++)
        for (let x = 0; x < WIDTH; x++)
          if (isFigure(x, y)) {
            left = Math.min(left, x);
            right = Math.max(right, x + 1);
            top = Math.min(top, y);
            bottom = Math.max(bottom, y + 1);
          }
      const { box } = person;
      expect(Math.abs(box.x - left), `left at ${time}`).toBeLessThan(2);
      expect(Math.abs(box.y - top), `top at ${time}`).toBeLessThan(2);
      expect(Math.abs(box.x + box.width - right), `right at ${time}`).toBeLessThan(2);
      expect(Math.abs(box.y + box.height - bottom), `bottom at ${time}`).toBeLessThan(2);
      for (const { name, x, y } of person.keypoints2d) {
        if (/ear|heel|foot|pinky/.test(name)) continue;
        expect(isFigure(x, y), `${name} at ${time}`).toBe(true);
      }
    }
  });

  test('the same time gives the same picture and truth, another time another', () => {
    const first = stage.render(4321);
    const picture = pixels(stage);
    stage.render(9000);
    // Compared as numbers: listing the differences of a million bytes takes seconds.
    expect(differences(pixels(stage), picture)).toBeGreaterThan(1000);
    expect(stage.render(4321)).toEqual(first);
    expect(differences(pixels(stage), picture)).toBe(0);
  });
});

describe('several people', () => {
  test('who stands behind is hidden, who stands in front is seen', () => {
    const near = createAvatar({ seed: 4, detail: 0.5 });
    const far = createAvatar({ seed: 5, detail: 0.5 });
    const stage = createStage({
      canvas: newCanvas(),
      people: [
        { avatar: far, place: { x: 0, z: -0.8, facing: 0 } },
        { avatar: near, place: (timeMs) => ({ x: timeMs / 1000, z: 0.4, facing: 0 }) },
      ],
    });
    const visible = (person: TruePerson | undefined, name: string) =>
      person?.keypoints2d.find((keypoint) => keypoint.name === name)?.visible;
    const covered = stage.measure(0);
    const apart = stage.measure(1000);
    for (const name of ['left_hip', 'right_hip', 'left_shoulder', 'right_shoulder']) {
      expect(visible(covered.people[0], name), name).toBe(false);
      expect(visible(covered.people[1], name), name).toBe(true);
      expect(visible(apart.people[0], name), name).toBe(true);
    }
    stage.dispose();
  });

  test('the far arm of somebody seen from the side is hidden', () => {
    const stage = createStage({
      canvas: newCanvas(),
      people: [{ avatar: createAvatar({ detail: 0.5 }), motion: walk(), place: { x: 0, z: 0, facing: 90 } }],
    });
    const { keypoints2d } = only(stage.measure(1150 * 0.25));
    const visible = (name: string) => keypoints2d.find((keypoint) => keypoint.name === name)?.visible;
    // Turned to the subject's left by 90°, the right side is towards the camera.
    expect(visible('right_shoulder')).toBe(true);
    expect(visible('left_shoulder')).toBe(false);
    expect(visible('left_ear')).toBe(false);
    stage.dispose();
  });
});

test('dispose leaves nothing on the GPU, may be called twice, and the figure can go on another stage', () => {
  const avatar = createAvatar({ detail: 0.5 });
  for (let round = 0; round < 3; round++) {
    const stage = createStage({ canvas: newCanvas(), people: [{ avatar }] });
    stage.render(0);
    expect(stage.resources().geometries).toBeGreaterThan(1);
    expect(stage.resources().textures).toBeGreaterThan(1);
    stage.dispose();
    expect(stage.resources()).toEqual({ geometries: 0, textures: 0 });
    stage.dispose();
    expect(avatar.object.parent).toBeNull();
  }
});
