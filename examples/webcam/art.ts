/**
 * The drawing on the first page: a figure that waves, and a lens on its wrist that shows what the SDK does with a
 * heatmap: the cells are coarse, the answer (the cross) lies between them.
 */
const NAMESPACE = 'http://www.w3.org/2000/svg';
const SIDE = 480;
/** One cell of the drawn heatmap grid, px of the drawing. */
const CELL = 16;
const LENS = { x: 322, y: 226, cells: 5, cell: 26 };
const LENS_SIDE = LENS.cells * LENS.cell;

type Point = readonly [number, number];

const BONES: readonly (readonly [string, string])[] = [
  ['neck', 'leftShoulder'],
  ['neck', 'rightShoulder'],
  ['leftShoulder', 'leftElbow'],
  ['leftElbow', 'leftWrist'],
  ['rightShoulder', 'rightElbow'],
  ['rightElbow', 'rightWrist'],
  ['leftShoulder', 'leftHip'],
  ['rightShoulder', 'rightHip'],
  ['leftHip', 'rightHip'],
  ['leftHip', 'leftKnee'],
  ['leftKnee', 'leftAnkle'],
  ['rightHip', 'rightKnee'],
  ['rightKnee', 'rightAnkle'],
];

function from([x, y]: Point, length: number, angle: number): Point {
  return [x + length * Math.cos(angle), y + length * Math.sin(angle)];
}

/** Joints of the figure at a time in seconds. */
function figure(time: number): Record<string, Point> {
  const sway = 3 * Math.sin(time * 1.1);
  const wave = Math.sin(time * 2.2);
  const leftShoulder: Point = [254 + sway, 152];
  const rightShoulder: Point = [172 + sway, 156];
  const leftElbow = from(leftShoulder, 74, -0.32 + 0.1 * Math.sin(time * 1.1));
  const rightElbow = from(rightShoulder, 76, 2.05 + 0.05 * wave);
  return {
    head: [216 + 1.4 * sway, 92],
    neck: [214 + sway, 140],
    leftShoulder,
    rightShoulder,
    leftElbow,
    rightElbow,
    leftWrist: from(leftElbow, 68, -1.25 + 0.32 * wave),
    rightWrist: from(rightElbow, 66, 1.45),
    leftHip: [240, 276],
    rightHip: [184, 278],
    leftKnee: [262, 356],
    rightKnee: [160, 358],
    leftAnkle: [258, 440],
    rightAnkle: [148, 440],
  };
}

function add(parent: Element, tag: string, attributes: Record<string, string | number>): SVGElement {
  const element = document.createElementNS(NAMESPACE, tag);
  set(element, attributes);
  parent.append(element);
  return element;
}

function set(element: Element, attributes: Record<string, string | number>): void {
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, typeof value === 'number' ? value.toFixed(2) : value);
  }
}

/** The drawing. It moves while it is on the page and visible, unless the user wants less motion. */
export function createArt(): SVGSVGElement {
  const svg = document.createElementNS(NAMESPACE, 'svg');
  svg.setAttribute('viewBox', `0 0 ${SIDE} ${SIDE}`);

  const rules = Array.from({ length: SIDE / CELL + 1 }, (_, i) => `M${i * CELL} 0V${SIDE}M0 ${i * CELL}H${SIDE}`);
  add(svg, 'path', { class: 'grid', d: rules.join('') });
  const joints = figure(0);
  const names = Object.keys(joints).filter((name) => name !== 'head' && name !== 'neck');
  const spreads = names.map(() => add(svg, 'ellipse', { class: 'spread', rx: 15, ry: 15 }));
  const bones = BONES.map(() => add(svg, 'line', { class: 'bone' }));
  const head = add(svg, 'circle', { class: 'head', r: 27 });
  const dots = names.map(() => add(svg, 'circle', { class: 'joint', r: 6 }));

  const frame = add(svg, 'rect', { class: 'frame', width: CELL * LENS.cells, height: CELL * LENS.cells, rx: 3 });
  const lead = add(svg, 'path', { class: 'lead-line' });
  const lens = add(svg, 'g', { transform: `translate(${LENS.x} ${LENS.y})` });
  add(lens, 'rect', { class: 'lens', x: -10, y: -10, width: LENS_SIDE + 20, height: LENS_SIDE + 52, rx: 14 });
  const cells = Array.from({ length: LENS.cells ** 2 }, (_, i) =>
    add(lens, 'rect', {
      class: 'cell',
      x: (i % LENS.cells) * LENS.cell + 1,
      y: Math.floor(i / LENS.cells) * LENS.cell + 1,
      width: LENS.cell - 2,
      height: LENS.cell - 2,
      rx: 3,
    }),
  );
  const cross = add(lens, 'path', { class: 'cross', d: 'M-8 0H8M0 -8V8' });
  const label = add(lens, 'text', { x: LENS_SIDE / 2, y: LENS_SIDE + 27, 'text-anchor': 'middle' });

  function draw(time: number): void {
    const pose = figure(time);
    const at = (name: string) => pose[name] as Point;
    for (const [index, [start, end]] of BONES.entries()) {
      const [x1, y1] = at(start);
      const [x2, y2] = at(end);
      set(bones[index] as Element, { x1, y1, x2, y2 });
    }
    for (const [index, name] of names.entries()) {
      const [cx, cy] = at(name);
      set(dots[index] as Element, { cx, cy });
      set(spreads[index] as Element, { cx, cy });
    }
    set(head, { cx: at('head')[0], cy: at('head')[1] });

    const [x, y] = at('leftWrist').map((value) => value / CELL) as [number, number];
    const [left, top] = [Math.floor(x) - 2, Math.floor(y) - 2];
    set(frame, { x: left * CELL, y: top * CELL });
    const [lensX, frameX] = [LENS.x + LENS_SIDE / 2, (left + LENS.cells / 2) * CELL];
    set(lead, { d: `M${frameX} ${(top + LENS.cells) * CELL}L${lensX} ${LENS.y - 10}` });
    for (const [index, cell] of cells.entries()) {
      const dx = left + (index % LENS.cells) + 0.5 - x;
      const dy = top + Math.floor(index / LENS.cells) + 0.5 - y;
      set(cell, { 'fill-opacity': 0.06 + 0.94 * Math.exp(-(dx * dx + dy * dy) / (2 * 1.05 ** 2)) });
    }
    set(cross, {
      transform: `translate(${((x - left) * LENS.cell).toFixed(2)} ${((y - top) * LENS.cell).toFixed(2)})`,
    });
    label.textContent = `${x.toFixed(2)}, ${y.toFixed(2)}`;
  }

  draw(0);
  if (!matchMedia('(prefers-reduced-motion: reduce)').matches) {
    const step = (now: number) => {
      if (svg.checkVisibility()) draw(now / 1000);
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }
  return svg;
}
