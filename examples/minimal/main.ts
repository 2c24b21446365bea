import { blazePoseDetector, createPoseRenderer, createPoseTracker, heatmapModel, openCamera } from '@integral-pose/sdk';
import { wasm } from '@integral-pose/sdk/wasm';
import { webgl } from '@integral-pose/sdk/webgl';

const [button, output, video, canvas] = ['button', 'output', 'video', 'canvas'].map((tag) =>
  document.querySelector(tag),
) as [HTMLButtonElement, HTMLOutputElement, HTMLVideoElement, HTMLCanvasElement];

button.onclick = () => start().catch((error: Error) => output.append(error.message));

async function start() {
  button.remove();
  const camera = await openCamera({ facing: 'user' });
  video.srcObject = camera.stream;
  await video.play();
  const tracker = await createPoseTracker({
    backends: [webgl(), wasm({ path: '../tfjs-wasm/' })],
    detector: blazePoseDetector({ model: '../models/blazepose-detector/manifest.json' }),
    model: heatmapModel('../models/blazepose-full/manifest.json'),
    onProgress: ({ fraction }) => output.replaceChildren(fraction < 1 ? `${Math.round(fraction * 100)} %` : ''),
  });
  const renderer = createPoseRenderer(canvas, { skeleton: tracker.skeleton });
  tracker.track(camera.frames(video)).subscribe({
    next: (frame) => renderer.draw(frame),
    error: ({ message }: Error) => output.append(message),
  });
}
