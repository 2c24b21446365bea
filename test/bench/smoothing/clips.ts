import { type Frame, type PoseFrame, type PoseTracker, videoFile } from '@integral-pose/sdk';
import { createAvatar, createStage, idle, type Performer, walk } from '@integral-pose/test-kit/avatar';
import { firstValueFrom, lastValueFrom, toArray } from 'rxjs';
import { CROSSING_MS, crossingStage } from '../../media/crossing.ts';
import { inTurn } from '../../media/in-turn.ts';
import { noisyCamera } from '../../media/noisy-camera.ts';

/** Pictures a second of the generated clips. */
export const RATE = 30;
/** Length of a clip of somebody at rest, pictures. */
const STILL = 75;
/** Of somebody who walks past. */
const WALK = 60;
/** Sensor noise, of 255: that of a webcam in a lit room. */
const NOISE = 3;

const SIZE = { width: 640, height: 480 };
const STRIDE = 0.55;

const times = (count: number) => Array.from({ length: count }, (_, index) => (1000 * index) / RATE);
const canvas = () => new OffscreenCanvas(SIZE.width, SIZE.height);

/** Measures a generated clip, unsmoothed. */
async function filmed(tracker: PoseTracker, people: Performer[], at: (time: number) => number, count: number) {
  const camera = noisyCamera(NOISE);
  const stage = createStage({ canvas: canvas(), ...SIZE, people });
  const pictures = times(count).map((time) => () => {
    stage.render(at(time));
    return camera(stage.canvas, SIZE, time);
  });
  const frames = await inTurn(tracker, pictures);
  stage.dispose();
  return frames;
}

/** A synthetic person who does not move, seen by a noisy camera. */
export function stillPerson(tracker: PoseTracker): Promise<PoseFrame[]> {
  return filmed(tracker, [{ avatar: createAvatar({ seed: 1 }), motion: idle() }], () => 0, STILL);
}

/** A synthetic person who walks through the picture at 1 m/s. */
export function walker(tracker: PoseTracker): Promise<PoseFrame[]> {
  const person: Performer = {
    avatar: createAvatar({ seed: 1 }),
    motion: walk({ stride: STRIDE, periodMs: 2_000 * STRIDE }),
    place: (time) => ({ x: time / 1000 - WALK / RATE / 2, z: 0, facing: 90 }),
  };
  return filmed(tracker, [person], (time) => time, WALK);
}

/** Two synthetic people who cross, at about 1 m/s. */
export async function crossing(tracker: PoseTracker): Promise<PoseFrame[]> {
  const camera = noisyCamera(NOISE);
  const stage = crossingStage({ seeds: [1, 2], periods: [1100, 1100], firstInFront: true });
  const pictures = times(Math.floor((CROSSING_MS * RATE) / 1000)).map((time) => () => {
    stage.render(time);
    return camera(stage.canvas, SIZE, time);
  });
  const frames = await inTurn(tracker, pictures);
  stage.dispose();
  return frames;
}

/** The first picture of a video, again and again, seen by a noisy camera: a real person who does not move. */
export async function stillPicture(tracker: PoseTracker, video: string): Promise<PoseFrame[]> {
  const first: Frame = await firstValueFrom(videoFile(video, { everyFrame: true }));
  const copy = await createImageBitmap(first.image);
  first.close();
  const camera = noisyCamera(NOISE);
  const frames = await inTurn(
    tracker,
    times(STILL).map((time) => () => camera(copy, copy, time)),
  );
  copy.close();
  return frames;
}

/** Every picture of a video, at its own pace. */
export function video(tracker: PoseTracker, address: string): Promise<PoseFrame[]> {
  return lastValueFrom(tracker.track(videoFile(address, { everyFrame: true })).pipe(toArray()));
}
