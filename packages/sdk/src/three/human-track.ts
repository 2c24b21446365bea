import { type Quaternion, Vector3 } from 'three';
import type { Point3D } from '../types/geometry.ts';
import type { Keypoint3D } from '../types/keypoint-3d.ts';
import { PoseError } from '../types/pose-error.ts';
import type { PoseRecording, RecordedFrame, RecordedPose } from '../types/recording.ts';
import { HUMAN, HUMAN_BONES, type HumanBone } from './human-bones.ts';
import { createRotationSolver, emptyHumanPose, type HumanPose } from './solve-rotations.ts';

/** Options of the exports of a recorded track. */
export interface TrackExportOptions {
  /** Which joints in space. Default `keypoints3D`. */
  readonly joints?: 'keypoints3D' | 'worldLandmarks';
  /**
   * Where the middle of the hips is, metres, y up: of a person whom `placeInFront` has put before a known camera, say.
   * Joints themselves are relative to it. Default the origin, always.
   */
  readonly hips?: (pose: RecordedPose, frame: RecordedFrame) => Point3D;
}

/** One person of a recording as a figure with bones of a fixed length. */
export interface HumanTrack {
  /** From the first, s; they rise. */
  readonly times: readonly number[];
  /** Per time. */
  readonly poses: readonly HumanPose[];
  /** From the parent's joint to the own one, in the rest position, metres. Median lengths over the track. */
  readonly offsets: Readonly<Record<HumanBone, Vector3>>;
  /** From the own joint to where a bone without children ends, in the rest position, metres. */
  readonly ends: ReadonlyMap<HumanBone, Vector3>;
}

/** How long a bone is whose end the skeleton does not have, metres. */
const UNKNOWN_END = 0.08;

/**
 * Solves every frame of one person. Frames without the person are left out, and so are frames whose time is not after the
 * one before (a video that was sought back).
 * @throws PoseError `invalid-argument` where the recording has no joints in space of this person
 */
export function humanTrack(recording: PoseRecording, personId: number, options: TrackExportOptions = {}): HumanTrack {
  const { joints = 'keypoints3D', hips } = options;
  const seen: { time: number; points: readonly Keypoint3D[]; at: Point3D | undefined }[] = [];
  for (const frame of recording.frames) {
    const pose = frame.poses.find(({ id }) => id === personId);
    const points = pose?.[joints];
    if (!pose || !points || frame.time <= (seen.at(-1)?.time ?? Number.NEGATIVE_INFINITY)) continue;
    seen.push({ time: frame.time, points, at: hips?.(pose, frame) });
  }
  const [first] = seen;
  if (!first) throw nothingToExport(recording, personId, joints);
  const solver = createRotationSolver(recording.skeleton);
  const poses = seen.map(({ points, at }) => {
    const pose = emptyHumanPose();
    solver.solve(points, pose);
    pose.hips.set(at?.x ?? 0, at?.y ?? 0, at?.z ?? 0);
    return pose;
  });
  const { offsets, ends } = measure(
    recording,
    seen.map(({ points }) => points),
  );
  return { times: seen.map(({ time }) => (time - first.time) / 1000), poses, offsets, ends };
}

/** The rotation of a bone against its parent. */
export function localRotation({ rotations }: HumanPose, bone: HumanBone, into: Quaternion): Quaternion {
  const { parent } = HUMAN[bone];
  if (!parent) return into.copy(rotations[bone]);
  return into.copy(rotations[parent]).invert().multiply(rotations[bone]);
}

/** Bones that hang from this one. */
export function childrenOf(bone: HumanBone): HumanBone[] {
  return HUMAN_BONES.filter((name) => HUMAN[name].parent === bone);
}

function measure({ skeleton }: PoseRecording, frames: readonly (readonly Keypoint3D[])[]) {
  const indexOf = (name: string) => skeleton.keypoints.indexOf(name);
  const place = (points: readonly Keypoint3D[], names: readonly string[]): Vector3 =>
    names.reduce((sum, name) => {
      const { x, y, z } = points[indexOf(name)] ?? { x: Number.NaN, y: Number.NaN, z: Number.NaN };
      return sum.add(new Vector3(x, y, z).divideScalar(names.length));
    }, new Vector3());
  const length = (from: readonly string[], to: readonly string[]): number =>
    median(frames.map((points) => place(points, from).distanceTo(place(points, to))).filter(Number.isFinite));

  const offsets = Object.fromEntries(HUMAN_BONES.map((bone) => [bone, new Vector3()])) as Record<HumanBone, Vector3>;
  for (const bone of HUMAN_BONES) {
    const { parent, start } = HUMAN[bone];
    if (!parent) continue;
    const { start: from, end, along } = HUMAN[parent];
    // Spine and upper legs begin at the hips, which point to the left.
    if (parent !== 'hips') offsets[bone].copy(along).multiplyScalar(length(from, end));
    else if (bone !== 'spine') offsets[bone].set((bone === 'leftUpperLeg' ? 1 : -1) * length(from, start), 0, 0);
  }
  const tips = HUMAN_BONES.filter((bone) => childrenOf(bone).length === 0);
  const ends = new Map(
    tips.map((bone) => {
      const { start, end, along } = HUMAN[bone];
      const known = length(start, end);
      return [bone, along.clone().multiplyScalar(known > 0 ? known : UNKNOWN_END)] as const;
    }),
  );
  return { offsets, ends };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(half)] ?? 0) + (sorted[Math.ceil(half)] ?? 0)) / 2;
}

function nothingToExport({ frames }: PoseRecording, personId: number, joints: string): PoseError {
  const ids = [...new Set(frames.flatMap(({ poses }) => poses.filter((pose) => joints in pose).map(({ id }) => id)))];
  const found = ids.length > 0 ? `people ${ids.join(', ')}` : 'nobody';
  return new PoseError(
    { reason: 'invalid-argument', argument: 'personId', found: String(personId), wanted: found },
    `The recording has ${joints} of ${found}, but none of person ${personId}.`,
    'Give the id of somebody of whom joints in space were recorded.',
  );
}
