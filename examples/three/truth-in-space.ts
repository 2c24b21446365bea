import type { Keypoint3D, Pose, Skeleton } from '@integral-pose/sdk';
import { depthSlope, mpjpe, paMpjpe, rootRelative } from '@integral-pose/sdk/metrics';
import type { TrueBody } from '../webcam/sources/open-source.ts';

/** Where a pose says that joints are in space. */
export const ANSWERS = ['keypoints3D', 'worldLandmarks'] as const;

export type Answer = (typeof ANSWERS)[number];

/** Results that are looked back on. */
export const WINDOW = 150;

/** The joints that are compared: of the face, hands and feet there is no one place that is right. */
const LIMBS = ['shoulder', 'elbow', 'wrist', 'hip', 'knee', 'ankle'].flatMap((joint) => [
  `left_${joint}`,
  `right_${joint}`,
]);
const HIPS = [LIMBS.indexOf('left_hip'), LIMBS.indexOf('right_hip')];
const NOWHERE = { x: Number.NaN, y: Number.NaN, z: Number.NaN };

type Points = ReturnType<typeof rootRelative>;

/** Of one answer in one frame, mm. */
interface Sample {
  readonly mpjpe: number;
  readonly paMpjpe: number;
  readonly estimated: Points;
  readonly truth: Points;
}

/** What is shown of one answer over the latest frames. */
export interface SpaceFigures {
  /** Medians, mm. NaN before the first. */
  readonly mpjpe: number;
  readonly paMpjpe: number;
  /** Of predicted against true depth, over all joints of the window. */
  readonly slope: number;
  /** MPJPE of each result, mm, oldest first. */
  readonly curve: readonly number[];
  readonly aligned: readonly number[];
}

/** The true body of a keypoint list: its joints in the skeleton's order, all seen. */
export function trueKeypoints({ joints }: TrueBody, skeleton: Skeleton): Keypoint3D[] {
  return skeleton.keypoints.map((name) => {
    const at = joints.get(name);
    return { ...(at ?? NOWHERE), name, score: at ? 1 : 0, zSpread: Number.NaN };
  });
}

/** The true person whose place in the picture is nearest to a pose: the order of people is not that of the truth. */
export function nearestBody(
  pose: Pose,
  bodies: readonly TrueBody[],
  places: readonly ReadonlyMap<string, { readonly x: number; readonly y: number }>[],
): TrueBody | undefined {
  const away = (index: number): number => {
    const seen = pose.keypoints.flatMap(({ name, x, y }) => {
      const at = LIMBS.includes(name) ? places[index]?.get(name) : undefined;
      return at ? [Math.hypot(x - at.x, y - at.y)] : [];
    });
    return seen.length > 0 ? seen.reduce((sum, distance) => sum + distance, 0) / seen.length : Number.POSITIVE_INFINITY;
  };
  const order = bodies.map((body, index) => ({ body, away: away(index) })).sort((a, b) => a.away - b.away);
  return order[0] && Number.isFinite(order[0].away) ? order[0].body : undefined;
}

/** Errors in space over the latest results. */
export class TruthInSpace {
  readonly #samples: Record<Answer, Sample[]> = { keypoints3D: [], worldLandmarks: [] };

  reset(): void {
    for (const answer of ANSWERS) this.#samples[answer] = [];
  }

  /** Compares a pose with the person it is of: both from the middle of their own hips. */
  add(pose: Pose, body: TrueBody): void {
    const truth = limbs((name) => body.joints.get(name));
    for (const answer of ANSWERS) {
      const joints = pose[answer];
      if (!joints) continue;
      const byName = new Map(joints.map((joint) => [joint.name, joint]));
      const estimated = limbs((name) => byName.get(name));
      const samples = this.#samples[answer];
      samples.push({ mpjpe: mpjpe(estimated, truth), paMpjpe: paMpjpe(estimated, truth), estimated, truth });
      if (samples.length > WINDOW) samples.shift();
    }
  }

  figures(answer: Answer): SpaceFigures {
    const samples = this.#samples[answer];
    return {
      mpjpe: median(samples.map((sample) => sample.mpjpe)),
      paMpjpe: median(samples.map((sample) => sample.paMpjpe)),
      slope: depthSlope(
        samples.map(({ estimated }) => estimated),
        samples.map(({ truth }) => truth),
      ),
      curve: samples.map((sample) => sample.mpjpe),
      aligned: samples.map((sample) => sample.paMpjpe),
    };
  }
}

/** The limb joints from the middle of the hips, mm. */
function limbs(
  at: (name: string) => { readonly x: number; readonly y: number; readonly z: number } | undefined,
): Points {
  const points = LIMBS.map((name) => {
    const { x, y, z } = at(name) ?? NOWHERE;
    return { x: 1000 * x, y: 1000 * y, z: 1000 * z };
  });
  return rootRelative(points, HIPS);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
