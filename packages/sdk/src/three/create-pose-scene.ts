import { CylinderGeometry, Group, MeshMatcapMaterial, type Object3D, SphereGeometry } from 'three';
import type { Keypoint3D } from '../types/keypoint-3d.ts';
import { PoseError } from '../types/pose-error.ts';
import { type BonePart, bodyParts } from './body-parts.ts';
import { CameraFrustum } from './camera-frustum.ts';
import { groundGrid } from './ground-grid.ts';
import { Instances } from './instances.ts';
import { colourOfPerson, linearColours, type PoseSceneOptions, type PoseSceneView } from './scene-options.ts';
import type { PlacedPeople, PlacedPerson, RelativePeople, RelativePerson, ScenePeople } from './scene-people.ts';
import { softLight } from './soft-light.ts';
import { spreadBar } from './spread-bar.ts';

/** People in space, to be added to any three.js scene. Made by {@link createPoseScene}. */
export interface PoseScene {
  /**
   * What to add to a scene; it may be moved, turned and scaled. Metres, x to the right in the picture, y up, z towards
   * the camera. It needs no lights.
   */
  readonly object: Object3D;
  /** Shows these people and no others. Allocates nothing, unless there are more people than ever before. */
  update(people: ScenePeople): void;
  /** Changes what is given; holds from the next `update`. */
  set(view: Partial<PoseSceneView>): void;
  /** Takes the object out of its parent and releases every geometry, material, texture and buffer. May be called twice. */
  dispose(): void;
}

/** Room for two people of 33 joints; doubled whenever it is not enough. */
const JOINTS = 66;

/**
 * Draws people in three.js: joints in the colour of the person, bones in the colour of the side, an error bar along z for
 * how far off the depth may be, a ground grid, and the camera where it is known.
 *
 * People given with `origin: 'camera'` are drawn where they stand; the object's origin is the camera, and the ground lies
 * under the lowest joint seen since somebody came. People with `origin: 'hips'` stand side by side on the ground, `y = 0`.
 *
 * @throws PoseError `invalid-argument` for a joint radius that is not above 0
 * @example
 * const people = createPoseScene({ skeleton: tracker.skeleton });
 * scene.add(people.object);
 * tracker.track(source).subscribe(({ poses }) => {
 *   people.update({
 *     origin: 'hips',
 *     people: poses.flatMap(({ id, keypoints3D }) => (keypoints3D ? [{ id, keypoints: keypoints3D }] : [])),
 *   });
 *   renderer.render(scene, camera);
 * });
 */
export function createPoseScene(options: PoseSceneOptions): PoseScene {
  const { skeleton, jointRadius = 0.024, colours: given = {} } = options;
  if (!(jointRadius > 0)) throw badRadius(jointRadius);
  const { spread = true, grid = true, leastScore = 0.3, spacing = 1.2 } = options;
  let view: PoseSceneView = { spread, grid, leastScore, spacing };

  const parts = bodyParts(skeleton);
  const colours = linearColours(given);
  // Shaded by the direction of the surface alone: it looks solid in a scene without lights.
  const light = softLight();
  const material = new MeshMatcapMaterial({ matcap: light });
  const joints = new Instances(new SphereGeometry(1, 16, 12), material, JOINTS);
  const bones = new Instances(new CylinderGeometry(1, 1, 1, 12, 1, true), material, JOINTS);
  const bars = new Instances(spreadBar(), material, JOINTS);
  const ground = groundGrid(colours.grid);
  const frustum = new CameraFrustum(colours.camera);
  const object = new Group().add(ground, frustum.lines, bones.mesh, joints.mesh, bars.mesh);
  object.name = 'people';
  /** Of the ground under people whose place is known, metres; NaN while nobody is there. */
  let lowest = Number.NaN;
  let disposed = false;

  const isSeen = ({ score, x, y, z }: Keypoint3D): boolean => score >= view.leastScore && Number.isFinite(x + y + z);

  const lowestJoint = (keypoints: readonly Keypoint3D[]): number => {
    let low = Number.POSITIVE_INFINITY;
    for (let k = 0; k < keypoints.length; k++) {
      const joint = keypoints[k] as Keypoint3D;
      if (joint.y < low && isSeen(joint)) low = joint.y;
    }
    return low;
  };

  const draw = (id: number, keypoints: readonly Keypoint3D[], dx: number, dy: number): void => {
    const own = colourOfPerson(colours, id);
    for (let k = 0; k < keypoints.length; k++) {
      const joint = keypoints[k] as Keypoint3D;
      if (!isSeen(joint)) continue;
      const radius = jointRadius * (parts.sizes[k] ?? 1);
      joints.put(joint.x + dx, joint.y + dy, joint.z, radius, radius, radius, own);
      if (view.spread && joint.zSpread > 0 && Number.isFinite(joint.zSpread)) {
        const thin = 0.22 * jointRadius;
        bars.put(joint.x + dx, joint.y + dy, joint.z, thin, thin, joint.zSpread, colours.spread);
      }
    }
    for (let i = 0; i < parts.bones.length; i++) {
      const bone = parts.bones[i] as BonePart;
      const a = keypoints[bone.from];
      const b = keypoints[bone.to];
      if (!a || !b || !isSeen(a) || !isSeen(b)) continue;
      const radius = jointRadius * bone.size;
      bones.putBetween(a.x + dx, a.y + dy, a.z, b.x + dx, b.y + dy, b.z, radius, colours[bone.side]);
    }
  };

  const drawInARow = ({ people }: RelativePeople): void => {
    frustum.hide();
    ground.position.set(0, 0, 0);
    lowest = Number.NaN;
    for (let i = 0; i < people.length; i++) {
      const { id, keypoints } = people[i] as RelativePerson;
      const low = lowestJoint(keypoints);
      if (low === Number.POSITIVE_INFINITY) continue;
      // By id, not by the order given, which changes with the scores.
      let place = 0;
      for (let k = 0; k < people.length; k++) if ((people[k] as RelativePerson).id < id) place++;
      draw(id, keypoints, (place - (people.length - 1) / 2) * view.spacing, -low);
    }
  };

  const drawInPlace = ({ people, camera }: PlacedPeople): void => {
    if (camera) frustum.show(camera.view, camera.size);
    else frustum.hide();
    if (people.length === 0) lowest = Number.NaN;
    let depth = 0;
    for (let i = 0; i < people.length; i++) {
      const { id, body } = people[i] as PlacedPerson;
      const low = lowestJoint(body.keypoints);
      if (!(low >= lowest) && low !== Number.POSITIVE_INFINITY) lowest = low;
      depth += body.hips.z / people.length;
      draw(id, body.keypoints, 0, 0);
    }
    // In steps of its cells: the ground is not seen to move along with people.
    if (people.length > 0) ground.position.set(0, Number.isNaN(lowest) ? 0 : lowest, Math.round(depth));
  };

  return {
    object,
    update(people) {
      if (disposed) throw alreadyDisposed();
      joints.begin();
      bones.begin();
      bars.begin();
      if (people.origin === 'camera') drawInPlace(people);
      else drawInARow(people);
      joints.end();
      bones.end();
      bars.end();
      ground.visible = view.grid;
    },
    set(changes) {
      view = { ...view, ...changes };
    },
    dispose() {
      if (disposed) return;
      disposed = true;
      object.removeFromParent();
      for (const instances of [joints, bones, bars]) instances.dispose();
      material.dispose();
      light.dispose();
      frustum.dispose();
      ground.geometry.dispose();
      ground.material.dispose();
    },
  };
}

function alreadyDisposed(): PoseError {
  return new PoseError(
    { reason: 'disposed', what: 'pose scene' },
    'The pose scene was disposed.',
    'Create another with createPoseScene.',
  );
}

function badRadius(found: number): PoseError {
  return new PoseError(
    { reason: 'invalid-argument', argument: 'jointRadius', found: String(found), wanted: 'metres above 0' },
    `A pose scene has a jointRadius of ${found}.`,
    'Give metres above 0, or leave it out.',
  );
}
