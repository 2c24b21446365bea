import { createAvatar, createStage, jumpingJack, type Stage } from '@integral-pose/test-kit/avatar';
import { toBase64 } from '../../../scripts/track/page/base64.ts';
import { createDrawing } from '../../../scripts/track/page/drawing.ts';
import { createOverlay } from '../../../scripts/track/page/overlay.ts';
import { INTERVAL, type MadeFile, SIZE, type TrueJoint } from './facts.ts';

window.makePicture = () => make('png', 1);
window.makeVideo = (frames) => make('webm', frames);

/** A synthetic person's jumping jacks, as a file. */
async function make(format: 'png' | 'webm', frames: number): Promise<MadeFile> {
  const canvas = new OffscreenCanvas(SIZE.width, SIZE.height);
  const stage = createStage({ canvas, ...SIZE, people: [{ avatar: createAvatar(), motion: jumpingJack() }] });
  const context = createDrawing(SIZE.width, SIZE.height);
  let bytes = new Uint8Array();
  const writer = await createOverlay(context.canvas, format, async (piece, position) => {
    const grown = new Uint8Array(Math.max(bytes.length, position + piece.length));
    grown.set(bytes);
    grown.set(piece, position);
    bytes = grown;
  });
  const truth: TrueJoint[][] = [];
  for (let index = 0; index < frames; index++) {
    truth.push(draw(stage, index * INTERVAL));
    context.drawImage(canvas, 0, 0);
    await writer.add(index * INTERVAL, INTERVAL);
  }
  await writer.finish();
  stage.dispose();
  return { base64: await toBase64(bytes), truth };
}

function draw(stage: Stage, time: number): TrueJoint[] {
  const joints = stage.render(time).people[0]?.keypoints2d ?? [];
  return joints.map(({ name, x, y }) => ({ name, x, y }));
}

window.look = async (base64, type, points, time) => {
  const source = `data:${type};base64,${base64}`;
  if (type.startsWith('image/')) {
    const image = new Image();
    image.src = source;
    await image.decode();
    const { naturalWidth: width, naturalHeight: height } = image;
    return { width, height, duration: 0, colours: coloursOf(image, width, height, points) };
  }
  const video = document.createElement('video');
  video.src = source;
  await new Promise((resolve, reject) => {
    video.onloadeddata = resolve;
    video.onerror = () => reject(new Error(video.error?.message));
  });
  const duration = video.duration * 1000;
  await new Promise((resolve) => {
    video.onseeked = resolve;
    video.currentTime = time / 1000;
  });
  // A busy browser may show the picture before for a moment longer.
  while (!(Math.abs(shownTime(video) - time) < INTERVAL)) await new Promise((resolve) => setTimeout(resolve, 20));
  const { videoWidth: width, videoHeight: height } = video;
  return { width, height, duration, colours: coloursOf(video, width, height, points) };
};

/** Media time of the picture that stands on the screen, ms; NaN while there is none. */
function shownTime(video: HTMLVideoElement): number {
  try {
    const picture = new VideoFrame(video);
    picture.close();
    return picture.timestamp / 1000;
  } catch {
    return Number.NaN;
  }
}

function coloursOf(
  source: CanvasImageSource,
  width: number,
  height: number,
  points: readonly { readonly x: number; readonly y: number }[],
): [number, number, number][] {
  const context = createDrawing(width, height);
  context.drawImage(source, 0, 0);
  return points.map(({ x, y }) => {
    const [red = 0, green = 0, blue = 0] = context.getImageData(Math.floor(x), Math.floor(y), 1, 1).data;
    return [red, green, blue];
  });
}
