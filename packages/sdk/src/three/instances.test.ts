import { BoxGeometry, Color, Matrix4, MeshBasicMaterial, Vector3 } from 'three';
import { expect, test } from 'vitest';
import { Instances } from './instances.ts';

const make = () => new Instances(new BoxGeometry(), new MeshBasicMaterial(), 4);
const WHITE = new Color('white');
const RADII = Float64Array.of(0.02);

test.each([
  [1, 0, 0],
  [-1, 1e-9, 0],
  [0, 1, 0],
  [0, 0, -1],
  [0.6, 0.8, 0],
  [-2, -3, 5],
])('towards %s, %s, %s a copy reaches from end to end and is round', (x, y, z) => {
  const instances = make();
  const ends = [new Vector3(0.1, 0.2, 0.3), new Vector3(0.1 + x, 0.2 + y, 0.3 + z)] as const;
  instances.begin();
  instances.putBetween(Float64Array.from(ends.flatMap((end) => end.toArray())), 0, 1, RADII, 0, WHITE);
  instances.end();
  const matrix = new Matrix4();
  instances.mesh.getMatrixAt(0, matrix);
  for (const [i, along] of [-0.5, 0.5].entries()) {
    expect(new Vector3(0, along, 0).applyMatrix4(matrix).distanceTo(ends[i] as Vector3)).toBeLessThan(1e-6);
  }
  const [right, up, out] = [new Vector3(), new Vector3(), new Vector3()];
  matrix.extractBasis(right, up, out);
  for (const across of [right, out]) {
    expect(across.length()).toBeCloseTo(0.02, 7);
    expect(across.dot(up)).toBeCloseTo(0, 7);
  }
  // Not turned inside out.
  expect(right.cross(up).dot(out)).toBeCloseTo(0.02 ** 2 * up.length(), 7);
  instances.dispose();
});

test('what has no length is not drawn', () => {
  const instances = make();
  instances.begin();
  instances.putBetween(Float64Array.of(1, 2, 3, 1, 2, 3), 0, 1, RADII, 0, WHITE);
  instances.put(Float64Array.of(1, 2, 3), Float64Array.of(1, 1, 1), 0, WHITE);
  instances.end();
  expect(instances.mesh.count).toBe(1);
  instances.dispose();
});
