import type { Box3 } from 'three';
import type { Field } from './signed-distance.ts';

/** Triangles round a shape. `positions` and `normals` are xyz triples. */
export interface Surface {
  readonly positions: Float32Array;
  readonly normals: Float32Array;
  readonly indices: Uint32Array;
}

const BLOCK = 4;

/**
 * Meshes the zero level of a field by naive surface nets (Gibson 1998): one vertex in each cell that the surface
 * crosses, then one Newton step onto the surface.
 *
 * @param field signed distance, m
 * @param bounds holds the shape with room to spare
 * @param cell side of a grid cell, m
 */
export function meshField(field: Field, bounds: Box3, cell: number): Surface {
  const { min, max } = bounds;
  const cells = (from: number, to: number): number => BLOCK * Math.ceil((to - from) / cell / BLOCK);
  const nx = cells(min.x, max.x) + 1;
  const ny = cells(min.y, max.y) + 1;
  const nz = cells(min.z, max.z) + 1;
  const values = sample(field, bounds, cell, nx, ny, nz);
  const vertexOf = new Int32Array(nx * ny * nz).fill(-1);
  const positions: number[] = [];
  const corner = (x: number, y: number, z: number): number => x + nx * (y + ny * z);

  for (let z = 0; z < nz - 1; z++)
    for (let y = 0; y < ny - 1; y++)
      for (let x = 0; x < nx - 1; x++) {
        let inside = 0;
        for (let c = 0; c < 8; c++)
          if ((values[corner(x + (c & 1), y + ((c >> 1) & 1), z + (c >> 2))] as number) < 0) inside++;
        if (inside === 0 || inside === 8) continue;
        let sx = 0;
        let sy = 0;
        let sz = 0;
        let crossings = 0;
        for (let c = 0; c < 8; c++)
          for (let axis = 1; axis < 8; axis <<= 1) {
            if (c & axis) continue;
            const d = c | axis;
            const v0 = values[corner(x + (c & 1), y + ((c >> 1) & 1), z + (c >> 2))] as number;
            const v1 = values[corner(x + (d & 1), y + ((d >> 1) & 1), z + (d >> 2))] as number;
            if (v0 < 0 === v1 < 0) continue;
            const t = v0 / (v0 - v1);
            sx += (c & 1) + (axis === 1 ? t : 0);
            sy += ((c >> 1) & 1) + (axis === 2 ? t : 0);
            sz += (c >> 2) + (axis === 4 ? t : 0);
            crossings++;
          }
        vertexOf[corner(x, y, z)] = positions.length / 3;
        positions.push(
          min.x + (x + sx / crossings) * cell,
          min.y + (y + sy / crossings) * cell,
          min.z + (z + sz / crossings) * cell,
        );
      }
  return {
    positions: Float32Array.from(positions),
    normals: settle(field, positions, cell),
    indices: quads(values, vertexOf, nx, ny, nz),
  };
}

/** Samples block by block, and skips what is far from the surface. */
function sample(field: Field, bounds: Box3, cell: number, nx: number, ny: number, nz: number): Float32Array {
  const { min } = bounds;
  const values = new Float32Array(nx * ny * nz);
  const reach = (BLOCK / 2 + 1) * cell * Math.sqrt(3) * 1.25;
  for (let bz = 0; bz < nz; bz += BLOCK)
    for (let by = 0; by < ny; by += BLOCK)
      for (let bx = 0; bx < nx; bx += BLOCK) {
        const half = (BLOCK / 2) * cell;
        const centre = field(min.x + bx * cell + half, min.y + by * cell + half, min.z + bz * cell + half);
        const far = Math.abs(centre) > reach;
        for (let z = bz; z < Math.min(nz, bz + BLOCK); z++)
          for (let y = by; y < Math.min(ny, by + BLOCK); y++)
            for (let x = bx; x < Math.min(nx, bx + BLOCK); x++)
              values[x + nx * (y + ny * z)] = far
                ? centre
                : field(min.x + x * cell, min.y + y * cell, min.z + z * cell);
      }
  return values;
}

/** Moves vertices onto the surface (at most half a cell) and returns unit normals. */
function settle(field: Field, positions: number[], cell: number): Float32Array {
  const normals = new Float32Array(positions.length);
  const h = cell * 0.5;
  for (let i = 0; i < positions.length; i += 3) {
    const x = positions[i] as number;
    const y = positions[i + 1] as number;
    const z = positions[i + 2] as number;
    let gx = field(x + h, y, z) - field(x - h, y, z);
    let gy = field(x, y + h, z) - field(x, y - h, z);
    let gz = field(x, y, z + h) - field(x, y, z - h);
    const length = Math.hypot(gx, gy, gz) || 1;
    gx /= length;
    gy /= length;
    gz /= length;
    const step = Math.min(h, Math.max(-h, field(x, y, z)));
    positions[i] = x - gx * step;
    positions[i + 1] = y - gy * step;
    positions[i + 2] = z - gz * step;
    normals[i] = gx;
    normals[i + 1] = gy;
    normals[i + 2] = gz;
  }
  return normals;
}

function quads(values: Float32Array, vertexOf: Int32Array, nx: number, ny: number, nz: number): Uint32Array {
  const indices: number[] = [];
  const stride = [1, nx, nx * ny] as const;
  for (let z = 1; z < nz - 1; z++)
    for (let y = 1; y < ny - 1; y++)
      for (let x = 1; x < nx - 1; x++) {
        const here = x + nx * y + nx * ny * z;
        for (let axis = 0; axis < 3; axis++) {
          const inside = (values[here] as number) < 0;
          const along = stride[axis] as number;
          if (inside === (values[here + along] as number) < 0) continue;
          const u = stride[(axis + 1) % 3] as number;
          const v = stride[(axis + 2) % 3] as number;
          const a = vertexOf[here - u - v] as number;
          const b = vertexOf[here - v] as number;
          const c = vertexOf[here] as number;
          const d = vertexOf[here - u] as number;
          if (a < 0 || b < 0 || c < 0 || d < 0) continue;
          if (inside) indices.push(a, b, c, a, c, d);
          else indices.push(a, c, b, a, d, c);
        }
      }
  return Uint32Array.from(indices);
}
