import { intersectionOverUnion } from '../math/overlap.ts';
import type { AssociatorFactory } from '../types/tracker.ts';
import { type AssociatorOptions, createAssociator } from './associator.ts';

/**
 * Associates people by how much their boxes overlap (intersection over union): cheaper, right when people keep apart.
 * @param options `minSimilarity` default 0.3
 */
export function byOverlap({ minSimilarity = 0.3, memory = 1000 }: AssociatorOptions = {}): AssociatorFactory {
  return () => createAssociator((one, other) => intersectionOverUnion(one.box, other.box), minSimilarity, memory);
}
