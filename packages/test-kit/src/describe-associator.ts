import type { AssociatorFactory, AssociatorOptions, Sighting } from '@integral-pose/sdk';
import { describe, expect, test } from 'vitest';

const NAMES = ['nose', 'left_hip', 'right_hip', 'left_ankle'];

/** A stick person of 100 × 200 px whose box starts at `x`. */
function person(x: number, y = 0): Sighting {
  const at = [
    [50, 10],
    [65, 100],
    [35, 100],
    [65, 195],
  ];
  return {
    box: { x, y, width: 100, height: 200 },
    score: 1,
    keypoints: at.map(([dx, dy], index) => ({
      x: x + (dx as number),
      y: y + (dy as number),
      score: 0.9,
      spread: { xx: 1, xy: 0, yy: 1 },
      name: NAMES[index] as string,
    })),
  };
}

/** The contract that every associator is run against. @param factory takes `memory`, ms, as ours do */
export function describeAssociator(name: string, factory: (options?: AssociatorOptions) => AssociatorFactory): void {
  describe(`associator ${name}`, () => {
    test(`keeps ids while people move, in whatever order they are listed`, () => {
      const associator = factory()();
      expect(associator.assign([person(0), person(400)], 0)).toEqual([1, 2]);
      expect(associator.assign([person(390), person(10)], 33)).toEqual([2, 1]);
      expect(associator.assign([person(20)], 66)).toEqual([1]);
      expect(associator.assign([person(30), person(385)], 99)).toEqual([1, 2]);
    });

    test(`R9 never gives an id again: not after memory ran out, not after a reset`, () => {
      const associator = factory({ memory: 200 })();
      expect(associator.assign([person(0)], 0)).toEqual([1]);
      expect(associator.assign([], 100)).toEqual([]);
      expect(associator.assign([person(0)], 300)).toEqual([2]);
      associator.reset();
      expect(associator.assign([person(0)], 333)).toEqual([3]);
    });

    test(`knows whoever was in the frame before, at any frame rate`, () => {
      const associator = factory({ memory: 200 })();
      expect(associator.assign([person(0)], 0)).toEqual([1]);
      expect(associator.assign([person(5)], 2000)).toEqual([1]);
    });

    test(`takes somebody far away for somebody new`, () => {
      const associator = factory()();
      associator.assign([person(0)], 0);
      expect(associator.assign([person(900)], 33)).toEqual([2]);
    });

    test(`R9 tells two overlapping people apart`, () => {
      const associator = factory()();
      expect(associator.assign([person(0), person(40)], 0)).toEqual([1, 2]);
      expect(associator.assign([person(38), person(2)], 33)).toEqual([2, 1]);
    });

    test.each([1, 2, 4])(
      'R9 knows who is who after two people crossed and one hid the other, every %s frames',
      (step) => {
        const associator = factory()();
        const seen: (readonly [number, number | undefined])[] = [];
        for (let frame = 0; frame < 140; frame += step) {
          // 1.3 and 1 m/s at 30 frames a second.
          const [there, back] = [5 * frame, 600 - 4 * frame];
          // Hidden behind the other, whose joints the network takes for both a little before and after.
          const apart = Math.abs(there - back);
          const mixed = apart < 110 ? back + 0.15 * (there - back) : back;
          const people = apart < 60 ? [person(there)] : [person(there), person(mixed, -8)];
          const [first, second] = associator.assign(people, (1000 / 30) * frame);
          seen.push([first as number, second]);
        }
        expect(seen.some(([, second]) => second === undefined)).toBe(true);
        expect(new Set(seen.map(([first]) => first))).toEqual(new Set([1]));
        expect(new Set(seen.flatMap(([, second]) => second ?? []))).toEqual(new Set([2]));
      },
    );

    test('R9 people who stay over each other are followed wherever they go together', () => {
      const associator = factory()();
      for (let frame = 0; frame < 120; frame++) {
        const x = 200 * Math.sin(frame / 20);
        expect(associator.assign([person(x), person(x + 45, 10)], (1000 / 30) * frame)).toEqual([1, 2]);
      }
    });
  });
}
