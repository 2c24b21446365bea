import {
  blazePoseDetector,
  coco17,
  createFrame,
  createPoseTracker,
  type Frame,
  heatmapModel,
  type Point3D,
  type Pose,
  videoFile,
} from '@integral-pose/sdk';
import { boneLengthVariation } from '@integral-pose/sdk/metrics';
import { wasm } from '@integral-pose/sdk/wasm';
import { createAvatar, createStage, performance as perform, squat } from '@integral-pose/test-kit/avatar';
import { concatMap, firstValueFrom, from, type Observable, toArray } from 'rxjs';
import type { BonesJob, BonesRow } from './job.ts';

declare global {
  interface Window {
    bones(job: BonesJob): Promise<BonesRow[]>;
  }
}

const LIMB = /shoulder|elbow|wrist|hip|knee|ankle/;
/** Between joints of the body: the face's are not bones. */
const BONES = coco17.bones.filter(([a, b]) => [a, b].every((joint) => LIMB.test(coco17.keypoints[joint] as string)));

const HEAD = 'integral-pose-3d';

window.bones = async ({ video }) => {
  const clips: [string, () => Observable<Frame>][] = video
    ? [['video', () => videoFile(video, { everyFrame: true })]]
    : [
        ['squats', () => figure(squat())],
        ['performance', () => figure(perform())],
      ];
  const rows: BonesRow[] = [];
  for (const [clip, frames] of clips) {
    const seen = await posesOf(HEAD, frames());
    rows.push({
      clip,
      frames: seen.length,
      head: variation(seen, 'keypoints3D'),
      world: variation(seen, 'worldLandmarks'),
      worldOfFull: variation(await posesOf('blazepose-full', frames()), 'worldLandmarks'),
      worldOfHeavy: variation(await posesOf('blazepose-heavy', frames()), 'worldLandmarks'),
    });
  }
  return rows;
};

/** The first person of each frame, frames one at a time: each one's people are wanted, not the newest's. */
async function posesOf(model: string, frames: Observable<Frame>): Promise<Pose[]> {
  const tracker = await createPoseTracker({
    backends: [wasm({ path: '/tfjs-wasm/' })],
    detector: blazePoseDetector({ model: '/models/blazepose-detector/manifest.json' }),
    model: heatmapModel(`/models/${model}/manifest.json`),
  });
  try {
    return await firstValueFrom(
      frames.pipe(
        concatMap((frame) => tracker.estimate(frame)),
        concatMap(({ poses }) => poses.slice(0, 1)),
        toArray(),
      ),
    );
  } finally {
    tracker.dispose();
  }
}

/** COCO's bones, which BlazePose's skeleton has under the same names of joints. */
function variation(poses: readonly Pose[], of: 'keypoints3D' | 'worldLandmarks'): number {
  return boneLengthVariation(
    poses.map((pose) => coco17.keypoints.map((name) => pose[of]?.find((joint) => joint.name === name) as Point3D)),
    BONES,
  ).mean;
}

/** Two turns of a movement, ten pictures a second. */
function figure(motion: ReturnType<typeof squat>): Observable<Frame> {
  const canvas = new OffscreenCanvas(640, 480);
  const stage = createStage({
    canvas,
    people: [{ avatar: createAvatar({ seed: 2 }), motion, place: (time) => ({ x: 0, z: 0, facing: time / 80 - 40 }) }],
  });
  return from(Array.from({ length: 80 }, (_, index) => index * 100)).pipe(
    concatMap(async (time) => {
      stage.render(time);
      const frame = createFrame(await createImageBitmap(canvas), { time });
      if (time === 7900) stage.dispose();
      return frame;
    }),
  );
}
