import type { Keypoint } from '../types/pose.ts';
import type { Sighting } from '../types/tracker.ts';

/** A person as last seen, and how they go across the picture. */
export interface Walk {
  /** Their pose, where they are believed to be. */
  readonly sighting: Sighting;
  /** px/ms. */
  readonly velocity: { readonly x: number; readonly y: number };
  /** When that was, ms. */
  readonly seen: number;
}

/** Velocities are averaged over about so long, ms: a few steps of jitter do not count, a turn does. */
const AVERAGED = 250;

/** What is seen of people who cover each other is believed after about so long all the same, ms: they may stay. */
const DOUBTED = 300;

/** Nobody goes on for ever: whoever is hidden is expected to come to rest, at most this far ahead in ms of their way. */
const RUN_OUT = 1500;

/** Somebody seen for the first time, at rest. */
export function beginWalk(sighting: Sighting, seen: number): Walk {
  return { sighting, velocity: { x: 0, y: 0 }, seen };
}

/** Where a person should be at a time: the same pose, further on. */
export function expectedAt({ sighting, velocity, seen }: Walk, time: number): Sighting {
  const run = RUN_OUT * (1 - Math.exp(-Math.max(0, time - seen) / RUN_OUT));
  const [dx, dy] = [velocity.x * run, velocity.y * run];
  const { box, keypoints } = sighting;
  return {
    ...sighting,
    box: { ...box, x: box.x + dx, y: box.y + dy },
    keypoints: keypoints.map((keypoint) => ({ ...keypoint, x: keypoint.x + dx, y: keypoint.y + dy })),
  };
}

/**
 * The walk after somebody was seen again.
 * @param covered how much of them lies behind or before somebody else, 0..1: a network mixes such people up, so what is
 *   seen then changes little of what was known
 */
export function continueWalk(walk: Walk, sighting: Sighting, time: number, covered: number): Walk {
  const elapsed = time - walk.seen;
  if (!(elapsed > 0)) return { ...walk, sighting };
  const trust = Math.max(1 - covered, 1 - Math.exp(-elapsed / DOUBTED));
  const expected = expectedAt(walk, time);
  const off = wayBetween(expected.keypoints, sighting.keypoints);
  const turn = (trust * (1 - Math.exp(-elapsed / AVERAGED))) / elapsed;
  return {
    sighting: trust === 1 ? sighting : blend(expected, sighting, trust),
    velocity: { x: walk.velocity.x + turn * off.x, y: walk.velocity.y + turn * off.y },
    seen: time,
  };
}

function blend(one: Sighting, other: Sighting, share: number): Sighting {
  const between = (a: number, b: number) => a + share * (b - a);
  const [a, b] = [one.box, other.box];
  return {
    ...other,
    box: {
      x: between(a.x, b.x),
      y: between(a.y, b.y),
      width: between(a.width, b.width),
      height: between(a.height, b.height),
    },
    keypoints: other.keypoints.map((to, index) => {
      const from = one.keypoints[index];
      return from ? { ...to, x: between(from.x, to.x), y: between(from.y, to.y) } : to;
    }),
  };
}

/** Mean way of the joints, counting by their scores: limbs swing both ways, a box's middle swings with them. */
function wayBetween(from: readonly Keypoint[], to: readonly Keypoint[]): { x: number; y: number } {
  let weight = 0;
  let [x, y] = [0, 0];
  for (const [index, start] of from.entries()) {
    const end = to[index];
    if (!end) break;
    const w = start.score * end.score;
    weight += w;
    x += w * (end.x - start.x);
    y += w * (end.y - start.y);
  }
  return weight > 0 ? { x: x / weight, y: y / weight } : { x: 0, y: 0 };
}
