import { describe, expect, test } from 'vitest';
import type { Keypoint, Pose, PoseFrame } from '../types/pose.ts';
import type { Skeleton } from '../types/skeleton.ts';
import { createPoseRenderer } from './create-pose-renderer.ts';
import type { DrawOptions } from './draw-options.ts';
import { drawPoses } from './draw-poses.ts';

const skeleton: Skeleton = {
  name: 'test4',
  keypoints: ['left_wrist', 'right_wrist', 'left_elbow', 'right_elbow'],
  bones: [
    [0, 2],
    [1, 3],
    [2, 3],
  ],
  pairs: [
    [0, 1],
    [2, 3],
  ],
};
/** Colours that a test can tell apart, without an outline to blend in. */
const colours = { left: '#ff0000', right: '#0000ff', centre: '#00ff00', outline: '#000000', text: '#ffffff' };
const NOTHING = [0, 0, 0, 0];

const keypoint = (x: number, y: number, extra: Partial<Keypoint> = {}): Keypoint => ({
  x,
  y,
  score: 0.9,
  spread: { xx: 1, xy: 0, yy: 1 },
  name: 'any',
  ...extra,
});

const pose = (keypoints: readonly Keypoint[], extra: Partial<Pose> = {}): Pose => ({
  id: 1,
  box: { x: 20, y: 30, width: 160, height: 120 },
  keypoints,
  score: 0.9,
  region: { centre: { x: 100, y: 100 }, side: 200, angle: 0 },
  ...extra,
});

const frameOf = (...poses: readonly Pose[]): PoseFrame => ({
  time: 0,
  captured: 0,
  emitted: 0,
  size: { width: 200, height: 160 },
  poses,
  dropped: 0,
  timings: {},
});

// Subject's left on the picture's right, as when facing the camera.
const ARMS = pose([keypoint(160, 120), keypoint(40, 120), keypoint(140, 50), keypoint(60, 50)]);

function paint(frame: PoseFrame, options: Partial<DrawOptions> = {}, width = 200, height = 160) {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true }) as OffscreenCanvasRenderingContext2D;
  // Lines of 4 px cover the pixel in their middle wholly.
  drawPoses(context, frame, { skeleton, colours, lineScale: 2, ...options });
  const at = (x: number, y: number): number[] => [...context.getImageData(Math.floor(x), Math.floor(y), 1, 1).data];
  const inked = (): number =>
    context.getImageData(0, 0, width, height).data.filter((v, i) => i % 4 === 3 && v > 0).length;
  return { context, at, inked };
}

describe('drawPoses', () => {
  test('draws joints and bones in the colours of the subject’s sides', () => {
    const { at } = paint(frameOf(ARMS));
    expect(at(160, 120)).toEqual([255, 0, 0, 255]);
    expect(at(40, 120)).toEqual([0, 0, 255, 255]);
    expect(at(150, 85)).toEqual([255, 0, 0, 255]);
    expect(at(50, 85)).toEqual([0, 0, 255, 255]);
    expect(at(100, 50)).toEqual([0, 255, 0, 255]);
    expect(at(100, 120)).toEqual(NOTHING);
  });

  test('R12 mirrored, the same joint is painted on the other side and keeps its colour', () => {
    const { at } = paint(frameOf(ARMS), { mirror: true });
    expect(at(199 - 160, 120)).toEqual([255, 0, 0, 255]);
    expect(at(199 - 40, 120)).toEqual([0, 0, 255, 255]);
  });

  test('R12 lays the picture into a canvas of another size and shape', () => {
    const contain = paint(frameOf(ARMS), {}, 500, 320);
    expect(contain.at(50 + 320, 240)).toEqual([255, 0, 0, 255]);
    expect(contain.at(50 + 80, 240)).toEqual([0, 0, 255, 255]);
    const cover = paint(frameOf(ARMS), { fit: 'cover' }, 200, 320);
    expect(cover.at(160 * 2 - 100, 240)).toEqual(NOTHING);
    expect(cover.at(140 * 2 - 100, 100)).toEqual([255, 0, 0, 255]);
    const own = paint(frameOf(ARMS), { fit: { a: 0.5, b: 0, c: 0, d: 0.5, e: 7, f: 3 } });
    expect(own.at(87, 63)).toEqual([255, 0, 0, 255]);
  });

  test('outlines are under the lines, round the joints', () => {
    const { at } = paint(frameOf(pose([keypoint(100, 80)])), { lineScale: 3 });
    expect(at(100, 80)).toEqual([255, 0, 0, 255]);
    // width is 3 × 2 px: radius 6.9, the outline reaches to 8.4
    expect(at(107.6, 80).slice(0, 3)).toEqual([0, 0, 0]);
    expect(at(107.6, 80)[3]).toBeGreaterThan(200);
    expect(at(110, 80)).toEqual(NOTHING);
  });

  test('hides what scores too low, and its bones, and fades what scores a little more', () => {
    const [left, right, leftElbow, rightElbow] = ARMS.keypoints as [Keypoint, Keypoint, Keypoint, Keypoint];
    const doubtful = {
      ...ARMS,
      keypoints: [{ ...left, score: 0.3 }, { ...right, score: 0.45 }, leftElbow, rightElbow],
    };
    const { at } = paint(frameOf(doubtful), { colours: { ...colours, outline: 'rgba(0,0,0,0)' } });
    expect(at(160, 120)).toEqual(NOTHING);
    expect(at(150, 85)).toEqual(NOTHING);
    // Halfway between 0.25 and 1, once for the bone: 0.625.
    expect(at(50, 85)[3]).toBeGreaterThan(0.58 * 255);
    expect(at(50, 85)[3]).toBeLessThan(0.67 * 255);
  });

  test('draws a spread ellipse k sigma large, turned with its covariance, mirrored with the view', () => {
    // 3 px along the falling diagonal (y down), 1 px across.
    const leaning = pose([keypoint(100, 80, { spread: { xx: 50.5, xy: 49.5, yy: 50.5 } })]);
    const options = { spread: 2, joints: false, bones: false };
    const plain = paint(frameOf(leaning), options);
    expect(plain.at(112, 92)[3]).toBeGreaterThan(0);
    expect(plain.at(112, 68)).toEqual(NOTHING);
    expect(plain.at(116, 96)).toEqual(NOTHING);
    const mirrored = paint(frameOf(leaning), { ...options, mirror: true });
    expect(mirrored.at(87, 92)[3]).toBeGreaterThan(0);
    expect(mirrored.at(112, 92)).toEqual(NOTHING);
  });

  test('draws boxes in the person’s colour', () => {
    const options = { boxes: true, joints: false, bones: false };
    const people = ['#111111', '#aa00aa'] as const;
    const { at } = paint(frameOf({ ...ARMS, id: 2 }), { ...options, colours: { ...colours, people: [...people] } });
    expect(at(20, 90)).toEqual([170, 0, 170, 255]);
    expect(at(100, 150)).toEqual([170, 0, 170, 255]);
    expect(at(100, 90)).toEqual(NOTHING);
  });

  test('labels read left to right in a mirrored view', () => {
    const options = { ids: true, joints: false, bones: false };
    const symmetrical = { ...ARMS, id: 41, box: { x: 60, y: 60, width: 80, height: 60 } };
    const plain = paint(frameOf(symmetrical), options);
    const mirrored = paint(frameOf(symmetrical), { ...options, mirror: true });
    expect(plain.inked()).toBeGreaterThan(200);
    const pixels = (painted: typeof plain): Uint8ClampedArray => painted.context.getImageData(0, 0, 200, 160).data;
    expect(pixels(mirrored)).toEqual(pixels(plain));
  });

  test('draws nothing for poses without keypoints, nor for joints that are not numbers', () => {
    expect(paint(frameOf(pose([])), { boxes: true, ids: true }).inked()).toBe(0);
    expect(paint(frameOf(pose([keypoint(Number.NaN, 10)]))).inked()).toBe(0);
    expect(paint(frameOf()).inked()).toBe(0);
  });

  test('leaves the context as it was', () => {
    const canvas = new OffscreenCanvas(20, 20);
    const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
    context.setTransform(2, 0, 0, 2, 1, 1);
    context.globalAlpha = 0.5;
    context.lineWidth = 7;
    drawPoses(context, frameOf(ARMS), { skeleton });
    expect(context.getTransform().a).toBe(2);
    expect(context.globalAlpha).toBe(0.5);
    expect(context.lineWidth).toBe(7);
  });
});

describe('createPoseRenderer', () => {
  test('clears between frames, follows the canvas’s size on the page, and takes changes', () => {
    const canvas = document.createElement('canvas');
    canvas.style.cssText = 'width: 200px; height: 160px; display: block';
    document.body.append(canvas);
    const renderer = createPoseRenderer(canvas, { skeleton, colours, pixelRatio: 2 });
    const context = canvas.getContext('2d') as CanvasRenderingContext2D;
    const at = (x: number, y: number): number[] => [...context.getImageData(x, y, 1, 1).data];
    renderer.draw(frameOf(ARMS));
    expect([canvas.width, canvas.height]).toEqual([400, 320]);
    expect(at(320, 240)).toEqual([255, 0, 0, 255]);
    renderer.update({ mirror: true, colours: { ...colours, left: '#ffff00' } });
    renderer.draw(frameOf(ARMS));
    expect(at(320, 240)).toEqual([0, 0, 255, 255]);
    expect(at(79, 240)).toEqual([255, 255, 0, 255]);
    renderer.draw(frameOf());
    expect(at(79, 240)).toEqual(NOTHING);
    canvas.remove();
  });

  test('a canvas that already has another context is a typed error', () => {
    const canvas = new OffscreenCanvas(4, 4);
    canvas.getContext('bitmaprenderer');
    expect(() => createPoseRenderer(canvas, { skeleton })).toThrow(/no 2D context/);
  });
});
