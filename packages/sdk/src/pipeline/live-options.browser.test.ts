import { colourNetwork, discFrame, discPerson } from '@integral-pose/test-kit/colours';
import { memory } from '@tensorflow/tfjs-core';
import { concatMap, from, lastValueFrom, Subject, toArray } from 'rxjs';
import { afterEach, expect, test, vi } from 'vitest';
import { argmax } from '../decode/argmax.ts';
import { localDebiasedIntegral } from '../decode/local-debiased-integral.ts';
import { wholeFrame } from '../detect/whole-frame.ts';
import type { DetectorRecipe } from '../tensor/detector.ts';
import type { NetworkRecipe } from '../tensor/network.ts';
import type { FilterFactory } from '../types/filter.ts';
import type { Frame } from '../types/frame.ts';
import type { PoseFrame } from '../types/pose.ts';
import { wasm } from '../wasm.ts';
import { createPoseTracker } from './create-pose-tracker.ts';
import type { LiveOptions, PoseTracker, PoseTrackerOptions } from './pose-tracker.ts';

let tracker: PoseTracker | undefined;
afterEach(() => tracker?.dispose());

async function colourTracker(options: Partial<PoseTrackerOptions> = {}): Promise<PoseTracker> {
  const backends = [wasm({ path: '/tfjs-wasm/' })];
  tracker = await createPoseTracker({ backends, detector: wholeFrame(), model: colourNetwork(), ...options });
  return tracker;
}

/** One result for each of the live options, in one session, of the same picture. */
async function each(made: PoseTracker, options: readonly LiveOptions[]): Promise<PoseFrame[]> {
  let now: LiveOptions = {};
  const frames = new Subject<Frame>();
  const results = new Subject<PoseFrame>();
  const subscription = made.track(frames, () => now).subscribe(results);
  const all = from(options.entries()).pipe(
    concatMap(async ([index, live]) => {
      const frame = await discFrame({ people: [discPerson(103.3, 71.6)], time: 40 * index });
      now = live;
      const result = new Promise<PoseFrame>((resolve, reject) => results.subscribe({ next: resolve, error: reject }));
      frames.next(frame);
      return result;
    }),
    toArray(),
  );
  try {
    return await lastValueFrom(all);
  } finally {
    subscription.unsubscribe();
  }
}

const redAt = ({ poses }: PoseFrame | { poses: PoseFrame['poses'] }) => poses[0]?.keypoints[0]?.x;

test('another decoder in the middle of a session: nothing is loaded again, people keep their ids', async () => {
  const network = colourNetwork();
  const load = vi.fn(network.load);
  const recipe: NetworkRecipe = { ...network, load };
  const made = await colourTracker({ model: recipe });
  const [own, cell, back] = await each(made, [{}, { decoder: argmax() }, {}]);
  const picture = () => discFrame({ people: [discPerson(103.3, 71.6)] });
  const expected = redAt(await made.estimate(await picture()));
  // The first look is at the whole picture, the later ones where the joints were: they differ a little.
  expect(redAt(own as PoseFrame)).toBeCloseTo(expected as number, 3);
  expect(Math.abs((redAt(cell as PoseFrame) as number) - (redAt(back as PoseFrame) as number))).toBeGreaterThan(0.5);
  const live = redAt(await made.estimate(await picture(), () => ({ decoder: argmax() })));
  expect(Math.abs((live as number) - (expected as number))).toBeGreaterThan(0.5);
  expect([own, cell, back].map((frame) => frame?.poses[0]?.id)).toEqual([1, 1, 1]);
  expect(load).toHaveBeenCalledOnce();
});

test('another filter takes over at once, with a fresh start for everybody', async () => {
  let made = 0;
  const marked =
    (score: number): FilterFactory =>
    () => {
      made++;
      return { apply: (keypoints) => keypoints.map((keypoint) => ({ ...keypoint, score })) };
    };
  const [one, other] = [marked(0.125), marked(0.25)];
  const results = await each(await colourTracker(), [
    {},
    { smooth: one },
    { smooth: one },
    { smooth: other },
    {},
    { smooth: one },
  ]);
  const scores = results.map(({ poses }) => poses[0]?.keypoints[0]?.score);
  expect(scores.slice(1, 4)).toEqual([0.125, 0.125, 0.25]);
  expect(scores[4]).toBeCloseTo(scores[0] as number, 5);
  expect(scores[5]).toBe(0.125);
  expect(made).toBe(3);
});

test('fewer people are followed from the next frame on, and a number that makes no sense is refused', async () => {
  const detector: DetectorRecipe = {
    name: 'halves',
    load: async () => ({
      detect: async ({ frame: { size } }) =>
        [0.25, 0.75].map((share) => ({
          region: { centre: { x: size.width * share, y: size.height / 2 }, side: size.width / 2, angle: 0 },
          score: 1,
        })),
      dispose() {},
    }),
  };
  const made = await colourTracker({ detector, maxPeople: 2 });
  const people = [discPerson(40, 60), discPerson(220, 120)];
  const counts: number[] = [];
  const failures: unknown[] = [];
  const frames = new Subject<Frame>();
  let maxPeople = 2;
  const live = () => ({ maxPeople });
  made
    .track(frames, live)
    .subscribe({ next: ({ poses }) => counts.push(poses.length), error: (e) => failures.push(e) });
  for (const [index, most] of [2, 1, 2].entries()) {
    maxPeople = most;
    frames.next(await discFrame({ people, time: 600 * index }));
    await vi.waitFor(() => expect(counts).toHaveLength(index + 1), { timeout: 30_000 });
  }
  expect(counts).toEqual([2, 1, 2]);
  maxPeople = 0;
  frames.next(await discFrame({ people, time: 3000 }));
  await vi.waitFor(() => expect(failures).toHaveLength(1), { timeout: 30_000 });
  expect(failures[0]).toMatchObject({ reason: 'invalid-argument', detail: { argument: 'maxPeople' } });
});

test('comparing follows the live decoder and answers for each name, and leaves no tensor', async () => {
  const made = await colourTracker();
  const [cell, soft] = [argmax(), localDebiasedIntegral()];
  const frames = new Subject<Frame>();
  const results: { poses: Readonly<Record<'cell' | 'soft', PoseFrame['poses']>> }[] = [];
  let decoder = soft;
  made.compare(frames, { cell, soft }, () => ({ decoder })).subscribe((result) => results.push(result));
  const before = memory().numTensors;
  for (const leader of [soft, cell]) {
    decoder = leader;
    frames.next(await discFrame({ people: [discPerson(103.3, 71.6)], time: 40 * results.length }));
    const count = results.length;
    await vi.waitFor(() => expect(results).toHaveLength(count + 1), { timeout: 30_000 });
  }
  for (const { poses } of results) {
    const [a, b] = [redAt({ poses: poses.cell }), redAt({ poses: poses.soft })];
    expect(Math.abs((a as number) - (b as number))).toBeGreaterThan(0.5);
    // A cell of the crop is several px wide; the mean is within a fraction of one.
    expect(Math.abs((b as number) - 103.3)).toBeLessThan(1);
  }
  expect(memory().numTensors).toBe(before);
});
