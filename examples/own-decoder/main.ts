import {
  blazePoseDetector,
  canvasFrames,
  createPoseTracker,
  drawPoses,
  heatmapModel,
  localDebiasedIntegral,
  type PoseFrame,
} from '@integral-pose/sdk';
import { wasm } from '@integral-pose/sdk/wasm';
import { webgl } from '@integral-pose/sdk/webgl';
import { createStage } from '@integral-pose/test-kit/avatar';
import { Subject } from 'rxjs';
import { parabola } from './parabola.ts';

const decoders = { parabola: parabola(), localDebiasedIntegral: localDebiasedIntegral() };
const status = document.querySelector('output') as HTMLOutputElement;
const report = (error: Error) => status.replaceChildren(error.message);
start().catch(report);

async function start() {
  const { skeleton, compare } = await createPoseTracker({
    backends: [webgl(), wasm({ path: '../tfjs-wasm/' })],
    detector: blazePoseDetector({ model: '../models/blazepose-detector/manifest.json' }),
    model: heatmapModel('../models/blazepose-lite/manifest.json'),
    decoder: decoders.localDebiasedIntegral,
    onProgress: ({ fraction }) => status.replaceChildren(fraction < 1 ? `${Math.round(fraction * 100)} %` : ''),
  });
  const stage = createStage({ canvas: document.createElement('canvas') });
  const drawn = new Subject<number>();
  /** Each picture waits for the answers to the one before, so that both belong to what is seen. */
  const next = (time: number) => {
    stage.render(time);
    drawn.next(time);
  };
  compare(canvasFrames(stage.canvas, { drawn }), decoders).subscribe({
    next: (frame) => {
      for (const [name, poses] of Object.entries(frame.poses)) show(name, { ...frame, poses });
      requestAnimationFrame(() => next(frame.time + 1000 / 30));
    },
    error: report,
  });
  next(0);

  function show(name: string, frame: PoseFrame) {
    const figure = document.querySelector(`[data-decoder=${name}]`) as HTMLElement;
    const [canvas, output] = figure.querySelectorAll('canvas, output') as unknown as [HTMLCanvasElement, HTMLElement];
    const context = canvas.getContext('2d') as CanvasRenderingContext2D;
    context.drawImage(stage.canvas, 0, 0);
    drawPoses(context, frame, { skeleton });
  }
}
