import { Euler, MathUtils, Matrix4, Quaternion, Vector3 } from 'three';
import { type BodyPlan, REST_ARM_ANGLE } from './body-plan.ts';
import type { BodyPose } from './body-pose.ts';
import { type BoneName, SIDES, type Side } from './bones.ts';

/** Rotation of each bone against its parent, and where the hips are. What a skeleton is set to. */
export interface SolvedPose {
  /** Metres, in the figure's own space (feet at rest on `y = 0`, facing +z). */
  readonly hips: Vector3;
  readonly rotations: ReadonlyMap<BoneName, Quaternion>;
}

/** Turns anatomical angles and foot places into bone rotations. Arms rotate joint by joint, legs are solved (two bones). */
export function solvePose(plan: BodyPlan, pose: BodyPose): SolvedPose {
  const rotations = new Map<BoneName, Quaternion>();
  const turn = (x: number, y: number, z: number, order: 'XYZ' | 'YXZ' | 'ZXY' = 'YXZ'): Quaternion =>
    new Quaternion().setFromEuler(
      new Euler(MathUtils.degToRad(x), MathUtils.degToRad(y), MathUtils.degToRad(z), order),
    );
  const h = plan.shape.height;
  const hips = plan.joints.hips.clone().add(new Vector3(pose.hipsLeft, pose.hipsUp - 0.004 * h, pose.hipsForward));
  const pelvis = turn(pose.hipsTilt, pose.hipsTurn, -pose.hipsDrop);
  rotations.set('hips', pelvis);
  rotations.set('spine', turn(pose.bend * 0.5, pose.twist * 0.45, -pose.lean * 0.5));
  rotations.set('chest', turn(pose.bend * 0.5, pose.twist * 0.55, -pose.lean * 0.5));
  rotations.set('neck', turn(pose.nod * 0.45, pose.headTurn * 0.4, -pose.headTilt * 0.5));
  rotations.set('head', turn(pose.nod * 0.55, pose.headTurn * 0.6, -pose.headTilt * 0.5));
  for (const side of SIDES) {
    solveArm(side, pose, turn, rotations);
    solveLeg(plan, side, pose, hips, pelvis, rotations);
  }
  return { hips, rotations };
}

function solveArm(
  side: Side,
  pose: BodyPose,
  turn: (x: number, y: number, z: number, order?: 'ZXY') => Quaternion,
  rotations: Map<BoneName, Quaternion>,
): void {
  const s = side === 'left' ? 1 : -1;
  const arm = pose[side];
  // The mesh rests with the arm stretched out; angles count from hanging.
  const hanging = new Quaternion().setFromAxisAngle(new Vector3(0, 0, 1), -s * REST_ARM_ANGLE);
  const back = hanging.clone().invert();
  const inRest = (q: Quaternion): Quaternion => back.clone().multiply(q).multiply(hanging);
  rotations.set(`${side}_shoulder_girdle`, turn(0, 0, s * arm.shrug));
  const shoulder = turn(-arm.armSwing, s * arm.armTwist, s * (arm.armRaise - arm.shrug), 'ZXY');
  rotations.set(`${side}_upper_arm`, shoulder.multiply(hanging));
  rotations.set(`${side}_forearm`, inRest(turn(-arm.elbow, s * arm.forearmTwist * 0.5, 0, 'ZXY')));
  rotations.set(`${side}_hand`, inRest(turn(0, s * arm.forearmTwist * 0.5, -s * arm.wrist, 'ZXY')));
}

function solveLeg(
  plan: BodyPlan,
  side: Side,
  pose: BodyPose,
  hips: Vector3,
  pelvis: Quaternion,
  rotations: Map<BoneName, Quaternion>,
): void {
  const s = side === 'left' ? 1 : -1;
  const leg = pose[side];
  const { hips: hipsRest, [`${side}_thigh` as const]: hipRest } = plan.joints;
  const kneeRest = plan.joints[`${side}_shin`];
  const ankleRest = plan.joints[`${side}_foot`];
  const hip = hipRest.clone().sub(hipsRest).applyQuaternion(pelvis).add(hips);
  const target = ankleRest.clone().add(new Vector3(s * leg.footOut, leg.footUp, leg.footForward));
  const thighRest = kneeRest.clone().sub(hipRest);
  const shinRest = ankleRest.clone().sub(kneeRest);
  const thigh = thighRest.length();
  const shin = shinRest.length();

  const reach = target.sub(hip);
  const distance = MathUtils.clamp(reach.length(), Math.abs(thigh - shin) + 1e-4, (thigh + shin) * 0.9998);
  const towards = reach.normalize();
  const heading = MathUtils.degToRad(pose.hipsTurn + s * (leg.footTurn + leg.kneeOut));
  const pole = new Vector3(Math.sin(heading), 0, Math.cos(heading));
  const hinge = new Vector3().crossVectors(pole, towards).normalize();
  const forwards = new Vector3().crossVectors(towards, hinge);
  const cosine = (thigh * thigh + distance * distance - shin * shin) / (2 * thigh * distance);
  const angle = Math.acos(MathUtils.clamp(cosine, -1, 1));
  const thighNow = towards.clone().multiplyScalar(Math.cos(angle)).addScaledVector(forwards, Math.sin(angle));
  const shinNow = towards.clone().multiplyScalar(distance).addScaledVector(thighNow, -thigh).normalize();

  const right = new Vector3(1, 0, 0);
  const thighWorld = frame(thighNow, hinge).multiply(frame(thighRest, right).invert());
  const shinWorld = frame(shinNow, hinge).multiply(frame(shinRest, right).invert());
  const foot = new Quaternion().setFromEuler(
    new Euler(MathUtils.degToRad(leg.footPitch), MathUtils.degToRad(pose.hipsTurn * 0.5 + s * leg.footTurn), 0, 'YXZ'),
  );
  rotations.set(`${side}_thigh`, pelvis.clone().invert().multiply(thighWorld));
  rotations.set(`${side}_shin`, thighWorld.clone().invert().multiply(shinWorld));
  rotations.set(`${side}_foot`, shinWorld.clone().invert().multiply(foot));
}

/** The rotation whose y axis lies along `axis` and whose x axis is as near to `hinge` as that allows. */
function frame(axis: Vector3, hinge: Vector3): Quaternion {
  const y = axis.clone().normalize();
  const x = hinge.clone().addScaledVector(y, -hinge.dot(y)).normalize();
  return new Quaternion().setFromRotationMatrix(new Matrix4().makeBasis(x, y, new Vector3().crossVectors(x, y)));
}
