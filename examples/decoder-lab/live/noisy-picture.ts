import { canvasFrames } from '@integral-pose/sdk';
import { filter, interval, map, startWith, tap } from 'rxjs';
import type { OpenSource } from '../../webcam/sources/open-source.ts';
import { normalNoise } from '../drawn/noise.ts';

/** Longest side of the picture that is worked on, px. */
const LONGEST = 1280;
/** Standard deviation of the noise, of 255: that of a webcam indoors. */
const GRAIN = 5;
const TILE = 256;
/** ms from one picture to the next. */
const PERIOD = 100;

/** A tile of grain: black or white, the more opaque the stronger. */
function grainTile(): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = TILE;
  const context = canvas.getContext('2d');
  const data = new ImageData(TILE, TILE);
  normalNoise(TILE * TILE, 1).forEach((value, index) => {
    const tone = value > 0 ? 255 : 0;
    // Over a middle grey, opacity α shifts by 128·α.
    data.data.set([tone, tone, tone, Math.min(255, Math.abs(value) * GRAIN * 2)], 4 * index);
  });
  context?.putImageData(data, 0, 0);
  return canvas;
}

/**
 * A still picture as a camera would see it: again and again, with other sensor noise each time. So that decoders have
 * something to tremble about: on the very same pixels each gives the very same answer.
 * @param source a picture; closed with what is returned
 */
export function noisyPicture(source: OpenSource, image: HTMLImageElement): OpenSource {
  const scale = Math.min(1, LONGEST / Math.max(image.naturalWidth, image.naturalHeight));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
  canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
  const context = canvas.getContext('2d');
  const tile = grainTile();
  let shown = 0;
  let paused = false;

  const draw = () => {
    if (!context || paused) return;
    shown++;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const grain = context.createPattern(tile, 'repeat');
    if (!grain) return;
    // Another part of the tile each time, by steps that do not soon repeat.
    context.setTransform(1, 0, 0, 1, -((shown * 97) % TILE), -((shown * 61) % TILE));
    context.fillStyle = grain;
    context.fillRect(0, 0, canvas.width + TILE, canvas.height + TILE);
  };
  draw();

  return {
    ...source,
    element: canvas,
    frames: () =>
      canvasFrames(canvas, {
        drawn: interval(PERIOD).pipe(
          startWith(-1),
          // A paused picture gives itself once, as a paused video does.
          filter((count) => count < 0 || !paused),
          tap(draw),
          map((count) => (count + 1) * PERIOD),
        ),
      }),
    setPaused(value) {
      paused = value;
    },
  };
}
