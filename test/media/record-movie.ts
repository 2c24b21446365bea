import { CODED_SIZE, drawCode } from './coded-picture.ts';

/**
 * Records a small WebM of coded pictures 0, 1, 2 … in the browser itself.
 * @param pictures how many
 * @param interval from one to the next, ms of real time
 */
export async function recordMovie(pictures: number, interval = 60): Promise<Blob> {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, CODED_SIZE);
  drawCode(canvas, 0);
  const stream = canvas.captureStream(0);
  const [track] = stream.getVideoTracks() as CanvasCaptureMediaStreamTrack[];
  const recorder = new MediaRecorder(stream, { mimeType: 'video/webm;codecs=vp8', videoBitsPerSecond: 2_000_000 });
  const parts: Blob[] = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const stopped = new Promise((resolve) => recorder.addEventListener('stop', resolve));
  const started = new Promise((resolve) => recorder.addEventListener('start', resolve));
  recorder.start();
  await started;
  // The first picture is in the stream from its beginning.
  for (let code = 1; code < pictures; code++) {
    await new Promise((resolve) => setTimeout(resolve, interval));
    drawCode(canvas, code);
    track?.requestFrame();
  }
  await new Promise((resolve) => setTimeout(resolve, interval));
  recorder.stop();
  await stopped;
  track?.stop();
  return new Blob(parts, { type: 'video/webm' });
}
