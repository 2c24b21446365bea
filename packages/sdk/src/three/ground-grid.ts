import { BufferGeometry, type Color, Float32BufferAttribute, LineBasicMaterial, LineSegments } from 'three';

/** From the middle to the edge, metres. */
const REACH = 3;
/** From line to line, metres. */
const CELL = 0.5;

/** A level grid of lines, half a metre apart, 6 m wide. */
export function groundGrid(colour: Color): LineSegments<BufferGeometry, LineBasicMaterial> {
  const lines = 2 * Math.round(REACH / CELL) + 1;
  const positions = Array.from({ length: lines }, (_, i) => i * CELL - REACH).flatMap((at) => [
    ...[at, 0, -REACH, at, 0, REACH],
    ...[-REACH, 0, at, REACH, 0, at],
  ]);
  const geometry = new BufferGeometry().setAttribute('position', new Float32BufferAttribute(positions, 3));
  const material = new LineBasicMaterial({ color: colour, transparent: true, opacity: 0.45, depthWrite: false });
  return new LineSegments(geometry, material);
}
