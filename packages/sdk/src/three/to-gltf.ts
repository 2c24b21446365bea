import { AnimationClip, Quaternion, QuaternionKeyframeTrack, VectorKeyframeTrack } from 'three';
import { GLTFExporter } from 'three/addons/exporters/GLTFExporter.js';
import type { PoseRecording } from '../types/recording.ts';
import { HUMAN_BONES, type HumanBone } from './human-bones.ts';
import { type HumanTrack, humanTrack, localRotation, type TrackExportOptions } from './human-track.ts';
import { stickFigure } from './stick-figure.ts';

/**
 * One person of a recording as binary glTF 2.0 (`.glb`): a rigged figure of spindles with an animation named `track`. Its
 * bones have the names of the VRM humanoid and the median lengths of the track; metres, y up, a T-pose that faces +z at
 * rest. Keyframes are the recorded frames; while the person was not seen, a player interpolates.
 *
 * As in {@link toBvh}, directions of bones are kept, and their lengths fixed. Needs a browser (`FileReader`).
 * @throws PoseError `invalid-argument` where the recording has no joints in space of this person
 * @example
 * const file = new Blob([await toGltf(recorder.recording(), 1)], { type: 'model/gltf-binary' });
 */
export async function toGltf(
  recording: PoseRecording,
  personId: number,
  options: TrackExportOptions = {},
): Promise<ArrayBuffer> {
  const track = humanTrack(recording, personId, options);
  const figure = stickFigure(track);
  try {
    const made = await new GLTFExporter().parseAsync(figure, {
      binary: true,
      onlyVisible: false,
      animations: [animation(track)],
    });
    if (!(made instanceof ArrayBuffer)) throw new TypeError('The exporter of three.js gave no binary file.');
    return made;
  } finally {
    figure.geometry.dispose();
    figure.material.dispose();
    figure.skeleton.dispose();
  }
}

function animation({ times, poses }: HumanTrack): AnimationClip {
  const seconds = [...times];
  const rotation = new Quaternion();
  const turns = (bone: HumanBone): number[] => {
    const last = new Quaternion();
    return poses.flatMap((pose) => {
      localRotation(pose, bone, rotation);
      // Of the two quaternions of a rotation the one next to the last: players interpolate number by number.
      if (rotation.dot(last) < 0) rotation.set(-rotation.x, -rotation.y, -rotation.z, -rotation.w);
      return last.copy(rotation).toArray();
    });
  };
  const places = poses.flatMap(({ hips }) => hips.toArray());
  return new AnimationClip('track', -1, [
    new VectorKeyframeTrack('hips.position', seconds, places),
    ...HUMAN_BONES.map((bone) => new QuaternionKeyframeTrack(`${bone}.quaternion`, seconds, turns(bone))),
  ]);
}
