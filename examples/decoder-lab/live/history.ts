import type { ComparedFrame, Keypoint, Point } from '@integral-pose/sdk';
import type { TrueJoints } from '../../webcam/sources/open-source.ts';
import { disagreements, distance } from '../distances.ts';
import { mean, quantile, rms } from '../statistics.ts';

/** Frames that are looked back on. */
const WINDOW = 150;
/** Frames that a jitter is measured over. */
const JITTER_WINDOW = 30;
/** Joints that are seen worse, on average over the decoders, are left out. */
const LEAST_SCORE = 0.3;

const LIMBS = ['shoulder', 'elbow', 'wrist', 'hip', 'knee', 'ankle'].flatMap((joint) => [
  `left_${joint}`,
  `right_${joint}`,
]);

/** Figures of one decoder in one frame; NaN where there is nothing to say. */
interface Sample {
  readonly error: number;
  readonly jitter: number;
  readonly disagreement: number;
}

interface Entry {
  readonly time: number;
  /** By decoder, by joint. With the truth known, relative to it. */
  readonly joints: ReadonlyMap<string, ReadonlyMap<string, Point>>;
  readonly samples: ReadonlyMap<string, Sample>;
}

/** The measures that have a chart. */
export type Measure = keyof Sample;

/** The latest frames of a comparison, and what follows from them. */
export class History {
  #entries: Entry[] = [];

  clear(): void {
    this.#entries = [];
  }

  get frames(): number {
    return this.#entries.length;
  }

  /**
   * @param truth the true joints, where they are known
   * @param joint the one joint to measure, or undefined for the limbs
   */
  add({ time, poses }: ComparedFrame<string>, truth: TrueJoints | undefined, joint: string | undefined): void {
    // A seek: what came before does not go on here.
    if (time <= (this.#entries.at(-1)?.time ?? Number.NEGATIVE_INFINITY)) this.clear();
    const byDecoder = Object.entries(poses).flatMap(([key, [pose]]) => (pose ? [[key, pose.keypoints] as const] : []));
    const names = seen(
      byDecoder.map(([, keypoints]) => keypoints),
      joint ? [joint] : LIMBS,
    );
    const places = byDecoder.map(([key, keypoints]) => [key, placesOf(keypoints, names)] as const);
    const apart = names.map((name) => disagreements(places.map(([, at]) => at.get(name) as Point)));
    const joints = new Map(places.map(([key, at]) => [key, truth ? relative(at, truth) : at]));
    const samples = places.map(([key, at], decoder) => {
      const errors = names.flatMap((name) => {
        const right = truth?.get(name);
        return right ? [distance(at.get(name) as Point, right)] : [];
      });
      const sample = {
        error: mean(errors),
        jitter: this.#jitter(key, { time, joints: joints.get(key) ?? new Map() }),
        disagreement: mean(apart.map((values) => values[decoder] as number)),
      };
      return [key, sample] as const;
    });
    this.#entries.push({ time, joints, samples: new Map(samples) });
    if (this.#entries.length > WINDOW) this.#entries.shift();
  }

  /** One measure over time: seconds before the latest frame, and px. */
  curve(key: string, measure: Measure): (readonly [number, number])[] {
    const last = this.#entries.at(-1)?.time ?? 0;
    return this.#entries.map(({ time, samples }) => [(time - last) / 1000, samples.get(key)?.[measure] ?? Number.NaN]);
  }

  /** Figures of one decoder over all frames that are kept. */
  summary(key: string): { error: number; meanError: number; worstError: number; jitter: number; disagreement: number } {
    const values = (measure: Measure) =>
      this.#entries.map(({ samples }) => samples.get(key)?.[measure] ?? Number.NaN).filter(Number.isFinite);
    const errors = values('error');
    return {
      error: errors.at(-1) ?? Number.NaN,
      meanError: mean(errors),
      worstError: quantile(errors, 0.95),
      jitter: values('jitter').at(-1) ?? Number.NaN,
      disagreement: mean(values('disagreement')),
    };
  }

  /**
   * The tremble of one decoder up to a frame, px: each place is compared with the straight line between the places
   * before and after it, so that even movement does not count. White noise of variance σ² leaves a residual of variance
   * (1 + a² + b²)·σ², a and b being the line's weights; divided by that, this is the rms of the noise.
   */
  #jitter(key: string, newest: { readonly time: number; readonly joints: ReadonlyMap<string, Point> }): number {
    const entries = this.#entries.slice(-JITTER_WINDOW).map(({ time, joints }) => ({ time, joints: joints.get(key) }));
    const all = [...entries, newest];
    const residuals = all.slice(2).flatMap((after, index) => {
      const [before, middle] = [all[index], all[index + 1]];
      if (!before?.joints || !middle?.joints || !after.joints) return [];
      const b = (middle.time - before.time) / (after.time - before.time);
      const a = 1 - b;
      return [...middle.joints].flatMap(([name, at]) => {
        const [one, two] = [before.joints?.get(name), after.joints?.get(name)];
        if (!one || !two) return [];
        const line = { x: a * one.x + b * two.x, y: a * one.y + b * two.y };
        return [distance(at, line) / Math.sqrt(1 + a * a + b * b)];
      });
    });
    return rms(residuals);
  }
}

/** Of these joints those that the decoders see. */
function seen(people: readonly (readonly Keypoint[])[], names: readonly string[]): string[] {
  return names.filter((name) => {
    const scores = people.map((keypoints) => keypoints.find((keypoint) => keypoint.name === name)?.score ?? 0);
    return mean(scores) >= LEAST_SCORE;
  });
}

function placesOf(keypoints: readonly Keypoint[], names: readonly string[]): Map<string, Point> {
  return new Map(keypoints.flatMap(({ name, x, y }) => (names.includes(name) ? [[name, { x, y }] as const] : [])));
}

function relative(places: ReadonlyMap<string, Point>, truth: TrueJoints): Map<string, Point> {
  return new Map(
    [...places].flatMap(([name, { x, y }]) => {
      const right = truth.get(name);
      return right ? [[name, { x: x - right.x, y: y - right.y }] as const] : [];
    }),
  );
}
