/** Shapes tell the decoders apart where colours do not. Each is made of straight lines round the origin, radius about 1. */
export type MarkerShape =
  | 'circle'
  | 'diamond'
  | 'square'
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'pentagon'
  | 'star'
  | 'cross'
  | 'plus'
  | 'ring';

/** How a decoder is drawn. Two colours of the same hue: one to stand on dark, one on light ground. */
export interface Look {
  readonly shape: MarkerShape;
  readonly onDark: string;
  readonly onLight: string;
}

/** A polygon with `corners` corners, the first of them at `turn` radians clockwise from the top. */
function polygon(corners: number, radius: number, turn = 0, inner = radius): string {
  const steps = inner === radius ? corners : 2 * corners;
  const points = Array.from({ length: steps }, (_, index) => {
    const angle = turn + (2 * Math.PI * index) / steps;
    const away = index % 2 === 1 ? inner : radius;
    return `${(away * Math.sin(angle)).toFixed(3)} ${(-away * Math.cos(angle)).toFixed(3)}`;
  });
  return `M${points.join('L')}Z`;
}

/** SVG path data of each shape, the same for the page's icons and for its canvases. */
export const MARKER_PATHS: Readonly<Record<MarkerShape, string>> = {
  circle: polygon(24, 0.85),
  diamond: polygon(4, 1.1),
  square: polygon(4, 1.15, Math.PI / 4),
  up: polygon(3, 1.2),
  down: polygon(3, 1.2, Math.PI),
  left: polygon(3, 1.2, -Math.PI / 2),
  right: polygon(3, 1.2, Math.PI / 2),
  pentagon: polygon(5, 1.05),
  star: polygon(5, 1.3, 0, 0.6),
  cross: 'M-.8 -.8L.8 .8M.8 -.8L-.8 .8',
  plus: 'M-1 0H1M0 -1V1',
  ring: polygon(24, 0.8),
};

const OPEN: readonly MarkerShape[] = ['cross', 'plus', 'ring'];
/** Width of the lines of shapes that have no inside, in radii. */
export const MARKER_LINE = 0.5;

/** Does the shape consist of lines only? */
export function isOpen(shape: MarkerShape): boolean {
  return OPEN.includes(shape);
}

/** Draws a marker in canvas px, with a dark outline that holds it on any ground. */
export function drawMarker(
  context: CanvasRenderingContext2D,
  { shape, onDark }: Look,
  x: number,
  y: number,
  radius: number,
): void {
  const path = new Path2D(MARKER_PATHS[shape]);
  context.save();
  context.translate(x, y);
  context.scale(radius, radius);
  context.lineJoin = 'round';
  context.lineCap = 'round';
  context.strokeStyle = 'rgb(6 12 14 / 85%)';
  context.lineWidth = isOpen(shape) ? MARKER_LINE + 0.55 : 0.55;
  context.stroke(path);
  if (isOpen(shape)) {
    context.strokeStyle = onDark;
    context.lineWidth = MARKER_LINE;
    context.stroke(path);
  } else {
    context.fillStyle = onDark;
    context.fill(path);
  }
  context.restore();
}

/** A marker as a small picture among text. The style sheet picks the colour by theme. */
export function markerIcon({ shape, onDark, onLight }: Look): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '-1.5 -1.5 3 3');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', isOpen(shape) ? 'marker open' : 'marker');
  svg.style.setProperty('--on-dark', onDark);
  svg.style.setProperty('--on-light', onLight);
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', MARKER_PATHS[shape]);
  svg.append(path);
  return svg;
}
