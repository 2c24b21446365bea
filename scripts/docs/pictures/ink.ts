// Pictures stand on a dark ground of their own, so that one file serves light and dark pages. Letters are large enough to be
// read when the picture is as wide as a phone.

export const COLOUR = {
  ground: '#0e1718',
  raised: '#1b292b',
  line: '#3b5154',
  ink: '#e9f1f0',
  quiet: '#a9bbb9',
  accent: '#63ddc3',
  left: '#ff9f1c',
  right: '#4cc9f0',
  warm: '#ff7f50',
} as const;

/** Numbers with one decimal at most: the same file on every machine. */
export const n = (value: number): string => String(Math.round(10 * value) / 10 + 0);

/** A whole picture. `title` is read out to those who do not see it. */
export function picture(width: number, height: number, title: string, ...content: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" font-family="system-ui, -apple-system, 'Segoe UI', sans-serif">`,
    `<title>${title}</title>`,
    `<rect width="${width}" height="${height}" rx="14" fill="${COLOUR.ground}"/>`,
    ...content,
    '</svg>',
    '',
  ].join('\n');
}

interface TextLook {
  readonly size?: number;
  readonly fill?: string;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly weight?: number;
}

export function text(x: number, y: number, words: string, look: TextLook = {}): string {
  const { size = 20, fill = COLOUR.ink, anchor = 'start', weight = 400 } = look;
  return `<text x="${n(x)}" y="${n(y)}" font-size="${size}" fill="${fill}" text-anchor="${anchor}" font-weight="${weight}">${words}</text>`;
}

interface LineLook {
  readonly stroke?: string;
  readonly width?: number;
  readonly dash?: string;
  readonly fill?: string;
}

const strokeOf = ({ stroke = COLOUR.quiet, width = 2, dash, fill = 'none' }: LineLook): string =>
  `fill="${fill}" stroke="${stroke}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"${dash ? ` stroke-dasharray="${dash}"` : ''}`;

export type Place = readonly [x: number, y: number];

export function polyline(points: readonly Place[], look: LineLook = {}): string {
  return `<polyline points="${points.map(([x, y]) => `${n(x)},${n(y)}`).join(' ')}" ${strokeOf(look)}/>`;
}

/** A line with a head at its end. */
export function arrow([x1, y1]: Place, [x2, y2]: Place, look: LineLook = {}): string {
  const angle = Math.atan2(y2 - y1, x2 - x1);
  const wing = (turn: number): Place => [x2 + 10 * Math.cos(angle + turn), y2 + 10 * Math.sin(angle + turn)];
  return (
    polyline(
      [
        [x1, y1],
        [x2, y2],
      ],
      look,
    ) + polyline([wing(2.6), [x2, y2], wing(-2.6)], { ...look, dash: '' })
  );
}

export function circle(x: number, y: number, radius: number, look: LineLook = {}): string {
  return `<circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}" ${strokeOf(look)}/>`;
}

export function box(x: number, y: number, width: number, height: number, look: LineLook = {}, radius = 8): string {
  return `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" rx="${radius}" ${strokeOf(look)}/>`;
}

/**
 * A person who faces the viewer, arms out. `x`, `y` is between the hips, `size` the height.
 * @param side +1: the person's left is on the right of the picture, as without a mirror
 */
export function person(x: number, y: number, size: number, side: 1 | -1 = 1): string {
  const at = (dx: number, dy: number): Place => [x + size * dx, y + size * dy];
  const limb = (sign: number, stroke: string) =>
    polyline([at(0.1 * sign, -0.28), at(0.22 * sign, -0.16), at(0.3 * sign, -0.3)], { stroke, width: size / 32 }) +
    polyline([at(0.07 * sign, 0), at(0.09 * sign, 0.22), at(0.1 * sign, 0.44)], { stroke, width: size / 32 });
  const trunk = { stroke: COLOUR.ink, width: size / 32 };
  return [
    limb(side, COLOUR.left),
    limb(-side, COLOUR.right),
    polyline([at(-0.1, -0.28), at(0.1, -0.28), at(0.07, 0), at(-0.07, 0), at(-0.1, -0.28)], trunk),
    circle(...at(0, -0.42), size * 0.075, trunk),
  ].join('');
}
