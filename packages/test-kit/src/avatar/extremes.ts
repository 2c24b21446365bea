import type { BufferGeometry } from 'three';

/** Indices of the vertices that lie farthest out in each of 26 directions, for each bone that moves them most. */
export function extremeVertices(geometry: BufferGeometry): readonly number[] {
  const position = geometry.getAttribute('position');
  const bones = geometry.getAttribute('skinIndex');
  const best = new Map<string, { index: number; reach: number }>();
  for (let index = 0; index < position.count; index++)
    for (let code = 0; code < 27; code++) {
      const [dx, dy, dz] = [(code % 3) - 1, (Math.floor(code / 3) % 3) - 1, Math.floor(code / 9) - 1] as const;
      const reach = dx * position.getX(index) + dy * position.getY(index) + dz * position.getZ(index);
      const key = `${bones.getX(index)}/${code}`;
      const found = best.get(key);
      if (!found) best.set(key, { index, reach });
      else if (reach > found.reach) {
        found.index = index;
        found.reach = reach;
      }
    }
  return [...new Set([...best.values()].map(({ index }) => index))];
}
