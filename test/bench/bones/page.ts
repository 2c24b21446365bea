import {
  blazePoseDetector,
  coco17,
  createFrame,
  createPoseTracker,
  type Frame,
  heatmapModel,
  type Pose,
  videoFile,
} from '@integral-pose/sdk';
import { boneLengthVariation } from '@integral-pose/sdk/metrics';
import { wasm } from '@integral-pose/sdk/wasm';
import { createAvatar, createStage, performance as perform, squat } from '@integral-pose/test-kit/avatar';
import { concatMap, firstValueFrom, from, map, type Observable, toArray } from 'rxjs';
import type { BonesJob, BonesRow } from './job.ts';

declare global {
  interface Window {
    bones(job: BonesJob): Promise<BonesRow[]>;
  }
}

const LIMB = /shoulder|elbow|wrist|hip|knee|ankle/;
/** Between joints of the body: the face's are not bones. */
const BONES = coco17.bones.filter(([a, b]) => [a, b].every((joint) => LIMB.test(coco17.keypoints[joint] as string)));

window.bones = async ({ video }) => {
  const tracker = await createPoseTracker({
    backends: [wasm({ path: '/tfjs-wasm/' })],
    detector: blazePoseDetector({ model: '/models/blazepose-detector/manifest.json' }),
    model: heatmapModel('/models/integral-pose-3d/manifest.json'),
  });
  try {
    const clips: [string, () => Observable<Frame>][] = video
      ? [['video', () => videoFile(video, { everyFrame: true })]]
      : [
          ['squats', () => figure(squat())],
          ['performance', () => figure(perform())],
        ];
    const rows: BonesRow[] = [];
    for (const [clip, frames] of clips) {
      // One at a time: each frame's people are wanted, not the newest's.
      const poses = await firstValueFrom(
        frames().pipe(
          concatMap((frame) => tracker.estimate(frame)),
          map(({ poses: [pose] }) => pose),
          toArray(),
        ),
      );
      const seen = poses.filter((pose): pose is Pose => pose !== undefined);
      const variation = (of: 'keypoints3D' | 'worldLandmarks') =>
        boneLengthVariation(
          seen.map((pose) => pose[of] ?? []),
          BONES,
        ).mean;
      rows.push({ clip, frames: seen.length, head: variation('keypoints3D'), world: variation('worldLandmarks') });
    }
    return rows;
  } finally {
    tracker.dispose();
  }
};

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
