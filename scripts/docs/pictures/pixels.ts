import { box, COLOUR, circle, picture, polyline, text } from './ink.ts';

/** The pixel convention. */
export function pixels(): string {
  const [left, top, side] = [64, 76, 84];
  const cells = Array.from({ length: 15 }, (_, index) => {
    const [column, row] = [index % 5, Math.floor(index / 5)];
    return box(left + side * column, top + side * row, side, side, { fill: COLOUR.raised, stroke: COLOUR.line }, 0);
  });
  const along = Array.from({ length: 6 }, (_, i) =>
    text(left + side * i, top - 14, String(i), { anchor: 'middle', fill: COLOUR.quiet }),
  );
  const down = Array.from({ length: 4 }, (_, i) =>
    text(left - 16, top + side * i + 7, String(i), { anchor: 'end', fill: COLOUR.quiet }),
  );
  const joint = { x: left + side * 3.3, y: top + side * 1.7 };
  return picture(
    720,
    370,
    'Pixel i covers i to i + 1, its middle is at i + one half',
    ...cells,
    ...along,
    ...down,
    circle(left, top, 7, { fill: COLOUR.accent, stroke: COLOUR.accent }),
    text(left + 5 * side + 24, top + 8, '← the origin is', { fill: COLOUR.accent }),
    text(left + 5 * side + 24, top + 34, '   the outer corner', { fill: COLOUR.accent }),
    circle(left + side / 2, top + side / 2, 5, { fill: COLOUR.right, stroke: COLOUR.right }),
    text(left + side / 2, top + side - 12, '(0.5, 0.5)', { anchor: 'middle', size: 16, fill: COLOUR.right }),
    polyline(
      [
        [joint.x, top],
        [joint.x, joint.y],
        [left, joint.y],
      ],
      { stroke: COLOUR.left, dash: '5 6' },
    ),
    circle(joint.x, joint.y, 7, { fill: COLOUR.left, stroke: COLOUR.left }),
    text(joint.x + 14, joint.y + 26, '(3.3, 1.7)', { fill: COLOUR.left }),
    text(left + 5 * side + 20, joint.y, 'a joint lies', { fill: COLOUR.left, size: 19 }),
    text(left + 5 * side + 20, joint.y + 26, 'between pixels', { fill: COLOUR.left, size: 19 }),
  );
}
