import type { Box3, Color } from 'three';
import type { Field } from './signed-distance.ts';

/** A piece of the figure in its rest position, metres. */
export interface BodyPart {
  readonly field: Field;
  readonly bounds: Box3;
  /** Side of a grid cell at detail 1, metres. */
  readonly cell: number;
  /** Writes the linear colour of a point on the surface. */
  paint(x: number, y: number, z: number, into: Color): void;
  /** True where a mirrored copy for the other side is wanted. */
  readonly mirrored?: boolean;
}
