import type { Truth } from '@integral-pose/test-kit/avatar';
import { expect, test } from 'vitest';
import { CROSSING_MS, type Crossing, crossingStage } from '../../../../test/media/crossing.ts';
import { inTurn } from '../../../../test/media/in-turn.ts';
import { liteOptions } from '../../../../test/workers/lite-options.ts';
import { createPoseTracker } from '../pipeline/create-pose-tracker.ts';
import { createFrame } from '../source/create-frame.ts';
import type { Pose, PoseFrame } from '../types/pose.ts';

/** A pose whose joints are farther from a person's, on average, is not of that person, px. (They are 220 px tall.) */
const NEAR = 25;

async function track(crossing: Crossing, rate: number): Promise<{ results: PoseFrame[]; truth: Truth[] }> {
  const stage = crossingStage(crossing);
  const tracker = await createPoseTracker({ ...liteOptions(), maxPeople: 2 });
  const times = Array.from({ length: Math.floor((CROSSING_MS * rate) / 1000) }, (_, index) => (1000 * index) / rate);
  const truth: Truth[] = [];
  const results = await inTurn(
    tracker,
    times.map((time) => async () => {
      truth.push(stage.render(time));
      return createFrame(await createImageBitmap(stage.canvas), { time });
    }),
  );
  tracker.dispose();
  stage.dispose();
  return { results, truth };
}

/** Whose each id is in one frame: the nearest pairs of pose and person, each once. */
function owners(poses: readonly Pose[], { people }: Truth): { id: number; person: number }[] {
  const pairs = poses.flatMap(({ id, keypoints }) =>
    people.map(({ keypoints2d }, person) => {
      const places = new Map<string, { x: number; y: number }>(keypoints2d.map((joint) => [joint.name, joint]));
      const distances = keypoints.flatMap(({ name, x, y }) => {
        const place = places.get(name);
        return place ? [Math.hypot(x - place.x, y - place.y)] : [];
      });
      return { id, person, distance: distances.reduce((sum, value) => sum + value, 0) / distances.length };
    }),
  );
  const found: { id: number; person: number }[] = [];
  for (const { id, person, distance } of pairs.sort((a, b) => a.distance - b.distance)) {
    if (distance > NEAR || found.some((other) => other.id === id || other.person === person)) continue;
    found.push({ id, person });
  }
  return found;
}

test.each([
  { what: 'the first in front', crossing: { seeds: [1, 2], periods: [1150, 1150], firstInFront: true }, rate: 15 },
  {
    what: 'the second in front, and slower',
    crossing: { seeds: [5, 3], periods: [1050, 1300], firstInFront: false },
    rate: 12,
  },
] as const)('R9 two people cross, $what: 0 id switches, no id is used again', async ({ crossing, rate }) => {
  const { results, truth } = await track(crossing, rate);
  const idsOf: [Set<number>, Set<number>] = [new Set(), new Set()];
  const frames = [0, 0];
  let alone = 0;
  results.forEach(({ poses }, index) => {
    if (poses.length < 2) alone++;
    for (const { id, person } of owners(poses, truth[index] as Truth)) {
      idsOf[person as 0 | 1].add(id);
      frames[person] = (frames[person] as number) + 1;
    }
  });
  // One of them was hidden for a while, and both were followed otherwise.
  expect(alone).toBeGreaterThanOrEqual(2);
  for (const count of frames) expect(count).toBeGreaterThan(0.7 * results.length);
  const [first, second] = idsOf.map((ids) => [...ids]) as [number[], number[]];
  expect(first, 'ids of the first person').toHaveLength(1);
  expect(second, 'ids of the second person').toHaveLength(1);
  expect(first).not.toEqual(second);
  // Nor did anybody else turn up.
  expect(new Set(results.flatMap(({ poses }) => poses.map(({ id }) => id))).size).toBe(2);
});
