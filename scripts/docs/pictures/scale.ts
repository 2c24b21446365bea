import { COLOUR, person, picture, polyline, text } from './ink.ts';

/** Two people of different size who look the same. */
export function scale(): string {
  const eye = [60, 190] as const;
  const ray = (y: number) => polyline([eye, [700, y]], { stroke: COLOUR.line, dash: '5 6' });
  return picture(
    720,
    390,
    'A small person near by and a tall one far away fill the same angle',
    ray(30),
    ray(350),
    polyline(
      [
        [26, 172],
        [60, 190],
        [26, 208],
        [26, 172],
      ],
      { stroke: COLOUR.accent, fill: COLOUR.raised },
    ),
    text(22, 242, 'camera', { fill: COLOUR.accent, size: 19 }),
    person(290, 193.4, 123),
    person(588, 197.6, 282),
    text(290, 290, '1.40 m tall,', { anchor: 'middle', size: 19 }),
    text(290, 314, '2 m away', { anchor: 'middle', size: 19 }),
    text(588, 352, '1.90 m tall, 2.7 m away', { anchor: 'middle', size: 19 }),
    text(24, 374, 'the same picture: one camera does not tell', { fill: COLOUR.quiet, size: 18 }),
  );
}
