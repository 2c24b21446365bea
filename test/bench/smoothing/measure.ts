import type { FilterFactory, Keypoint, Keypoint3D, PoseFrame } from '@integral-pose/sdk';

/** One person over time, as measured. */
export interface Track {
  /** ms. */
  readonly times: readonly number[];
  readonly keypoints: readonly (readonly Keypoint[])[];
  /** Where the network gave them. */
  readonly keypoints3D: readonly (readonly Keypoint3D[])[];
}

type Place = Readonly<Record<string, number>>;

/** Of the torso and head: they go where the person goes. */
const TRUNK = ['nose', 'left_shoulder', 'right_shoulder', 'left_hip', 'right_hip'];

/** Frames until a filter has come to rest, and until it has caught up with somebody who moves. */
const RESTING = 30;
const SETTLED = 15;

/** The longest delay that is tried, ms. */
const LONGEST_LAG = 300;

/** Everybody who was followed for at least half of the frames. */
export function tracksOf(frames: readonly PoseFrame[]): Track[] {
  const ids = new Set(frames.flatMap(({ poses }) => poses.map(({ id }) => id)));
  const tracks = [...ids].map((id): Track => {
    const seen = frames.flatMap(({ time, poses }) =>
      poses.filter((pose) => pose.id === id).map(({ keypoints, keypoints3D }) => ({ time, keypoints, keypoints3D })),
    );
    return {
      times: seen.map(({ time }) => time),
      keypoints: seen.map(({ keypoints }) => keypoints),
      keypoints3D: seen.flatMap(({ keypoints3D }) => (keypoints3D ? [keypoints3D] : [])),
    };
  });
  return tracks.filter(({ times }) => times.length >= frames.length / 2);
}

/** The same person after a filter. */
export function smoothed({ times, keypoints, keypoints3D }: Track, factory: FilterFactory): Track {
  const filter = factory();
  return {
    times,
    keypoints: keypoints.map((joints, index) => filter.apply(joints, times[index] as number)),
    keypoints3D: keypoints3D.map((joints, index) => filter.apply3D?.(joints, times[index] as number) ?? joints),
  };
}

/** How far the joints of somebody at rest are from where they are on average, rms. */
export interface Jitter {
  /** px. */
  readonly picture: number;
  /** mm. */
  readonly space: number;
}

/** @param track somebody who does not move */
export function jitterOf({ keypoints, keypoints3D }: Track): Jitter {
  const clear = (keypoints[0] ?? []).flatMap((_, joint) => {
    const scores = keypoints.map((joints) => (joints[joint] as Keypoint).score);
    return scores.reduce((sum, score) => sum + score, 0) / scores.length > 0.5 ? [joint] : [];
  });
  const away = (places: readonly (readonly object[])[], axes: readonly string[]) => {
    const late = places.slice(RESTING) as unknown as readonly (readonly Place[])[];
    const squares = clear.flatMap((joint) =>
      axes.flatMap((axis) => {
        const values = late.map((joints) => (joints[joint] as Place)[axis] as number);
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        return values.map((value) => (value - mean) ** 2);
      }),
    );
    return Math.sqrt((axes.length * squares.reduce((sum, value) => sum + value, 0)) / squares.length);
  };
  return { picture: away(keypoints, ['x', 'y']), space: 1000 * away(keypoints3D, ['x', 'y', 'z']) };
}

/**
 * By how much the measured way of the trunk has to be delayed to fit the filtered one best, ms.
 * @param measured somebody who moves
 */
export function lagOf(measured: Track, filtered: Track): number {
  const joints = (measured.keypoints[0] ?? []).flatMap(({ name }, index) => (TRUNK.includes(name) ? [index] : []));
  const misfit = (delay: number) => {
    let sum = 0;
    let at = 0;
    for (let frame = SETTLED; frame < measured.times.length; frame++) {
      const time = (measured.times[frame] as number) - delay;
      while ((measured.times[at + 1] as number) <= time) at++;
      const [before, after] = [measured.times[at] as number, measured.times[at + 1] ?? Number.POSITIVE_INFINITY];
      const share = Math.max(0, (time - before) / (after - before));
      for (const joint of joints) {
        const [one, other] = [measured.keypoints[at]?.[joint], measured.keypoints[at + 1]?.[joint]];
        const found = filtered.keypoints[frame]?.[joint];
        if (!one || !found) continue;
        sum += (found.x - one.x - share * ((other ?? one).x - one.x)) ** 2;
        sum += (found.y - one.y - share * ((other ?? one).y - one.y)) ** 2;
      }
    }
    return sum;
  };
  const delays = Array.from({ length: LONGEST_LAG + 1 }, (_, delay) => delay);
  const misfits = delays.map(misfit);
  return misfits.indexOf(Math.min(...misfits));
}
