import type { Associator, Sighting } from '../types/tracker.ts';
import { matchGreedily } from './match.ts';

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
  readonly sighting: Sighting;
  readonly seen: number;
}

/** An associator that compares each sighting with where each known person was seen last. */
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
      const known = tracks.filter(({ seen }) => seen === previous || time - seen <= memory);
      previous = time;
      const matches = matchGreedily(
        sightings.length,
        known.length,
        (row, column) => similarity(sightings[row] as Sighting, (known[column] as Track).sighting),
        minSimilarity,
      );
      const ids = matches.map((column) => (column === -1 ? nextId++ : (known[column] as Track).id));
      const seen = sightings.map((sighting, index): Track => ({ id: ids[index] as number, sighting, seen: time }));
      tracks = [...seen, ...known.filter((track) => !ids.includes(track.id))];
      return ids;
    },
    reset() {
      tracks = [];
    },
  };
}
