import { type BufferGeometry, LatheGeometry, Vector2 } from 'three';

/** Half the width of the bar, and of the discs at its ends. */
const [BAR, END] = [0.5, 2] as const;

/**
 * An error bar along z, from −1 to 1, 1 wide, with a disc at each end. The discs have no thickness, so that stretching
 * the bar leaves them as they are.
 */
export function spreadBar(): BufferGeometry {
  // Out and back along each disc: it is seen from both sides.
  const outline = [
    [0, -1],
    [END, -1],
    [BAR, -1],
    [BAR, 1],
    [END, 1],
    [0, 1],
  ] as const;
  return new LatheGeometry(
    outline.map(([x, y]) => new Vector2(x, y)),
    10,
  ).rotateX(Math.PI / 2);
}
