/** For each output cell, the inputs it is made of: `weights[j]` of the input `first + j`. */
interface Taps {
  readonly first: number;
  readonly weights: readonly number[];
}

/** From `from` to `to` cells over the same length: areas averaged where it shrinks, straight lines where it grows. */
export function resampling(from: number, to: number): readonly Taps[] {
  return Array.from({ length: to }, (_, i) => {
    const step = from / to;
    if (step >= 1) {
      const [start, end] = [i * step, (i + 1) * step];
      const first = Math.floor(start + 1e-9);
      const last = Math.min(from - 1, Math.ceil(end - 1e-9) - 1);
      return {
        first,
        weights: Array.from(
          { length: last - first + 1 },
          (_, j) => (Math.min(end, first + j + 1) - Math.max(start, first + j)) / step,
        ),
      };
    }
    const middle = (i + 0.5) * step - 0.5;
    const first = Math.max(0, Math.min(from - 2, Math.floor(middle)));
    const share = Math.max(0, Math.min(1, middle - first));
    return { first, weights: [1 - share, share] };
  });
}

/** A Gaussian over `length` cells, its ends repeated. */
export function blurring(length: number, sigma: number): readonly Taps[] {
  const reach = Math.max(1, Math.ceil(2.5 * sigma));
  const kernel = Array.from({ length: 2 * reach + 1 }, (_, j) => Math.exp(-((j - reach) ** 2) / (2 * sigma * sigma)));
  const total = kernel.reduce((sum, value) => sum + value, 0);
  return Array.from({ length }, (_, i) => {
    const first = Math.max(0, i - reach);
    const last = Math.min(length - 1, i + reach);
    const weights = Array.from({ length: last - first + 1 }, () => 0);
    kernel.forEach((value, j) => {
      const at = Math.max(first, Math.min(last, i - reach + j));
      weights[at - first] = (weights[at - first] as number) + value / total;
    });
    return { first, weights };
  });
}

/** Applies taps to the rows and columns of a square picture of three channels. */
export function apply(taps: readonly Taps[], picture: Float32Array, side: number): Float32Array {
  const to = taps.length;
  const wide = new Float32Array(side * to * 3);
  taps.forEach(({ first, weights }, x) => {
    for (let y = 0; y < side; y++) {
      let [r, g, b] = [0, 0, 0];
      for (let j = 0; j < weights.length; j++) {
        const at = (y * side + first + j) * 3;
        const weight = weights[j] as number;
        r += weight * (picture[at] as number);
        g += weight * (picture[at + 1] as number);
        b += weight * (picture[at + 2] as number);
      }
      const into = (y * to + x) * 3;
      wide[into] = r;
      wide[into + 1] = g;
      wide[into + 2] = b;
    }
  });
  const out = new Float32Array(to * to * 3);
  const row = to * 3;
  taps.forEach(({ first, weights }, y) => {
    for (let j = 0; j < weights.length; j++) {
      const weight = weights[j] as number;
      const from = (first + j) * row;
      for (let i = 0; i < row; i++)
        out[y * row + i] = (out[y * row + i] as number) + weight * (wide[from + i] as number);
    }
  });
  return out;
}
