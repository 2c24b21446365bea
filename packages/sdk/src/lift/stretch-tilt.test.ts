import { describe, expect, test } from 'vitest';
import { stretchTilt } from './stretch-tilt.ts';

const TILT = { turn: 1.2, lean: 1.3, usualLean: 0.2 };
const AT = [
  ['left_shoulder', 30, 80],
  ['right_shoulder', -32, 78],
  ['left_wrist', 70, 20],
  ['right_wrist', -45, 110],
  ['left_hip', 20, 3],
  ['right_hip', -20, -3],
  ['left_ankle', 40, -150],
  ['right_ankle', -25, -160],
] as const;

/** Joints in a picture in which the crop is turned; `depth` of x to the right and y up in the crop. */
function seen(depth: (x: number, y: number, index: number) => number, angle = 0) {
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  return AT.map(([name, x, y], index) => ({
    name,
    x: 300 + x * cosine + y * sine,
    y: 200 + x * sine - y * cosine,
    z: 55 + depth(x, y, index),
  }));
}

const depths = (joints: readonly { readonly z: number }[]) => joints.map(({ z }) => z - 55);

describe('stretchTilt', () => {
  test.each([0, 0.7, -2.5])(
    'stretches the turn, and the lean away from the usual one, in a crop turned by %f',
    (angle) => {
      const found = depths(
        stretchTilt(
          seen((x, y) => 0.5 * x - 0.1 * y, angle),
          angle,
          TILT,
        ),
      );
      AT.forEach(([, x, y], index) => {
        expect(found[index]).toBeCloseTo(0.6 * x + (0.2 - 1.3 * 0.3) * y, 0);
      });
    },
  );

  test('leaves what the joints have beside the plane', () => {
    const beside = [10, -14, 0, 0, 0, 0, 0, 0];
    const ofPlane = (x: number, y: number) => 0.3 * x + 0.4 * y;
    const plain = depths(stretchTilt(seen(ofPlane), 0, TILT));
    const found = depths(
      stretchTilt(
        seen((x, y, index) => ofPlane(x, y) + (beside[index] as number)),
        0,
        TILT,
      ),
    );
    // Little of it is the plane's: stretched as a whole, 10 px would become 12 or 13.
    const tilt = { ...TILT, usualLean: 0 };
    const own = depths(
      stretchTilt(
        seen((_x, _y, index) => beside[index] as number),
        0,
        tilt,
      ),
    );
    found.forEach((z, index) => {
      expect(z - (plain[index] as number)).toBeCloseTo(own[index] as number, 6);
    });
    expect(own[0]).toBeCloseTo(10, 0);
    expect(own[1]).toBeCloseTo(-14, 0);
  });

  test('changes nothing by factors of 1, without hips, and where all joints are in one place', () => {
    const joints = seen((x, y) => 0.5 * x + y);
    expect(depths(stretchTilt(joints, 0.3, { turn: 1, lean: 1, usualLean: 0.2 }))).toEqual(depths(joints));
    const hipless = joints.filter(({ name }) => name !== 'left_hip');
    expect(stretchTilt(hipless, 0, TILT)).toBe(hipless);
    const point = joints.map((joint) => ({ ...joint, x: 1, y: 1 }));
    expect(stretchTilt(point, 0, TILT)).toBe(point);
  });

  test('leans somebody who is seen as a line', () => {
    const line = seen((_x, y) => -0.1 * y).map((joint) => ({ ...joint, x: 300 }));
    const found = depths(stretchTilt(line, 0, TILT));
    AT.forEach(([, , y], index) => {
      expect(found[index]).toBeCloseTo((0.2 - 1.3 * 0.3) * y, 0);
    });
  });
});
