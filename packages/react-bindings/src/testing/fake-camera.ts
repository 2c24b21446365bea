import { vi } from 'vitest';

/** A camera that is a canvas with a person of coloured discs, drawn anew all the time. */
export interface FakeCamera {
  readonly stream: MediaStream;
  readonly track: MediaStreamTrack;
  /** Stops the drawing. */
  close(): void;
}

export function fakeCamera(width = 320, height = 240): FakeCamera {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d');
  if (!context) throw new Error('There is no 2D context.');
  const discs = [
    ['#f00', 100, 80],
    ['#0f0', 160, 80],
    ['#00f', 160, 140],
  ] as const;
  let tick = 0;
  const draw = () => {
    context.fillStyle = '#000';
    context.fillRect(0, 0, width, height);
    for (const [colour, x, y] of discs) {
      context.fillStyle = colour;
      context.beginPath();
      context.arc(x + (tick % 20), y, 20, 0, 2 * Math.PI);
      context.fill();
    }
    tick++;
  };
  draw();
  const stream = canvas.captureStream();
  const timer = setInterval(draw, 40);
  const [track] = stream.getVideoTracks();
  if (!track) throw new Error('The canvas has no track.');
  return { stream, track, close: () => clearInterval(timer) };
}

/** Answers `getUserMedia` until mocks are restored. */
export function answerCamera(answer: (constraints?: MediaStreamConstraints) => Promise<MediaStream>) {
  return vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockImplementation(answer);
}
