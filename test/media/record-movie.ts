import { CODED_SIZE, drawCode } from './coded-picture.ts';
import { countWebmPictures } from './count-webm-pictures.ts';

/** Each half as fast as the one before. */
const TRIES = 5;

/**
 * Records a small WebM of coded pictures 0, 1, 2 … in the browser itself. On a busy machine the recorder may miss one:
 * then the movie is recorded again, more slowly.
 * @param pictures how many
 * @param interval from one to the next, ms of real time
 */
export async function recordMovie(pictures: number, interval = 60): Promise<Blob> {
  for (let tries = 1; ; tries++) {
    const movie = await record(pictures, interval * 2 ** (tries - 1));
    const found = await countWebmPictures(movie);
    if (found === pictures) return movie;
    if (tries === TRIES) throw new Error(`The recorder kept ${found} of ${pictures} pictures.`);
  }
}

async function record(pictures: number, interval: number): Promise<Blob> {
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
