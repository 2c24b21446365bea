import {
  type BufferGeometry,
  Color,
  type EventDispatcher,
  InstancedMesh,
  type Material,
  Matrix4,
  type Mesh,
  Object3D,
  Vector3,
} from 'three';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Point3D } from '../types/geometry.ts';
import type { Keypoint3D } from '../types/keypoint-3d.ts';
import { PoseError } from '../types/pose-error.ts';
import type { Skeleton } from '../types/skeleton.ts';
import { createPoseScene, type PoseScene } from './create-pose-scene.ts';
import { DEFAULT_SCENE_COLOURS } from './scene-options.ts';

const skeleton: Skeleton = {
  name: 'small',
  keypoints: ['left_hip', 'right_hip', 'left_knee', 'right_knee', 'nose'],
  bones: [
    [0, 1],
    [0, 2],
    [1, 3],
  ],
  pairs: [
    [0, 1],
    [2, 3],
  ],
};

function body(at: Partial<Point3D> = {}, change: Partial<Keypoint3D> = {}): Keypoint3D[] {
  const { x = 0, y = 0, z = 0 } = at;
  const places: readonly (readonly [number, number, number])[] = [
    [0.1, 0, 0],
    [-0.1, 0, 0],
    [0.15, -0.4, 0.2],
    [-0.12, -0.45, -0.1],
    [0, 0.6, 0.05],
  ];
  return places.map(([px, py, pz], i) => ({
    name: skeleton.keypoints[i] as string,
    x: px + x,
    y: py + y,
    z: pz + z,
    score: 0.9,
    zSpread: 0.02 * (i + 1),
    ...change,
  }));
}

function parts({ object }: PoseScene) {
  const meshes = object.children.filter((child) => child instanceof InstancedMesh);
  const [bones, joints, bars] = meshes as [InstancedMesh, InstancedMesh, InstancedMesh];
  const [ground, frustum] = object.children.filter((child) => !(child instanceof InstancedMesh)) as [Mesh, Mesh];
  return { bones, joints, bars, ground, frustum };
}

function matrixOf(mesh: InstancedMesh, index: number): Matrix4 {
  const matrix = new Matrix4();
  mesh.getMatrixAt(index, matrix);
  return matrix;
}

const placeOf = (mesh: InstancedMesh, index: number): Vector3 =>
  new Vector3().setFromMatrixPosition(matrixOf(mesh, index));

function colourOf(mesh: InstancedMesh, index: number): string {
  const colour = new Color();
  mesh.getColorAt(index, colour);
  return `#${colour.getHexString()}`;
}

const relative = (...ids: number[]) => ({
  origin: 'hips' as const,
  people: ids.map((id) => ({ id, keypoints: body() })),
});

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('what is drawn', () => {
  test('joints at their places in the colour of the person, bones between them in the colour of the side', () => {
    const scene = createPoseScene({ skeleton });
    scene.update(relative(2));
    const { joints, bones } = parts(scene);
    expect([joints.count, bones.count]).toEqual([5, 3]);
    expect(colourOf(joints, 0)).toBe(DEFAULT_SCENE_COLOURS.people[1]);
    const { centre, left, right } = DEFAULT_SCENE_COLOURS;
    expect([0, 1, 2].map((i) => colourOf(bones, i))).toEqual([centre, left, right]);
    // The lowest joint is on the ground.
    body({ y: 0.45 }).forEach(({ x, y, z }, i) => {
      expect(placeOf(joints, i).distanceTo(new Vector3(x, y, z))).toBeLessThan(1e-6);
    });
    for (const [i, [from, to]] of skeleton.bones.entries()) {
      const matrix = matrixOf(bones, i);
      const ends = [-0.5, 0.5].map((y) => new Vector3(0, y, 0).applyMatrix4(matrix));
      expect(ends[0]?.distanceTo(placeOf(joints, from))).toBeLessThan(1e-6);
      expect(ends[1]?.distanceTo(placeOf(joints, to))).toBeLessThan(1e-6);
      // Round and not mirrored: both other axes are as long as each other and at right angles to the bone.
      const [x, y, z] = [new Vector3(), new Vector3(), new Vector3()];
      matrix.extractBasis(x, y, z);
      expect(x.length()).toBeCloseTo(0.012, 6);
      expect(z.length()).toBeCloseTo(0.012, 6);
      expect(matrix.determinant()).toBeCloseTo(y.length() * 0.012 ** 2, 9);
    }
    scene.dispose();
  });

  test('an error bar reaches one standard deviation to each side, and is left out where there is none', () => {
    const scene = createPoseScene({ skeleton });
    scene.update(relative(1));
    const { bars } = parts(scene);
    expect(bars.count).toBe(5);
    bars.geometry.computeBoundingBox();
    const reach = (i: number) => (bars.geometry.boundingBox?.max.z ?? 0) * (matrixOf(bars, i).elements[10] ?? 0);
    expect([0, 1, 2].map(reach)).toEqual([0.02, 0.04, 0.06].map((value) => expect.closeTo(value, 6)));
    scene.update({ origin: 'hips', people: [{ id: 1, keypoints: body({}, { zSpread: Number.NaN }) }] });
    expect(bars.count).toBe(0);
    scene.set({ spread: false });
    scene.update(relative(1));
    expect([bars.count, parts(scene).joints.count]).toEqual([0, 5]);
    scene.dispose();
  });

  test('joints that are hardly seen, and their bones, are left out', () => {
    const scene = createPoseScene({ skeleton, leastScore: 0.5 });
    const keypoints = body().map((joint, i) => (i === 3 ? { ...joint, score: 0.4, y: -9 } : joint));
    scene.update({ origin: 'hips', people: [{ id: 1, keypoints }] });
    const { joints, bones } = parts(scene);
    expect([joints.count, bones.count]).toEqual([4, 2]);
    // Nor do they count for the ground.
    expect(placeOf(joints, 2).y).toBeCloseTo(0, 6);
    scene.set({ leastScore: 0.3 });
    scene.update({ origin: 'hips', people: [{ id: 1, keypoints }] });
    expect(joints.count).toBe(5);
    scene.dispose();
  });
});

describe('where people are', () => {
  test('without a common origin they stand side by side by id, and who left is gone', () => {
    const scene = createPoseScene({ skeleton, spacing: 2 });
    scene.update(relative(7, 3, 5));
    const { joints } = parts(scene);
    expect(joints.count).toBe(15);
    const noses = [4, 9, 14].map((i) => placeOf(joints, i).x);
    expect(noses).toEqual([2, -2, 0].map((x) => expect.closeTo(x, 6)));
    scene.update(relative(5));
    expect(joints.count).toBe(5);
    expect(placeOf(joints, 4).x).toBeCloseTo(0, 6);
    scene.update(relative());
    expect(joints.count).toBe(0);
    scene.dispose();
  });

  test('R14 with the camera as origin they are where they are; the ground is under the lowest joint', () => {
    const scene = createPoseScene({ skeleton });
    const hips = { x: 0.4, y: -0.1, z: -3 };
    const people = [{ id: 1, body: { origin: 'camera' as const, hips, keypoints: body(hips) } }];
    const camera = { view: { fieldOfView: 90 }, size: { width: 640, height: 480 } };
    scene.update({ origin: 'camera', people, camera });
    const { joints, ground, frustum } = parts(scene);
    expect(placeOf(joints, 4).distanceTo(new Vector3(0.4, 0.5, -2.95))).toBeLessThan(1e-6);
    expect(ground.position.y).toBeCloseTo(-0.55, 6);
    expect(ground.position.z).toBe(-3);
    expect(frustum.visible).toBe(true);
    // Somebody jumps: the ground stays. Everybody leaves and comes back: it is looked for again.
    const jump = { ...hips, y: 0.3 };
    const jumping = [{ id: 1, body: { origin: 'camera' as const, hips: jump, keypoints: body(jump) } }];
    scene.update({ origin: 'camera', people: jumping });
    expect([ground.position.y, frustum.visible]).toEqual([expect.closeTo(-0.55, 6), false]);
    scene.update({ origin: 'camera', people: [] });
    scene.update({ origin: 'camera', people: jumping });
    expect(ground.position.y).toBeCloseTo(-0.15, 6);
    scene.dispose();
  });
});

describe('memory', () => {
  const buffers = (scene: PoseScene) => {
    const { bones, joints, bars, frustum } = parts(scene);
    return [bones, joints, bars]
      .flatMap((mesh) => [
        mesh,
        mesh.geometry,
        mesh.instanceMatrix,
        mesh.instanceMatrix.array,
        mesh.instanceColor,
        mesh.instanceColor?.array,
      ])
      .concat(frustum.geometry.getAttribute('position') as never);
  };

  test('a hundred updates make no buffer, array, object, geometry or material', () => {
    const scene = createPoseScene({ skeleton });
    const hips = { x: 0, y: 0, z: -2 };
    const placed = {
      origin: 'camera' as const,
      people: [1, 2].map((id) => ({ id, body: { origin: 'camera' as const, hips, keypoints: body(hips) } })),
      camera: { view: { fieldOfView: 60 }, size: { width: 640, height: 480 } },
    };
    const row = relative(1, 2);
    scene.update(row);
    const before = buffers(scene);
    const versions = parts(scene).joints.instanceMatrix.version;
    const object = new Object3D().id;
    let arrays = 0;
    const Real = Float32Array;
    vi.stubGlobal(
      'Float32Array',
      new Proxy(Real, {
        construct(target, values) {
          arrays++;
          return Reflect.construct(target, values);
        },
      }),
    );
    for (let i = 0; i < 100; i++) scene.update(i % 2 ? placed : row);
    vi.unstubAllGlobals();
    expect(arrays).toBe(0);
    expect(new Object3D().id).toBe(object + 1);
    const after = buffers(scene);
    expect(after).toHaveLength(before.length);
    for (const [i, thing] of after.entries()) expect(thing).toBe(before[i]);
    // They are uploaded again each time, all the same.
    expect(parts(scene).joints.instanceMatrix.version).toBe(versions + 100);
    scene.dispose();
  });

  test('room grows with a crowd, keeps what was put, and lets the smaller buffers go', () => {
    const scene = createPoseScene({ skeleton });
    const { joints } = parts(scene);
    const room = () => joints.instanceMatrix.count;
    const start = room();
    const released = vi.fn();
    joints.addEventListener('dispose', released);
    const crowd = Array.from({ length: 100 }, (_, i) => i + 1);
    scene.update(relative(...crowd));
    expect(joints.count).toBe(500);
    expect(room()).toBeGreaterThanOrEqual(500);
    expect(room()).toBeLessThan(1000 + start);
    expect(released).toHaveBeenCalledTimes(Math.log2(room() / start));
    expect(placeOf(joints, 4).x).toBeCloseTo(-49.5 * 1.2, 4);
    expect(placeOf(joints, 499).x).toBeCloseTo(49.5 * 1.2, 4);
    expect(colourOf(joints, 0)).toBe(DEFAULT_SCENE_COLOURS.people[0]);
    const grown = joints.instanceMatrix;
    scene.update(relative(1));
    scene.update(relative(...crowd));
    expect(joints.instanceMatrix).toBe(grown);
    scene.dispose();
  });

  test('disposing releases every geometry, material and instance buffer, once, and leaves the parent', () => {
    const scene = createPoseScene({ skeleton });
    scene.update(relative(1));
    const parent = new Object3D().add(scene.object);
    const held = new Set<EventDispatcher<{ dispose: object }>>();
    scene.object.traverse((child) => {
      if (!('geometry' in child && 'material' in child)) return;
      held.add(child.geometry as BufferGeometry).add(child.material as Material);
      if (child instanceof InstancedMesh) held.add(child);
    });
    expect(held.size).toBe(5 + 3 + 3);
    const released = vi.fn();
    for (const thing of held) thing.addEventListener('dispose', released);
    scene.dispose();
    scene.dispose();
    expect(released).toHaveBeenCalledTimes(held.size);
    expect(parent.children).toEqual([]);
    expect(() => scene.update(relative(1))).toThrow(expect.objectContaining({ reason: 'disposed' }));
  });

  test('a radius that is none is a typed error, and no grid is none', () => {
    for (const jointRadius of [0, -1, Number.NaN]) {
      expect(() => createPoseScene({ skeleton, jointRadius })).toThrow(PoseError);
    }
    const scene = createPoseScene({ skeleton, grid: false });
    scene.update(relative(1));
    expect(parts(scene).ground.visible).toBe(false);
    scene.dispose();
  });
});
