import { gaussianTarget, type Point, type Size } from '@integral-pose/sdk';
import { gradientFactors } from '@integral-pose/sdk/train';

/** Cells. As in Gu et al. 2022, fig. 3, on its side. */
export const MAP: Size = { width: 64, height: 48 };
/** The joint of the page, in the lower right quarter, as the paper has it. */
export const JOINT: Point = { x: 45.5, y: 33.5 };
/** Height of the peaks and of the detection target, in the unit of the maps. */
export const HEIGHT = 10;

/** The four starts of Gu et al. 2022, §5.2. */
export interface Start {
  readonly key: string;
  readonly label: string;
  /** What the paper expects of the integral loss. */
  readonly note: string;
  /** @param random uniform in [0, 1) */
  cells(joint: Point, random: () => number): Float32Array;
}

/** A way to learn: how a map is read, and where it goes from there. */
export interface Teacher {
  read(cells: Float32Array): Point;
  step(cells: Float32Array): Float32Array;
}

export const STARTS: readonly Start[] = [
  {
    key: 'random',
    label: 'Random',
    note: 'Every cell weighs about the same, so the plane of the location factor decides: the corner beyond the joint rises most, until the average is right. The map never says where the joint is.',
    cells: (_, random) => Float32Array.from({ length: MAP.width * MAP.height }, () => random()),
  },
  {
    key: 'elsewhere',
    label: 'Elsewhere',
    note: 'Cells without weight get no gradient: the wrong peak melts until it is as low as the rest, and then the first case begins.',
    cells: (joint) =>
      gaussianTarget({ x: MAP.width - joint.x - 4, y: MAP.height - joint.y - 3 }, MAP, 2).map(
        (value) => HEIGHT * value,
      ),
  },
  {
    key: 'quadrant',
    label: 'Slope',
    note: 'A slope towards the corner of the right quarter: the average moves to the joint, and what remains lies along the other diagonal, not at the joint.',
    cells: () => {
      const cells = new Float32Array(MAP.width * MAP.height);
      for (let row = 0; row < MAP.height; row++)
        for (let column = 0; column < MAP.width; column++) {
          const right = Math.max(0, column - MAP.width / 2) / (MAP.width / 2);
          const low = Math.max(0, row - MAP.height / 2) / (MAP.height / 2);
          if (right > 0 && low > 0) cells[row * MAP.width + column] = 5 * (right + low);
        }
      return cells;
    },
  },
  {
    key: 'there',
    label: 'Nearly there',
    note: 'Close to the joint the gradient at the joint itself is never positive: cells near it rise, which makes them rise faster. The peak narrows to a cell or two, and what carries no weight any more cannot learn.',
    cells: (joint) => gaussianTarget({ x: joint.x - 2, y: joint.y - 1 }, MAP, 2).map((value) => HEIGHT * value),
  },
];

/** How far a cell goes at a step of the detection loss: `h − γ·2(h − ĥ)`, γ = 0.02 (Gu et al. 2022, eqs 9 and 11). */
const DETECTION_RATE = 0.02;
/** The integral's gradients are shares of 1 over all cells, and so is its step larger: so far goes the largest, units of h. */
const INTEGRAL_STEP = 0.3;

/** Each cell is told its value: a Gaussian of σ = 2 cells at the joint, as high as the start was. */
export function detection(joint: Point): Teacher {
  const target = gaussianTarget(joint, MAP, 2).map((value) => HEIGHT * value);
  return {
    read: highestCell,
    step: (cells) => cells.map((cell, index) => cell - 2 * DETECTION_RATE * (cell - (target[index] as number))),
  };
}

/**
 * Only the expectation is told where to be: the gradient is the cell's weight times a plane that leans from the answer
 * to the joint (Gu et al. 2022, eq. 10). Steps are scaled to the largest gradient, and grow small near the end so that
 * the answer does not swing round the joint.
 */
export function integration(joint: Point, beta: number): Teacher {
  const factors = (cells: Float32Array) => gradientFactors({ ...MAP, cells }, joint, beta);
  return {
    read: (cells) => factors(cells).decoded,
    step(cells) {
      const { gradient, decoded } = factors(cells);
      const steepest = gradient.reduce((most, slope) => Math.max(most, Math.abs(slope)), 0);
      if (steepest === 0) return cells;
      const left = Math.abs(decoded.x - joint.x) + Math.abs(decoded.y - joint.y);
      const rate = (INTEGRAL_STEP * Math.min(1, left)) / steepest;
      return cells.map((cell, index) => cell - rate * (gradient[index] as number));
    },
  };
}

/** The middle of the highest cell. */
export function highestCell(cells: Float32Array): Point {
  let best = 0;
  for (let i = 1; i < cells.length; i++) if ((cells[i] as number) > (cells[best] as number)) best = i;
  return { x: (best % MAP.width) + 0.5, y: Math.floor(best / MAP.width) + 0.5 };
}
