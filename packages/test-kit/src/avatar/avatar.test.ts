import { Quaternion, Vector3 } from 'three';
import { describe, expect, test } from 'vitest';
import {
  bodyPose,
  createAvatar,
  idle,
  jumpingJack,
  type Motion,
  PERFORMANCE_MS,
  performance,
  squat,
  walk,
  wave,
} from './index.ts';

const avatar = createAvatar({ seed: 3, detail: 0.5 });
const height = avatar.plan.shape.height;

function jointsAt(motion: Motion, timeMs: number): ReadonlyMap<string, Vector3> {
  avatar.animate(motion, timeMs);
  return avatar.joints();
}

const at = (joints: ReadonlyMap<string, Vector3>, name: string): Vector3 => joints.get(name) as Vector3;

describe('createAvatar', () => {
  test('the same options give the same figure, another seed another one', () => {
    const positions = (seed: number): ArrayLike<number> =>
      createAvatar({ seed, detail: 0.5 }).mesh.geometry.getAttribute('position').array;
    expect(positions(3)).toEqual(avatar.mesh.geometry.getAttribute('position').array);
    expect(positions(4)).not.toEqual(positions(3));
  });

  test('takes what is given, and chooses the rest', () => {
    const dressed = createAvatar({ detail: 0.5, body: { height: 1.7 }, clothes: { top: '#123456', sleeves: 'long' } });
    expect(dressed.plan.shape.height).toBe(1.7);
    expect(dressed.clothes.top).toBe('#123456');
    expect(dressed.clothes.trousers).toMatch(/^#/);
  });

  test('is as tall as its body says, stands on the floor, and has its left at +x', () => {
    avatar.setPose(bodyPose({}));
    const ys = avatar.outline().map(({ y }) => y);
    expect(Math.max(...ys)).toBeGreaterThan(0.99 * height);
    expect(Math.max(...ys)).toBeLessThan(1.03 * height);
    expect(Math.abs(Math.min(...ys))).toBeLessThan(0.01 * height);
    const joints = avatar.joints();
    expect(at(joints, 'left_shoulder').x).toBeGreaterThan(0.1);
    expect(at(joints, 'right_shoulder').x).toBeLessThan(-0.1);
    expect(at(joints, 'nose').z).toBeGreaterThan(at(joints, 'left_ear').z);
  });

  test('skin weights sum to 1 and name bones that exist', () => {
    const weights = avatar.mesh.geometry.getAttribute('skinWeight');
    const bones = avatar.mesh.geometry.getAttribute('skinIndex');
    let worst = 0;
    let highest = 0;
    for (let i = 0; i < weights.count; i++) {
      worst = Math.max(worst, Math.abs(weights.getX(i) + weights.getY(i) + weights.getZ(i) + weights.getW(i) - 1));
      highest = Math.max(highest, bones.getX(i), bones.getY(i), bones.getZ(i), bones.getW(i));
    }
    expect(worst).toBeLessThan(1e-5);
    expect(highest).toBeLessThan(avatar.mesh.skeleton.bones.length);
  });

  test('bone rotations can be set one by one, for retargeting', () => {
    avatar.setPose(bodyPose({}));
    const before = at(avatar.joints(), 'left_wrist');
    const elbow = at(avatar.joints(), 'left_elbow');
    avatar.setRotations([['left_forearm', new Quaternion().setFromAxisAngle(new Vector3(1, 0, 0), -1)]]);
    expect(at(avatar.joints(), 'left_elbow').distanceTo(elbow)).toBeLessThan(1e-9);
    expect(at(avatar.joints(), 'left_wrist').distanceTo(before)).toBeGreaterThan(0.1);
  });
});

describe('poses', () => {
  test('the left hand goes up where the left arm is raised', () => {
    avatar.setPose(bodyPose({}, { armRaise: 90 }));
    const joints = avatar.joints();
    const arm = at(joints, 'left_wrist').clone().sub(at(joints, 'left_shoulder')).normalize();
    expect(arm.x).toBeGreaterThan(0.99);
    avatar.setPose(bodyPose({}, {}, { armSwing: 90 }));
    const forwards = at(avatar.joints(), 'right_wrist').clone().sub(at(avatar.joints(), 'right_shoulder')).normalize();
    expect(forwards.z).toBeGreaterThan(0.99);
  });

  test('an elbow bends by as much as it is told', () => {
    avatar.setPose(bodyPose({}, { elbow: 75 }));
    const joints = avatar.joints();
    const upper = at(joints, 'left_elbow').clone().sub(at(joints, 'left_shoulder'));
    const lower = at(joints, 'left_wrist').clone().sub(at(joints, 'left_elbow'));
    expect((upper.angleTo(lower) * 180) / Math.PI).toBeCloseTo(75, 4);
  });

  test('feet stand where they are put, whatever the hips do', () => {
    const foot = { footOut: 0.08, footForward: 0.1 };
    avatar.setPose(bodyPose({ hipsUp: -0.1, hipsForward: -0.05, hipsTurn: 12 }, foot, foot));
    const ankle = at(avatar.joints(), 'left_ankle');
    const rest = avatar.plan.joints.left_foot;
    expect(ankle.distanceTo(new Vector3(rest.x + 0.08, rest.y, rest.z + 0.1))).toBeLessThan(1e-6);
  });
});

describe('motions', () => {
  const motions: readonly (readonly [string, Motion])[] = [
    ['idle', idle()],
    ['wave', wave()],
    ['squat', squat()],
    ['walk', walk()],
    ['striding', walk({ stride: 0.6 })],
    ['jumping jack', jumpingJack()],
    ['performance', performance()],
  ];

  test.each(motions)(
    '%s is smooth: joints stay under 6 m/s and change by less than 2 m/s in 1/60 s',
    (_name, motion) => {
      const step = 1000 / 60;
      let fastest = 0;
      let hardest = 0;
      let velocities: readonly Vector3[] = [];
      let before = [...jointsAt(motion, 0).values()];
      for (let time = step; time < PERFORMANCE_MS + 1000; time += step) {
        const now = [...jointsAt(motion, time).values()];
        const speeds = now.map((p, i) => new Vector3().subVectors(p, before[i] as Vector3).multiplyScalar(60));
        fastest = Math.max(fastest, ...speeds.map((velocity) => velocity.length()));
        hardest = Math.max(hardest, ...velocities.map((last, i) => last.distanceTo(speeds[i] as Vector3)));
        velocities = speeds;
        before = now;
      }
      expect(fastest).toBeGreaterThan(0.01);
      expect(fastest).toBeLessThan(6);
      expect(hardest).toBeLessThan(2);
    },
  );

  test.each(motions)('%s keeps feet out of the floor and knees and elbows from bending backwards', (_name, motion) => {
    for (let time = 0; time < PERFORMANCE_MS; time += 97) {
      const joints = jointsAt(motion, time);
      for (const side of ['left', 'right']) {
        expect(at(joints, `${side}_ankle`).y).toBeGreaterThan(0.035 * height);
        expect(at(joints, `${side}_foot_index`).y).toBeGreaterThan(-0.03 * height);
        const thigh = at(joints, `${side}_knee`)
          .clone()
          .sub(at(joints, `${side}_hip`));
        const shin = at(joints, `${side}_ankle`)
          .clone()
          .sub(at(joints, `${side}_knee`));
        const toes = at(joints, `${side}_foot_index`)
          .clone()
          .sub(at(joints, `${side}_heel`));
        // The knee lies on the toes' side of the line from hip to ankle.
        const bow = thigh.clone().sub(
          thigh
            .clone()
            .add(shin)
            .multiplyScalar(thigh.length() / (thigh.length() + shin.length())),
        );
        expect(bow.dot(toes.normalize())).toBeGreaterThan(-0.01);
      }
    }
  });

  test('each does what it is called', () => {
    const squatting = jointsAt(squat(2800), 1400);
    expect(at(squatting, 'left_hip').y).toBeLessThan(0.36 * height);
    const jumping = jointsAt(jumpingJack(1400), 700);
    expect(at(jumping, 'left_wrist').y).toBeGreaterThan(height);
    expect(at(jumping, 'left_ankle').x - at(jumping, 'right_ankle').x).toBeGreaterThan(0.25 * height);
    const waving = jointsAt(wave('right'), 500);
    expect(at(waving, 'right_wrist').y).toBeGreaterThan(at(waving, 'right_shoulder').y + 0.1);
    expect(at(waving, 'left_wrist').y).toBeLessThan(at(waving, 'left_shoulder').y);
    const marching = jointsAt(walk({ periodMs: 1000 }), 750);
    expect(at(marching, 'left_ankle').y).toBeGreaterThan(at(marching, 'right_ankle').y + 0.1);
  });

  test('a walker who is moved along at the walking speed does not slide', () => {
    const stride = 0.6;
    const period = 1150;
    const motion = walk({ stride, periodMs: period });
    const speed = (2 * stride) / period;
    const heelAt = (time: number): number => at(jointsAt(motion, time), 'left_ankle').z + speed * time;
    expect(heelAt(60)).toBeCloseTo(heelAt(period / 2 - 60), 2);
  });

  test('the performance is a loop', () => {
    const motion = performance();
    const start = [...jointsAt(motion, 0).values()];
    const end = [...jointsAt(motion, PERFORMANCE_MS - 0.01).values()];
    for (const [i, p] of start.entries()) expect(p.distanceTo(end[i] as Vector3)).toBeLessThan(0.002);
  });
});
