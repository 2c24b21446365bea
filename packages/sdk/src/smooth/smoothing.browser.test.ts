import { afterAll, beforeAll, expect, test } from 'vitest';
import { stillPerson, stillPicture, video, walker } from '../../../../test/bench/smoothing/clips.ts';
import { jitterOf, lagOf, smoothed, type Track, tracksOf } from '../../../../test/bench/smoothing/measure.ts';
import { liteOptions } from '../../../../test/workers/lite-options.ts';
import { createPoseTracker } from '../pipeline/create-pose-tracker.ts';
import type { PoseTracker } from '../pipeline/pose-tracker.ts';
import { kalman } from './kalman.ts';
import { oneEuro } from './one-euro.ts';

declare const __SHARED__: boolean;

const VIDEO = '/shared/data/video/squats.mp4';
/** The requirement: what is left of the jitter. */
const LEFT = 0.4;
/** The requirement: a frame of lag, ms, of the generated clips and of the video. */
const FRAME = 1000 / 30;
const VIDEO_FRAME = 1000 / 5;

const filters = { oneEuro: oneEuro(), kalman: kalman() };

let tracker: PoseTracker;
beforeAll(async () => {
  tracker = await createPoseTracker(liteOptions());
});
afterAll(() => tracker.dispose());

/** The one person of a clip. */
function onlyTrack(tracks: readonly Track[]): Track {
  expect(tracks).toHaveLength(1);
  return tracks[0] as Track;
}

function expectCalm(track: Track): void {
  const raw = jitterOf(track);
  // There is something to take away.
  expect(raw.picture).toBeGreaterThan(0.1);
  expect(raw.space).toBeGreaterThan(0.3);
  for (const [name, factory] of Object.entries(filters)) {
    const left = jitterOf(smoothed(track, factory));
    expect(left.picture / raw.picture, `${name}, share of ${raw.picture.toFixed(2)} px left`).toBeLessThan(LEFT);
    expect(left.space / raw.space, `${name}, share of ${raw.space.toFixed(1)} mm left`).toBeLessThan(LEFT);
  }
}

test('R8 on a synthetic person at rest, jitter falls by 60 % in the picture and in space', async () => {
  expectCalm(onlyTrack(tracksOf(await stillPerson(tracker))));
});

test('R8 behind a synthetic person who walks at 1 m/s, lag is at most one frame', async () => {
  const track = onlyTrack(tracksOf(await walker(tracker)));
  for (const [name, factory] of Object.entries(filters)) {
    expect(lagOf(track, smoothed(track, factory)), `ms behind, ${name}`).toBeLessThanOrEqual(FRAME);
  }
  // The measurement sees a lag: that of a filter that is slow.
  expect(lagOf(track, smoothed(track, oneEuro({ minCutoff: 1, beta: 0 })))).toBeGreaterThan(2 * FRAME);
});

test.skipIf(!__SHARED__)('R8 on a real person at rest, jitter falls by 60 % in the picture and in space', async () => {
  expectCalm(onlyTrack(tracksOf(await stillPicture(tracker, VIDEO))));
});

test.skipIf(!__SHARED__)(
  'R8 behind a real person who does knee bends, lag is at most one of the video’s frames',
  async () => {
    const track = onlyTrack(tracksOf(await video(tracker, VIDEO)));
    expect(track.times.length).toBeGreaterThan(60);
    for (const [name, factory] of Object.entries(filters)) {
      expect(lagOf(track, smoothed(track, factory)), `ms behind, ${name}`).toBeLessThanOrEqual(VIDEO_FRAME);
    }
  },
);
