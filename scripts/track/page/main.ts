import {
  blazePoseDetector,
  createPoseTracker,
  drawPoses,
  heatmapModel,
  PoseError,
  type PoseTracker,
} from '../../../packages/sdk/src/index.ts';
import { wasm } from '../../../packages/sdk/src/wasm.ts';
import type { TrackJob } from '../job.ts';
import { toPosesFrame } from '../poses-json.ts';
import { TrackError } from '../track-error.ts';
import { toBase64 } from './base64.ts';
import { DECODER_FACTORIES } from './decoders.ts';
import { inStep } from './in-step.ts';
import type { Media } from './media.ts';
import { openPicture } from './open-picture.ts';
import { openVideo } from './open-video.ts';
import { createOverlay, type Overlay } from './overlay.ts';
import { wordsOf } from './words-of.ts';

/** Shorter side of the picture, px, that labels of ordinary size suit. */
const LABELS_FOR = 360;

window.track = async (job) => {
  try {
    const media = await (job.kind === 'picture' ? openPicture : openVideo)(chosenFile());
    try {
      await trackMedia(media, job);
    } finally {
      media.close();
    }
    return { done: true };
  } catch (thrown) {
    const { message, fix } = explain(thrown);
    return { done: false, message, fix };
  }
};

function chosenFile(): File {
  const file = document.querySelector('input')?.files?.[0];
  if (!file) throw new Error('No file was given to the page.');
  return file;
}

async function trackMedia(media: Media, job: TrackJob): Promise<void> {
  // Before the models, so that one learns at once that it cannot be written.
  const overlay = job.overlay && (await createOverlay(media.context.canvas, job.overlay, writeOverlay));
  try {
    const tracker = await createPoseTracker({
      backends: [wasm({ path: '/tfjs-wasm/' })],
      detector: blazePoseDetector({ model: '/models/blazepose-detector/manifest.json' }),
      model: heatmapModel(`/models/blazepose-${job.model}/manifest.json`),
      decoder: DECODER_FACTORIES[job.decoder](),
      maxPeople: job.people,
      onProgress: ({ fraction }) => void window.tellCommand({ type: 'loading', fraction }),
    });
    try {
      await trackFrames(media, tracker, overlay, job);
    } finally {
      tracker.dispose();
    }
    await overlay?.finish();
  } finally {
    await overlay?.close();
  }
}

async function trackFrames(media: Media, tracker: PoseTracker, overlay: Overlay | null, job: TrackJob): Promise<void> {
  const { context, size } = media;
  const { backend, skeleton } = tracker;
  const { name: file } = chosenFile();
  const { kind, decoder, people } = job;
  const header = { file, kind, size, model: `blazepose-${job.model}`, decoder, backend, skeleton };
  await window.tellCommand({ type: 'opened', header });
  // Labels and the thinnest lines are to be seen on large pictures too.
  const pixelRatio = Math.max(1, Math.min(size.width, size.height) / LABELS_FOR);
  const session = inStep(tracker);
  try {
    for await (const { time, duration, fraction } of media.frames()) {
      const result = await session.step(context.canvas, time);
      if (overlay) {
        drawPoses(context, result, { skeleton, pixelRatio, ids: people > 1 });
        await overlay.add(time, duration);
      }
      await window.tellCommand({ type: 'frame', frame: toPosesFrame(result), fraction });
    }
  } finally {
    session.end();
  }
}

async function writeOverlay(bytes: Uint8Array, position: number): Promise<void> {
  await window.tellCommand({ type: 'overlay', position, base64: await toBase64(bytes) });
}

/** What to tell the user. */
function explain(thrown: unknown): { message: string; fix: string } {
  if (thrown instanceof PoseError || thrown instanceof TrackError) {
    const { fix, message } = thrown;
    return { message: message.slice(0, -fix.length).trim(), fix };
  }
  return {
    message: `Tracking failed (${wordsOf(thrown)}).`,
    fix: 'This should not happen: please report it, with the file if you may.',
  };
}
