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
  const joints = new Instances(new SphereGeometry(1, 14, 10), material, JOINTS);
  const bones = new Instances(new CylinderGeometry(1, 1, 1, 10, 1, true), material, JOINTS);
  const bars = new Instances(spreadBar(), material, JOINTS);
  const ground = groundGrid(colours.grid);
  const frustum = new CameraFrustum(colours.camera);
  const object = new Group().add(ground, frustum.lines, bones.mesh, joints.mesh, bars.mesh);
  object.name = 'people';
  let disposed = false;

  // What is worked out of one body after the other, in place.
  const count = skeleton.keypoints.length;
  const places = new Float64Array(3 * count);
  const seen = new Uint8Array(count);
  const jointSizes = Float64Array.from(
    { length: 3 * count },
    (_, i) => jointRadius * (parts.sizes[Math.floor(i / 3)] ?? 1),
  );
  const barSizes = new Float64Array(3 * count).fill(0.22 * jointRadius);
  const boneSizes = Float64Array.from(parts.bones, ({ size }) => jointRadius * size);
  /** Lowest joint of the latest body, and of all since somebody came (the ground), metres. NaN for none. */
  const lowest = new Float64Array([Number.NaN, Number.NaN]);

  /** Reads a body; joints that are not seen well enough are marked. */
  const read = (keypoints: readonly Keypoint3D[]): void => {
    lowest[0] = Number.NaN;
    for (let k = 0; k < count; k++) {
      const joint = keypoints[k];
      seen[k] = joint && joint.score >= view.leastScore && Number.isFinite(joint.x + joint.y + joint.z) ? 1 : 0;
      if (!joint || !seen[k]) continue;
      places[3 * k] = joint.x;
      places[3 * k + 1] = joint.y;
      places[3 * k + 2] = joint.z;
      barSizes[3 * k + 2] = joint.zSpread;
      if (!(joint.y >= (lowest[0] as number))) lowest[0] = joint.y;
    }
  };

  /** Draws the body that was read. */
  const draw = (id: number): void => {
    const own = colourOfPerson(colours, id);
    for (let k = 0; k < count; k++) {
      if (!seen[k]) continue;
      joints.put(places, jointSizes, k, own);
      const spread = barSizes[3 * k + 2] as number;
      if (view.spread && spread > 0 && Number.isFinite(spread)) bars.put(places, barSizes, k, colours.spread);
    }
    for (let i = 0; i < parts.bones.length; i++) {
      const bone = parts.bones[i] as BonePart;
      if (!seen[bone.from] || !seen[bone.to]) continue;
      bones.putBetween(places, bone.from, bone.to, boneSizes, i, colours[bone.side]);
    }
  };

  const drawInARow = ({ people }: RelativePeople): void => {
    frustum.hide();
    ground.position.set(0, 0, 0);
    lowest[1] = Number.NaN;
    for (let i = 0; i < people.length; i++) {
      const { id, keypoints } = people[i] as RelativePerson;
      // By id, not by the order given, which changes with the scores.
      let place = 0;
      for (let k = 0; k < people.length; k++) if ((people[k] as RelativePerson).id < id) place++;
      read(keypoints);
      for (let k = 0; k < count; k++) {
        places[3 * k] = (places[3 * k] as number) + (place - (people.length - 1) / 2) * view.spacing;
        places[3 * k + 1] = (places[3 * k + 1] as number) - (lowest[0] as number);
      }
      draw(id);
    }
  };

  const drawInPlace = ({ people, camera }: PlacedPeople): void => {
    if (camera) frustum.show(camera.view, camera.size);
    else frustum.hide();
    if (people.length === 0) lowest[1] = Number.NaN;
    let depth = 0;
    for (let i = 0; i < people.length; i++) {
      const { id, body } = people[i] as PlacedPerson;
      read(body.keypoints);
      draw(id);
      depth += body.hips.z / people.length;
      if ((lowest[0] as number) < (lowest[1] as number) || Number.isNaN(lowest[1])) lowest[1] = lowest[0] as number;
    }
    if (people.length === 0) return;
    // In whole metres: the ground is not seen to move along with people.
    ground.position.set(0, Number.isNaN(lowest[1]) ? 0 : (lowest[1] as number), Math.round(depth));
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
