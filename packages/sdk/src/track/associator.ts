import { cover } from '../math/overlap.ts';
import type { Associator, Sighting } from '../types/tracker.ts';
import { matchGreedily } from './match.ts';
import { beginWalk, continueWalk, expectedAt, type Walk } from './walk.ts';

/** Options that every associator has. */
export interface AssociatorOptions {
  /** Two sightings less alike are two people, 0..1. */
  readonly minSimilarity?: number;
  /**
   * A person not seen for longer is forgotten, ms on the source's clock. Whoever was seen in the frame before is known,
   * however long ago that was. Default 1000.
   */
  readonly memory?: number;
}

interface Track {
  readonly id: number;
  readonly walk: Walk;
}

/**
 * An associator that compares each sighting with where each known person should be by now: people who walk go on walking
 * while somebody else hides them, which tells people apart who cross.
 */
export function createAssociator(
  similarity: (one: Sighting, other: Sighting) => number,
  minSimilarity: number,
  memory: number,
): Associator {
  let tracks: Track[] = [];
  let nextId = 1;
  let previous = Number.NEGATIVE_INFINITY;
  return {
    assign(sightings, time) {
      const known = tracks.filter(({ walk: { seen } }) => seen === previous || time - seen <= memory);
      previous = time;
      const expected = known.map(({ walk }) => expectedAt(walk, time));
      const matches = matchGreedily(
        sightings.length,
        known.length,
        (row, column) => similarity(sightings[row] as Sighting, expected[column] as Sighting),
        minSimilarity,
      );
      const hidden = expected.filter((_, column) => !matches.includes(column));
      const seen = sightings.map((sighting, row): Track => {
        const before = known[matches[row] as number];
        if (!before) return { id: nextId++, walk: beginWalk(sighting, time) };
        const others = [...sightings.filter((other) => other !== sighting), ...hidden];
        const covered = Math.max(0, ...others.map(({ box }) => cover(sighting.box, box)));
        return { id: before.id, walk: continueWalk(before.walk, sighting, time, covered) };
      });
      tracks = [...seen, ...known.filter((_, column) => !matches.includes(column))];
      return seen.map(({ id }) => id);
    },
    reset() {
      tracks = [];
    },
  };
}
