import { poseSimilarity } from '../math/object-keypoint-similarity.ts';
import type { AssociatorFactory } from '../types/tracker.ts';
import { type AssociatorOptions, createAssociator } from './associator.ts';

/**
 * Associates people by how near their joints are to where they were (object keypoint similarity, the default):
 * tells two people apart whose boxes overlap.
 * @param options `minSimilarity` default 0.2
 */
export function bySimilarity({ minSimilarity = 0.2, memory = 1000 }: AssociatorOptions = {}): AssociatorFactory {
  return () => createAssociator((one, other) => poseSimilarity(one, other), minSimilarity, memory);
}
