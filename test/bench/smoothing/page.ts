import {
  blazePoseDetector,
  createPoseTracker,
  heatmapModel,
  type PoseFrame,
  type PoseTracker,
} from '@integral-pose/sdk';
import { wasm } from '@integral-pose/sdk/wasm';
import { crossing, stillPerson, stillPicture, video as videoClip, walker } from './clips.ts';
import type { MeasuredClip, SmoothingJob } from './job.ts';
import { tracksOf } from './measure.ts';

declare global {
  interface Window {
    trackClips(job: SmoothingJob): Promise<MeasuredClip[]>;
  }
}

window.trackClips = async ({ model, video }) => {
  const tracker = await createPoseTracker({
    backends: [wasm({ path: '/tfjs-wasm/' })],
    detector: blazePoseDetector({ model: '/models/blazepose-detector/manifest.json' }),
    model: heatmapModel(`/models/blazepose-${model}/manifest.json`),
    maxPeople: 2,
  });
  type Clip = readonly [name: string, still: boolean, frames: (tracker: PoseTracker) => Promise<PoseFrame[]>];
  const clips: Clip[] = [
    ['synthetic person at rest', true, stillPerson],
    ['synthetic person walking at 1 m/s', false, walker],
    ['two synthetic people crossing', false, crossing],
  ];
  if (video) {
    clips.push(['first picture of the video, at rest', true, (made) => stillPicture(made, video)]);
    clips.push(['video', false, (made) => videoClip(made, video)]);
  }
  const measured: MeasuredClip[] = [];
  for (const [clip, still, frames] of clips) measured.push({ clip, still, tracks: tracksOf(await frames(tracker)) });
  tracker.dispose();
  return measured;
};
