import { box, COLOUR, circle, picture, polyline, text } from './ink.ts';

/** A joint that is certain, and one that is uncertain along the limb. */
export function spread(): string {
  const panel = (x: number) => box(x, 24, 330, 260, { fill: COLOUR.raised, stroke: COLOUR.line });
  const ellipse = (x: number, y: number, along: number, across: number, angle: number) =>
    `<ellipse cx="${x}" cy="${y}" rx="${along}" ry="${across}" transform="rotate(${angle} ${x} ${y})" fill="rgb(99 221 195 / 22%)" stroke="${COLOUR.accent}" stroke-width="2"/>`;
  const arm = (x: number) =>
    polyline(
      [
        [x + 60, 70],
        [x + 150, 190],
        [x + 280, 130],
      ],
      { stroke: COLOUR.left, width: 7 },
    );
  const dot = (x: number, y: number) => circle(x, y, 6, { fill: COLOUR.ink, stroke: COLOUR.ink });
  return picture(
    720,
    360,
    'A small spread and one that is long along the limb',
    panel(20),
    arm(20),
    ellipse(170, 190, 20, 16, 0),
    dot(170, 190),
    text(185, 316, 'bare arm, near by', { anchor: 'middle' }),
    text(185, 342, 'score 0.98, ± 4 px', { anchor: 'middle', fill: COLOUR.accent, size: 19 }),
    panel(370),
    arm(370),
    ellipse(520, 190, 70, 22, 53),
    dot(520, 190),
    text(535, 316, 'wide sleeve', { anchor: 'middle' }),
    text(535, 342, 'score 0.91, ± 14 px, along the arm', { anchor: 'middle', fill: COLOUR.accent, size: 19 }),
  );
}
