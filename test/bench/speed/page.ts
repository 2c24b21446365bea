import {
  blazePoseDetector,
  createFrame,
  createPoseTracker,
  type Frame,
  heatmapModel,
  videoFile,
} from '@integral-pose/sdk';
import { wasm } from '@integral-pose/sdk/wasm';
import { FilesetResolver, PoseLandmarker } from '@mediapipe/tasks-vision';
import { firstValueFrom, map, Subject, take, toArray } from 'rxjs';
import type { SpeedJob, SpeedRow } from './job.ts';

declare global {
  interface Window {
    time(job: SpeedJob): Promise<SpeedRow[]>;
    report?(done: number, total: number): void;
  }
}

window.time = async ({ models, tasks, video, pictures, passes }) => {
  const images = await firstValueFrom(
    videoFile(video, { everyFrame: true }).pipe(take(pictures), map(pixelsOf), toArray()),
  );
  const rows: SpeedRow[] = [];
  for (const [index, model] of models.entries()) {
    const ours = await createOurs(model);
    const peer = await createPeer(tasks[index] as string);
    const times = { ours: [] as number[], peer: [] as number[] };
    let time = 0;
    for (let pass = 0; pass < passes; pass++) {
      for (const image of images) {
        time += 33;
        times.ours.push(await ours.run(image, time));
        times.peer.push(peer.run(image, time));
        window.report?.(
          rows.length * images.length * passes + times.ours.length,
          models.length * images.length * passes,
        );
      }
    }
    ours.close();
    peer.close();
    // The first pictures find the person; what counts is following them.
    rows.push({ model, ours: times.ours.slice(5), peer: times.peer.slice(5) });
  }
  return rows;
};

/**
 * Both get pixels that are in memory, each as it takes them quickest: a bitmap made of them, and the pixels themselves.
 * (With WebGL in software, a bitmap that lies on the "GPU" costs either of them tens of milliseconds, and the peer more.)
 */
function pixelsOf(frame: Frame): ImageData {
  const { width, height } = frame.size;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('No 2D canvas.');
  context.drawImage(frame.image, 0, 0);
  frame.close();
  return context.getImageData(0, 0, width, height);
}

async function createOurs(model: string) {
  const tracker = await createPoseTracker({
    backends: [wasm({ path: '/tfjs-wasm/' })],
    detector: blazePoseDetector({ model: '/models/blazepose-detector/manifest.json' }),
    model: heatmapModel(`/models/blazepose-${model}/manifest.json`),
  });
  const frames = new Subject<Frame>();
  let done: (now: number) => void = () => undefined;
  const subscription = tracker.track(frames).subscribe(({ poses }) => {
    if (poses.length !== 1) throw new Error(`${poses.length} people instead of one`);
    done(performance.now());
  });
  return {
    async run(image: ImageData, time: number): Promise<number> {
      const bitmap = await createImageBitmap(image);
      const start = performance.now();
      const finished = new Promise<number>((resolve) => {
        done = resolve;
      });
      frames.next(createFrame(bitmap, { time }));
      return (await finished) - start;
    },
    close() {
      subscription.unsubscribe();
      tracker.dispose();
    },
  };
}

async function createPeer(modelAssetPath: string) {
  const fileset = await FilesetResolver.forVisionTasks('/tasks-vision');
  const landmarker = await PoseLandmarker.createFromOptions(fileset, {
    baseOptions: { modelAssetPath, delegate: 'CPU' },
    runningMode: 'VIDEO',
    numPoses: 1,
  });
  return {
    run(image: ImageData, time: number): number {
      const start = performance.now();
      const { landmarks } = landmarker.detectForVideo(image, time);
      if (landmarks.length !== 1) throw new Error(`the peer sees ${landmarks.length} people instead of one`);
      return performance.now() - start;
    },
    close: () => landmarker.close(),
  };
}
