import type { ValueKind } from '../../types/manifest.ts';
import { cellsOf, describe, emptyWeight, leastMass, localDebiasedWeights, safe } from './reference-answer.ts';
import { asProbability, highestCell, type ReferenceDecoder, type ReferenceMap } from './reference-map.ts';

/** Options that the integral decoders share, as in `decode`. */
export interface ReferenceIntegralOptions {
  readonly beta: number;
  /** What the softmax is taken of. Default: the map's own kind for plain integrals, probability for debiased ones. */
  readonly values?: ValueKind;
}

function inUnit(map: ReferenceMap, values: ValueKind): ReferenceMap {
  return values === 'probability' ? asProbability(map) : map;
}

/** `W = exp(β(H − max))` over the whole map, or inside a window. */
export function referenceIntegral(options: ReferenceIntegralOptions & { readonly radius?: number }): ReferenceDecoder {
  return (map) => {
    const local = options.radius !== undefined;
    const unit = inUnit(map, options.values ?? (local ? 'probability' : map.values));
    const { value } = highestCell(unit);
    const weights = cellsOf(unit, options.radius).map((cell) => ({
      ...cell,
      weight: Math.exp(options.beta * (cell.weight - value)),
    }));
    return safe(map, describe(weights, 0));
  };
}

/** `W = exp(β(H − max)) − exp(β(b − max))` over the whole map, or inside a window. */
export function referenceDebiasedIntegral(
  options: ReferenceIntegralOptions & { readonly radius?: number },
): ReferenceDecoder {
  return (map) => {
    const unit = inUnit(map, options.values ?? 'probability');
    const weights = localDebiasedWeights(unit, options.beta, options.radius ?? Number.POSITIVE_INFINITY);
    return safe(map, describe(weights, leastMass(unit, options.beta)));
  };
}

/** Softmax over the volume, three heat vectors, the expectation and variance of each. */
export function referenceTwoStep(options: ReferenceIntegralOptions & { readonly debiased: boolean }): ReferenceDecoder {
  return (map) => {
    const unit = inUnit(map, options.values ?? (options.debiased ? 'probability' : map.values));
    const { value } = highestCell(unit);
    const empty = options.debiased ? emptyWeight(unit, options.beta) : 0;
    const least = options.debiased ? leastMass(unit, options.beta) : 0;
    const vectors = {
      x: new Float64Array(map.width),
      y: new Float64Array(map.height),
      z: new Float64Array(map.depth),
    };
    for (let z = 0, i = 0; z < map.depth; z++)
      for (let y = 0; y < map.height; y++)
        for (let x = 0; x < map.width; x++, i++) {
          const weight = Math.exp(options.beta * ((unit.cells[i] as number) - value));
          vectors.x[x] = (vectors.x[x] as number) + weight;
          vectors.y[y] = (vectors.y[y] as number) + weight;
          vectors.z[z] = (vectors.z[z] as number) + weight;
        }
    const axis = (vector: Float64Array) => {
      const cells = [...vector].map((entry, i) => ({
        x: i + 0.5,
        y: 0,
        z: 0,
        weight: entry - (empty * map.cells.length) / vector.length,
      }));
      const found = describe(cells, least);
      return found && { mean: found.mean.x, variance: found.extent.xx };
    };
    const [x, y, z] = [axis(vectors.x), axis(vectors.y), axis(vectors.z)];
    if (!x || !y || !z) return safe(map, null);
    const extent = { xx: x.variance, xy: 0, yy: y.variance, zz: map.depth === 1 ? 0 : z.variance };
    return safe(map, { mean: { x: x.mean, y: y.mean, z: z.mean }, extent });
  };
}
