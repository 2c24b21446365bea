import type { PoseFrame } from '../types/pose.ts';
import { PoseError } from '../types/pose-error.ts';
import { layOut } from './body-sides.ts';
import type { DrawOptions } from './draw-options.ts';
import { type DrawContext, drawPosesLaidOut } from './draw-poses.ts';
import { DEFAULT_COLOURS } from './palette.ts';

/** Options of {@link createPoseRenderer}. */
export interface PoseRendererOptions extends DrawOptions {
  /**
   * Keeps the canvas's backing store at its size on the page times `pixelRatio` (by default the screen's ratio at each
   * drawing). Only for a canvas on a page. Default true.
   */
  readonly resize?: boolean;
}

/** Draws frame after frame on a canvas of its own, laid over the video. */
export interface PoseRenderer {
  /** Clears the canvas and draws a frame. */
  draw(frame: PoseFrame): void;
  /** Clears the canvas. */
  clear(): void;
  /** Changes what is given, keeps the rest; holds from the next `draw`. */
  update(options: Partial<PoseRendererOptions>): void;
}

/**
 * A renderer that owns what is on `canvas`. It holds no resource but the canvas: nothing is to be disposed.
 *
 * @throws PoseError `unsupported` when the canvas gives no 2D context (it has a WebGL one already, say)
 */
export function createPoseRenderer(
  canvas: HTMLCanvasElement | OffscreenCanvas,
  options: PoseRendererOptions,
): PoseRenderer {
  const context = canvas.getContext('2d') as DrawContext | null;
  if (!context) {
    throw new PoseError(
      { reason: 'unsupported', feature: '2D canvas context' },
      'The canvas gives no 2D context.',
      'Use a canvas on which no other kind of context was asked for.',
    );
  }
  let current = options;
  let layout = layOut(options.skeleton);
  let colours = { ...DEFAULT_COLOURS, ...options.colours };

  const clear = (): void => {
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.restore();
  };
  return {
    clear,
    update(changes) {
      current = { ...current, ...changes };
      if (changes.skeleton) layout = layOut(changes.skeleton);
      if (changes.colours) colours = { ...DEFAULT_COLOURS, ...changes.colours };
    },
    draw(frame) {
      const pixelRatio = current.pixelRatio ?? globalThis.devicePixelRatio ?? 1;
      if (current.resize ?? true) fitBackingStore(canvas, pixelRatio);
      clear();
      drawPosesLaidOut(context, frame, { ...current, pixelRatio }, layout, colours);
    },
  };
}

/** Gives a canvas on a page as many pixels as it covers. Setting a size clears it, so only when it changed. */
function fitBackingStore(canvas: HTMLCanvasElement | OffscreenCanvas, pixelRatio: number): void {
  if (!('clientWidth' in canvas) || canvas.clientWidth === 0 || canvas.clientHeight === 0) return;
  const width = Math.round(canvas.clientWidth * pixelRatio);
  const height = Math.round(canvas.clientHeight * pixelRatio);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
}
