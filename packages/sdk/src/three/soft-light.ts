import { DataTexture, LinearFilter } from 'three';

/** Texels a side. */
const SIDE = 32;
/** Towards the light, from a viewer: over the left shoulder. */
const LIGHT = { x: -0.35, y: 0.6, z: 0.72 };
/** Brightness in the shade. */
const SHADE = 0.42;

/** Light from over the viewer's left shoulder, as a picture of a lit sphere: how bright a surface is by where it faces. */
export function softLight(): DataTexture {
  const texels = new Uint8Array(4 * SIDE * SIDE);
  for (let row = 0; row < SIDE; row++) {
    for (let column = 0; column < SIDE; column++) {
      const x = (2 * column + 1) / SIDE - 1;
      const y = (2 * row + 1) / SIDE - 1;
      const z = Math.sqrt(Math.max(0, 1 - x * x - y * y));
      const facing = Math.max(0, x * LIGHT.x + y * LIGHT.y + z * LIGHT.z);
      texels.fill(
        Math.round(255 * (SHADE + (1 - SHADE) * facing)),
        4 * (row * SIDE + column),
        4 * (row * SIDE + column) + 4,
      );
    }
  }
  const texture = new DataTexture(texels, SIDE, SIDE);
  texture.minFilter = LinearFilter;
  texture.magFilter = LinearFilter;
  texture.needsUpdate = true;
  return texture;
}
