import { applyToCovariance } from '../math/affine.ts';
import type { Affine } from '../types/geometry.ts';
import type { Keypoint, Pose, PoseFrame } from '../types/pose.ts';
import { type BodySide, layOut, type SkeletonLayout } from './body-sides.ts';
import type { DrawOptions } from './draw-options.ts';
import { fitTransform } from './fit-transform.ts';
import { colourOfPerson, DEFAULT_COLOURS, type PoseColours } from './palette.ts';
import { spreadEllipse } from './spread-ellipse.ts';

/** A 2D drawing context, of a canvas on a page or in a worker. */
export type DrawContext = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

const FULL_TURN = Math.PI * 2;
const FAINTEST = 0.25;

/**
 * Draws the people of a frame over whatever is on the canvas. Nothing is cleared, and the context's state is as before.
 * Poses without keypoints are left out. For a loop, `createPoseRenderer` saves the work that does not change.
 */
export function drawPoses(context: DrawContext, frame: PoseFrame, options: DrawOptions): void {
  drawPosesLaidOut(context, frame, options, layOut(options.skeleton), { ...DEFAULT_COLOURS, ...options.colours });
}

/** {@link drawPoses} with what depends on the options alone already worked out. */
export function drawPosesLaidOut(
  context: DrawContext,
  frame: PoseFrame,
  options: DrawOptions,
  layout: SkeletonLayout,
  colours: PoseColours,
): void {
  if (frame.poses.length === 0) return;
  const map = fitTransform(frame.size, context.canvas, options);
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.lineCap = 'round';
  context.lineJoin = 'round';
  for (const pose of frame.poses) {
    if (pose.keypoints.length > 0) drawPose(context, pose, map, options, layout, colours);
  }
  context.restore();
}

function drawPose(
  context: DrawContext,
  pose: Pose,
  map: Affine,
  options: DrawOptions,
  layout: SkeletonLayout,
  colours: PoseColours,
): void {
  const { pixelRatio = 1, lineScale = 1, colourBy = 'side', minScore = 0.3, fullScore = 0.6 } = options;
  const person = colourOfPerson(colours, pose.id);
  const zoom = Math.sqrt(Math.abs(map.a * map.d - map.b * map.c));
  const size = Math.max(pose.box.width, pose.box.height) * zoom;
  const width = lineScale * Math.min(10 * pixelRatio, Math.max(2 * pixelRatio, 0.012 * size));
  const colourOf = (side: BodySide): string => (colourBy === 'person' ? person : colours[side]);
  const opacityOf = (keypoint: Keypoint | undefined): number => opacity(keypoint, minScore, fullScore);

  if (options.spread) drawSpread(context, pose, map, options.spread, layout, colourOf, opacityOf);
  if (options.bones ?? true) drawBones(context, pose, map, width, layout, colourOf, opacityOf, colours.outline);
  if (options.joints ?? true) drawJoints(context, pose, map, width, layout, colourOf, opacityOf, colours.outline);
  context.globalAlpha = 1;
  if (options.boxes) drawBox(context, pose, map, Math.max(1.5 * pixelRatio, width * 0.6), person, colours.outline);
  if (options.ids) drawLabel(context, pose, map, 13 * pixelRatio, person, colours.text);
}

/** 0 at or below `minScore` (and for what is not a number), then from faint to full. */
function opacity(keypoint: Keypoint | undefined, minScore: number, fullScore: number): number {
  if (!keypoint || !(keypoint.score > minScore) || !Number.isFinite(keypoint.x + keypoint.y)) return 0;
  if (keypoint.score >= fullScore) return 1;
  return FAINTEST + (1 - FAINTEST) * ((keypoint.score - minScore) / (fullScore - minScore));
}

type ColourOf = (side: BodySide) => string;
type OpacityOf = (keypoint: Keypoint | undefined) => number;

function drawBones(
  context: DrawContext,
  pose: Pose,
  map: Affine,
  width: number,
  layout: SkeletonLayout,
  colourOf: ColourOf,
  opacityOf: OpacityOf,
  outline: string,
): void {
  // All outlines lie under all lines, or they would cut each other at the joints.
  for (let pass = 0; pass < 2; pass++) {
    context.lineWidth = pass === 0 ? width * 1.6 : width;
    layout.skeleton.bones.forEach(([from, to], index) => {
      const a = pose.keypoints[from];
      const b = pose.keypoints[to];
      const alpha = Math.min(opacityOf(a), opacityOf(b));
      if (!a || !b || alpha === 0) return;
      context.globalAlpha = alpha;
      context.strokeStyle = pass === 0 ? outline : colourOf(layout.boneSides[index] ?? 'centre');
      context.beginPath();
      context.moveTo(map.a * a.x + map.c * a.y + map.e, map.b * a.x + map.d * a.y + map.f);
      context.lineTo(map.a * b.x + map.c * b.y + map.e, map.b * b.x + map.d * b.y + map.f);
      context.stroke();
    });
  }
}

function drawJoints(
  context: DrawContext,
  pose: Pose,
  map: Affine,
  width: number,
  layout: SkeletonLayout,
  colourOf: ColourOf,
  opacityOf: OpacityOf,
  outline: string,
): void {
  context.lineWidth = width * 0.5;
  context.strokeStyle = outline;
  pose.keypoints.forEach((keypoint, index) => {
    const alpha = opacityOf(keypoint);
    if (alpha === 0) return;
    context.globalAlpha = alpha;
    context.fillStyle = colourOf(layout.sides[index] ?? 'centre');
    const x = map.a * keypoint.x + map.c * keypoint.y + map.e;
    const y = map.b * keypoint.x + map.d * keypoint.y + map.f;
    context.beginPath();
    context.arc(x, y, width * 1.15 * (layout.radii[index] ?? 1), 0, FULL_TURN);
    context.stroke();
    context.fill();
  });
}

function drawSpread(
  context: DrawContext,
  pose: Pose,
  map: Affine,
  sigmas: number,
  layout: SkeletonLayout,
  colourOf: ColourOf,
  opacityOf: OpacityOf,
): void {
  context.lineWidth = 1;
  pose.keypoints.forEach((keypoint, index) => {
    const alpha = opacityOf(keypoint);
    if (alpha === 0) return;
    const { major, minor, angle } = spreadEllipse(applyToCovariance(map, keypoint.spread));
    if (!Number.isFinite(major)) return;
    const x = map.a * keypoint.x + map.c * keypoint.y + map.e;
    const y = map.b * keypoint.x + map.d * keypoint.y + map.f;
    context.fillStyle = colourOf(layout.sides[index] ?? 'centre');
    context.strokeStyle = context.fillStyle;
    context.beginPath();
    context.ellipse(x, y, sigmas * major, sigmas * minor, angle, 0, FULL_TURN);
    context.globalAlpha = 0.3 * alpha;
    context.fill();
    context.globalAlpha = alpha;
    context.stroke();
  });
}

/** Four corners, so that a map that turns the picture turns the box. */
function drawBox(
  context: DrawContext,
  { box }: Pose,
  map: Affine,
  width: number,
  colour: string,
  outline: string,
): void {
  context.beginPath();
  for (let corner = 0; corner < 4; corner++) {
    const x = box.x + (corner === 1 || corner === 2 ? box.width : 0);
    const y = box.y + (corner > 1 ? box.height : 0);
    const cx = map.a * x + map.c * y + map.e;
    const cy = map.b * x + map.d * y + map.f;
    if (corner === 0) context.moveTo(cx, cy);
    else context.lineTo(cx, cy);
  }
  context.closePath();
  context.lineWidth = width * 1.8;
  context.strokeStyle = outline;
  context.stroke();
  context.lineWidth = width;
  context.strokeStyle = colour;
  context.stroke();
}

/** The label stands on the box's top left corner as it is seen, inside the canvas, and reads left to right. */
function drawLabel(context: DrawContext, pose: Pose, map: Affine, size: number, colour: string, ink: string): void {
  const { x, y, width, height } = pose.box;
  const left = map.a * x + map.c * y + map.e + Math.min(0, map.a * width) + Math.min(0, map.c * height);
  const top = map.b * x + map.d * y + map.f + Math.min(0, map.b * width) + Math.min(0, map.d * height);
  const text = `${pose.id}`;
  context.font = `600 ${size}px system-ui, sans-serif`;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  const padding = size * 0.4;
  const labelWidth = context.measureText(text).width + 2 * padding;
  const labelHeight = size * 1.5;
  const labelX = Math.min(Math.max(0, left), Math.max(0, context.canvas.width - labelWidth));
  const labelY = Math.min(Math.max(0, top - labelHeight), Math.max(0, context.canvas.height - labelHeight));
  context.fillStyle = colour;
  context.fillRect(labelX, labelY, labelWidth, labelHeight);
  context.fillStyle = ink;
  context.fillText(text, labelX + padding, labelY + labelHeight / 2);
}
