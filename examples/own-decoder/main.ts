import {
  blazePoseDetector,
  canvasFrames,
  createPoseTracker,
  heatmapModel,
  localDebiasedIntegral,
} from '@integral-pose/sdk';
import { wasm } from '@integral-pose/sdk/wasm';
import { webgl } from '@integral-pose/sdk/webgl';
import { createStage } from '@integral-pose/test-kit/avatar';
import { Subject } from 'rxjs';
import { createPanel } from './panel.ts';
import { parabola } from './parabola.ts';

const decoders = { parabola: parabola(), localDebiasedIntegral: localDebiasedIntegral() };
const status = document.querySelector('body > output') as HTMLOutputElement;
const report = ({ message }: Error) => status.replaceChildren(message);
start().catch(report);

async function start() {
  const tracker = await createPoseTracker({
    backends: [webgl(), wasm({ path: '../tfjs-wasm/' })],
    detector: blazePoseDetector({ model: '../models/blazepose-detector/manifest.json' }),
    model: heatmapModel('../models/blazepose-lite/manifest.json'),
    decoder: decoders.localDebiasedIntegral,
    onProgress: ({ fraction }) => status.replaceChildren(fraction < 1 ? `${Math.round(fraction * 100)} %` : ''),
  });
  const panels = [...document.querySelectorAll('figure')].map((figure) => ({
    name: figure.dataset.decoder as keyof typeof decoders,
    panel: createPanel(figure, tracker.skeleton),
  }));

  const stage = createStage({ canvas: document.createElement('canvas') });
  const drawn = new Subject<number>();
  // Each picture waits for the answers to the one before: what is drawn belongs to what is seen.
  tracker.compare(canvasFrames(stage.canvas, { drawn }), decoders).subscribe({
    next: (frame) => {
      const truth = stage.measure(frame.time);
      for (const { name, panel } of panels) panel.show(stage.canvas, { ...frame, poses: frame.poses[name] }, truth);
      requestAnimationFrame(() => draw(frame.time + 1000 / 30));
    },
    error: report,
  });
  draw(0);

  function draw(time: number) {
    stage.render(time);
    drawn.next(time);
  }
}
