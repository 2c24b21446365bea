import { arrow, box, COLOUR, picture, polyline, text } from './ink.ts';

const STEPS = [
  ['source', 'camera, file'],
  ['detect', 'who is there?'],
  ['crop', 'upright, square'],
  ['infer', 'heatmaps'],
  ['decode', 'coordinates'],
  ['lift', 'metres'],
  ['track', 'ids'],
  ['smooth', 'steadier'],
] as const;

/** The flow of data, in two rows. */
export function flow(): string {
  const at = (index: number) => ({ x: 24 + (index % 4) * 176, y: index < 4 ? 70 : 220 });
  const steps = STEPS.flatMap(([name, what], index) => {
    const { x, y } = at(index);
    const next = index % 4 < 3 ? [arrow([x + 146, y + 36], [x + 172, y + 36], { stroke: COLOUR.accent })] : [];
    return [
      box(x, y, 144, 74, { fill: COLOUR.raised, stroke: COLOUR.line }),
      text(x + 72, y + 34, name, { anchor: 'middle', weight: 600, size: 21 }),
      text(x + 72, y + 58, what, { anchor: 'middle', size: 16, fill: COLOUR.quiet }),
      ...next,
    ];
  });
  const accent = { stroke: COLOUR.accent };
  return picture(
    720,
    390,
    'The flow of data from the source to the pose frame',
    ...steps,
    // From the end of the first row to the beginning of the second.
    polyline(
      [
        [624, 146],
        [624, 182],
        [96, 182],
      ],
      accent,
    ),
    arrow([96, 182], [96, 216], accent),
    // The next crop follows the pose.
    polyline(
      [
        [624, 296],
        [624, 330],
        [700, 330],
        [700, 36],
        [448, 36],
      ],
      { stroke: COLOUR.left, dash: '6 6' },
    ),
    arrow([448, 36], [448, 66], { stroke: COLOUR.left, dash: '6 6' }),
    text(36, 42, 'the next crop follows the pose', { fill: COLOUR.left, size: 19 }),
    arrow([552, 296], [552, 346], accent),
    text(540, 366, 'PoseFrame', { anchor: 'end', weight: 600, fill: COLOUR.accent, size: 21 }),
    text(24, 366, 'the newest frame wins', { size: 19, fill: COLOUR.quiet }),
  );
}
