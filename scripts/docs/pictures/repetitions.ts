import { box, COLOUR, circle, type Place, picture, polyline, text } from './ink.ts';

/** A knee's angle with two thresholds. */
export function repetitions(): string {
  const y = (degrees: number) => 300 - (degrees - 60) * 1.9;
  const x = (seconds: number) => 70 + 62 * seconds;
  // Two squats, a hesitation that does not reach the lower threshold, another squat.
  const depth = (t: number, at: number, down: number, wide: number) => down * Math.exp(-(((t - at) / wide) ** 2));
  const angle = (t: number) =>
    172 -
    depth(t, 1.6, 90, 0.55) -
    depth(t, 4, 96, 0.55) -
    depth(t, 6.3, 45, 0.4) -
    depth(t, 8.4, 88, 0.55) +
    1.5 * Math.sin(17 * t);
  const curve = Array.from({ length: 201 }, (_, i): Place => [x(i / 20), y(angle(i / 20))]);
  const level = (degrees: number) => [
    polyline(
      [
        [x(0), y(degrees)],
        [x(10), y(degrees)],
      ],
      { stroke: COLOUR.quiet, dash: '6 6' },
    ),
    text(x(0) - 10, y(degrees) + 6, `${degrees}°`, { anchor: 'end', size: 18, fill: COLOUR.quiet }),
  ];
  const counted = [2.45, 4.9, 9.25].flatMap((t, index) => [
    circle(x(t), y(150), 7, { fill: COLOUR.accent, stroke: COLOUR.accent }),
    text(x(t) + 12, y(150) + 26, String(index + 1), { fill: COLOUR.accent, weight: 600 }),
  ]);
  return picture(
    720,
    350,
    'The angle of a knee over time: three repetitions are counted',
    box(x(0), y(100), x(10) - x(0), y(60) - y(100), { fill: 'rgb(76 201 240 / 8%)', stroke: 'none' }, 0),
    ...level(150),
    ...level(100),
    polyline(curve, { stroke: COLOUR.left, width: 3 }),
    ...counted,
    text(x(6.3), y(112), 'not low enough', { anchor: 'middle', size: 18, fill: COLOUR.quiet }),
    text(x(5), 336, 'time →', { anchor: 'middle', size: 18, fill: COLOUR.quiet }),
  );
}
