import { box, COLOUR, person, picture, text } from './ink.ts';

/** The same picture, and the view of it in a mirror. */
export function mirror(): string {
  const frame = (x: number) => box(x, 60, 310, 240, { fill: COLOUR.raised, stroke: COLOUR.line });
  return picture(
    720,
    390,
    'Unmirrored and mirrored view: the left wrist stays the left wrist',
    text(185, 40, 'the picture', { anchor: 'middle', weight: 600 }),
    frame(30),
    person(215, 200, 210, 1),
    text(292, 120, 'left', { fill: COLOUR.left, anchor: 'middle', size: 19 }),
    text(138, 120, 'right', { fill: COLOUR.right, anchor: 'middle', size: 19 }),
    text(185, 332, 'left_wrist: x = 278', { anchor: 'middle', fill: COLOUR.left }),
    text(535, 40, 'seen in a mirror', { anchor: 'middle', weight: 600 }),
    frame(380),
    person(505, 200, 210, -1),
    text(428, 120, 'left', { fill: COLOUR.left, anchor: 'middle', size: 19 }),
    text(582, 120, 'right', { fill: COLOUR.right, anchor: 'middle', size: 19 }),
    text(535, 332, 'left_wrist: x = 278', { anchor: 'middle', fill: COLOUR.left }),
    text(360, 368, 'a mirror changes the view, never the coordinates or the names', {
      anchor: 'middle',
      fill: COLOUR.quiet,
      size: 18,
    }),
  );
}
