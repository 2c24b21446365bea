/**
 * Greedy one-to-one assignment: the best pair first, then the best of what is left, down to `minimum`.
 * @param similarity 0..1 for every pair
 * @returns for each row, its column or -1
 */
export function matchGreedily(
  rows: number,
  columns: number,
  similarity: (row: number, column: number) => number,
  minimum: number,
): number[] {
  const pairs: { row: number; column: number; value: number }[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const value = similarity(row, column);
      if (value >= minimum) pairs.push({ row, column, value });
    }
  }
  pairs.sort((a, b) => b.value - a.value);
  const assigned = new Array<number>(rows).fill(-1);
  const taken = new Set<number>();
  for (const { row, column } of pairs) {
    if (assigned[row] !== -1 || taken.has(column)) continue;
    assigned[row] = column;
    taken.add(column);
  }
  return assigned;
}
