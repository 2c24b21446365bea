import { cellsOf, describe, peakCentre, safe, withLocalExtent } from './reference-answer.ts';
import { asProbability, cellAt, highestCell, type ReferenceDecoder, type ReferenceMap } from './reference-map.ts';

/** The centre of the highest cell. */
export function referenceArgmax(): ReferenceDecoder {
  return (map) => withLocalExtent(map, peakCentre(map));
}

/** A quarter of a cell towards the higher neighbour, on each axis that has both. */
export function referenceQuarterOffset(): ReferenceDecoder {
  return (map) => {
    const { x, y } = highestCell(map);
    const at = peakCentre(map);
    const step = (left: number, right: number): number =>
      Number.isNaN(left + right) ? 0 : 0.25 * Math.sign(right - left);
    return withLocalExtent(map, {
      x: at.x + step(cellAt(map, x - 1, y, 0, Number.NaN), cellAt(map, x + 1, y, 0, Number.NaN)),
      y: at.y + step(cellAt(map, x, y - 1, 0, Number.NaN), cellAt(map, x, y + 1, 0, Number.NaN)),
      z: 0,
    });
  };
}

/** Value at a cell of the map blurred with a Gaussian kernel of `size` cells; outside counts as 0. */
function blurred(map: ReferenceMap, size: number, x: number, y: number): number {
  const sigma = 0.3 * ((size - 1) / 2 - 1) + 0.8;
  const reach = (size - 1) / 2;
  let total = 0;
  let mass = 0;
  for (let dy = -reach; dy <= reach; dy++)
    for (let dx = -reach; dx <= reach; dx++) {
      const weight = Math.exp(-(dx * dx + dy * dy) / (2 * sigma * sigma));
      total += weight * cellAt(map, x + dx, y + dy, 0, 0);
      mass += weight;
    }
  return total / mass;
}

/** `−H⁻¹·g` where H is negative definite, else no step; at most 2 cells on either axis. */
function newton(dx: number, dy: number, dxx: number, dxy: number, dyy: number): { x: number; y: number } {
  const determinant = dxx * dyy - dxy * dxy;
  if (!(determinant > 1e-6 && dxx < 0)) return { x: 0, y: 0 };
  const clip = (step: number): number => Math.max(-2, Math.min(2, step));
  return { x: clip((dxy * dy - dyy * dx) / determinant), y: clip((dxy * dx - dxx * dy) / determinant) };
}

/** DARK with two-cell differences, no step within two cells of the border. */
export function referenceDark(blur: number): ReferenceDecoder {
  return (map) => {
    const { x, y } = highestCell(map);
    const at = peakCentre(map);
    if (x < 2 || y < 2 || x > map.width - 3 || y > map.height - 3) return withLocalExtent(map, at);
    const probability = asProbability(map);
    const log = (i: number, j: number): number => Math.log(Math.max(1e-6, blurred(probability, blur, x + i, y + j)));
    const step = newton(
      (log(1, 0) - log(-1, 0)) / 2,
      (log(0, 1) - log(0, -1)) / 2,
      (log(2, 0) - 2 * log(0, 0) + log(-2, 0)) / 4,
      (log(1, 1) - log(-1, 1) - log(1, -1) + log(-1, -1)) / 4,
      (log(0, 2) - 2 * log(0, 0) + log(0, -2)) / 4,
    );
    return withLocalExtent(map, { x: at.x + step.x, y: at.y + step.y, z: 0 });
  };
}

/** DARK with one-cell differences, the map continued by its border cells. */
export function referenceUdpDark(blur: number): ReferenceDecoder {
  return (map) => {
    const { x, y } = highestCell(map);
    const at = peakCentre(map);
    const probability = asProbability(map);
    const log = (i: number, j: number): number => {
      const column = Math.min(map.width - 1, Math.max(0, x + i));
      const row = Math.min(map.height - 1, Math.max(0, y + j));
      return Math.log(Math.max(1e-3, blurred(probability, blur, column, row)));
    };
    const step = newton(
      (log(1, 0) - log(-1, 0)) / 2,
      (log(0, 1) - log(0, -1)) / 2,
      log(1, 0) - 2 * log(0, 0) + log(-1, 0),
      (log(1, 1) - log(-1, 1) - log(1, -1) + log(-1, -1)) / 4,
      log(0, 1) - 2 * log(0, 0) + log(0, -1),
    );
    return withLocalExtent(map, { x: at.x + step.x, y: at.y + step.y, z: 0 });
  };
}

/** The mean inside the 2×2 window with the most mass. */
export function referenceDistributionMatching(): ReferenceDecoder {
  return (map) => {
    const probability = asProbability(map);
    const mass = (x: number, y: number): number => Math.max(0, cellAt(probability, x, y, 0, 0));
    let best = { x: 0, y: 0, mass: -1 };
    for (let y = 0; y < map.height - 1; y++)
      for (let x = 0; x < map.width - 1; x++) {
        const total = mass(x, y) + mass(x + 1, y) + mass(x, y + 1) + mass(x + 1, y + 1);
        if (total > best.mass) best = { x, y, mass: total };
      }
    if (!(best.mass > 1e-6)) return safe(map, null);
    const right = (mass(best.x + 1, best.y) + mass(best.x + 1, best.y + 1)) / best.mass;
    const below = (mass(best.x, best.y + 1) + mass(best.x + 1, best.y + 1)) / best.mass;
    return withLocalExtent(map, { x: best.x + 0.5 + right, y: best.y + 0.5 + below, z: 0 });
  };
}

/** The mean position of the whole map's values. */
export function referenceCentreOfMass(): ReferenceDecoder {
  return (map) => {
    const probability = asProbability(map);
    return safe(map, describe(cellsOf(probability), 0.5 * highestCell(probability).value));
  };
}

/** The mean position of the values in a window round the maximum, if the peak is high enough. */
export function referenceCentroid(size: number, minScore: number): ReferenceDecoder {
  return (map) => {
    const probability = asProbability(map);
    const { value } = highestCell(probability);
    const found = describe(cellsOf(probability, (size - 1) / 2), 0.5 * value);
    if (found === null || value >= minScore) return safe(map, found);
    return safe(map, { mean: peakCentre(map), extent: found.extent });
  };
}
