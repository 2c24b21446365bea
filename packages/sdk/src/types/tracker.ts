import type { Box } from './geometry.ts';
import type { Keypoint } from './pose.ts';

/** A person seen in this frame, before it has an id. */
export interface Sighting {
  readonly box: Box;
  readonly keypoints: readonly Keypoint[];
  readonly score: number;
}

/** Gives people stable ids. One instance a session. */
export interface Associator {
  /**
   * @param sightings the people of this frame
   * @param time ms on the source's clock
   * @returns an id for each sighting, in order; a new person gets an id never given before
   */
  assign(sightings: readonly Sighting[], time: number): readonly number[];
  /** Forgets everyone (after a seek, say). Ids given before are still never given again. */
  reset(): void;
}

/** Makes an associator for a session. */
export type AssociatorFactory = () => Associator;
