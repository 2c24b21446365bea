import { seededRandom } from '@integral-pose/test-kit';
import { expect, test } from 'vitest';
import { drawSupport, errorsOf, SHAPES } from './supports.ts';

test.each(SHAPES)('$name lies within ±9 cells of the middle, the joint as far off as asked', (shape) => {
  const { map, truth } = drawSupport(shape, 4, seededRandom(1));
  for (let i = 0; i < map.cells.length; i++) {
    const [x, y] = [(i % map.width) + 0.5, Math.floor(i / map.width) + 0.5];
    if (Math.max(Math.abs(x - map.width / 2), Math.abs(y - map.height / 2)) > 9.5) expect(map.cells[i]).toBe(0);
  }
  const middle = map.width / 2;
  // The centre itself lies up to half a cell from the middle on each axis.
  expect(Math.abs(Math.hypot(truth.x - middle, truth.y - middle) - 4)).toBeLessThan(Math.SQRT1_2 + 1e-9);
});

test('errors of the highest cell and of the mean, by hand', () => {
  const cells = new Float64Array(9);
  cells[0] = 3;
  cells[2] = 1;
  const found = errorsOf({ map: { width: 3, height: 3, cells }, truth: { x: 1, y: 0.5 } });
  // Highest at (0.5, 0.5), mean at x = (3·0.5 + 1·2.5) / 4 = 1.
  expect(found).toEqual({ detection: 0.5, regression: 0 });
});
