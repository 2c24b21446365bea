import { Euler, MathUtils, Quaternion, Vector3 } from 'three';
import { PoseError } from '../types/pose-error.ts';
import type { PoseRecording } from '../types/recording.ts';
import type { HumanBone } from './human-bones.ts';
import { childrenOf, type HumanTrack, humanTrack, localRotation, type TrackExportOptions } from './human-track.ts';

/** Options of {@link toBvh}. */
export interface BvhOptions extends TrackExportOptions {
  /** BVH knows one frame rate: the track is resampled at so many a second, > 0. Default 30. */
  readonly framesPerSecond?: number;
  /** The file's unit in metres is `1 / unitsPerMetre`, > 0. BVH names none: Blender reads metres, others cm. Default 1. */
  readonly unitsPerMetre?: number;
}

/**
 * One person of a recording as BVH (Biovision hierarchy), which animation programs import: a figure in a T-pose that faces
 * +z, y up, with bones as long as the median of the track, and the rotations of each frame. Between recorded frames, and
 * while the person was not seen, rotations are interpolated.
 *
 * Bones of a track change their length from frame to frame and those of BVH do not, so a joint lies where it was tracked
 * as far as its bones have their median length; every bone's direction is kept.
 * @throws PoseError `invalid-argument` where the recording has no joints in space of this person, or an option is outside
 * its range
 * @example
 * const file = new Blob([toBvh(recorder.recording(), 1)], { type: 'text/plain' });
 */
export function toBvh(recording: PoseRecording, personId: number, options: BvhOptions = {}): string {
  const { framesPerSecond = 30, unitsPerMetre = 1 } = options;
  for (const [argument, value] of Object.entries({ framesPerSecond, unitsPerMetre })) {
    if (!(value > 0 && Number.isFinite(value))) throw outside(argument, value);
  }
  const track = humanTrack(recording, personId, options);
  const order: HumanBone[] = [];
  const hierarchy = node(track, 'hips', '', unitsPerMetre, order);
  const duration = track.times.at(-1) ?? 0;
  // A frame that would lie past the end by rounding alone is kept.
  const frames = Math.floor(duration * framesPerSecond + 1e-6) + 1;
  const motion = Array.from({ length: frames }, (_, i) => motionAt(track, i / framesPerSecond, order, unitsPerMetre));
  return [
    'HIERARCHY',
    ...hierarchy,
    'MOTION',
    `Frames: ${frames}`,
    `Frame Time: ${(1 / framesPerSecond).toFixed(8)}`,
    ...motion,
    '',
  ].join('\n');
}

/** Lines of a joint and all that hangs from it. Notes the order in which the joints come. */
function node(track: HumanTrack, bone: HumanBone, indent: string, scale: number, order: HumanBone[]): string[] {
  order.push(bone);
  const inner = `${indent}  `;
  const offset = (vector: Vector3) =>
    `OFFSET ${vector
      .toArray()
      .map((value) => number(value * scale))
      .join(' ')}`;
  const root = bone === 'hips';
  const end = track.ends.get(bone);
  return [
    `${indent}${root ? 'ROOT' : 'JOINT'} ${bone}`,
    `${indent}{`,
    inner + offset(track.offsets[bone]),
    `${inner}CHANNELS ${root ? '6 Xposition Yposition Zposition' : '3'} Zrotation Xrotation Yrotation`,
    ...childrenOf(bone).flatMap((child) => node(track, child, inner, scale, order)),
    ...(end ? [`${inner}End Site`, `${inner}{`, `${inner}  ${offset(end)}`, `${inner}}`] : []),
    `${indent}}`,
  ];
}

/** The line of a time, s. */
function motionAt({ times, poses }: HumanTrack, time: number, order: readonly HumanBone[], scale: number): string {
  const next = times.findIndex((at) => at >= time);
  const after = next < 0 ? times.length - 1 : next;
  const before = Math.max(0, after - 1);
  const [start, end] = [times[before] as number, times[after] as number];
  const share = end > start ? MathUtils.clamp((time - start) / (end - start), 0, 1) : 0;
  const [a, b] = [poses[before], poses[after]];
  if (!a || !b) return '';
  const hips = new Vector3().lerpVectors(a.hips, b.hips, share).multiplyScalar(scale);
  const rotations = order.flatMap((bone) => {
    const rotation = localRotation(a, bone, new Quaternion()).slerp(localRotation(b, bone, new Quaternion()), share);
    const { x, y, z } = new Euler().setFromQuaternion(rotation, 'ZXY');
    return [z, x, y].map(MathUtils.radToDeg);
  });
  return [...hips.toArray(), ...rotations].map(number).join(' ');
}

/** Six decimals: a thousandth of a millimetre, a millionth of a degree. */
function number(value: number): string {
  return String(Number(value.toFixed(6)) + 0);
}

function outside(argument: string, found: number): PoseError {
  return new PoseError(
    { reason: 'invalid-argument', argument, found: String(found), wanted: 'a number above 0' },
    `A BVH file has ${argument} ${found}.`,
    'Give a number above 0, or leave it out.',
  );
}
