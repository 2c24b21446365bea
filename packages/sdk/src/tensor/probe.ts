import {
  add,
  concat1d,
  conv2d,
  exp,
  mul,
  type Rank,
  reshape,
  sigmoid,
  sub,
  type Tensor1D,
  tensor1d,
  tensor4d,
  tidy,
} from '@tensorflow/tfjs-core';

/** Largest relative error that is accepted, or absolute where the true value is below 1. */
const TOLERANCE = 1e-3;

const PICTURE = [2, -1, 0, 3, 5, 1, -2, 4, 7];
const FILTER = [1, 0, -1, 2, 0.5, -2, 1, 3, -1];

/** The middle of a 3×3 convolution, by hand. */
const convolved = PICTURE.reduce((sum, value, k) => sum + value * (FILTER[k] as number), 0);

const EXPONENTS = [-90, -1, 0, 11.5];
const LOGITS = [-100, -2, 0, 100];
/** Their square is beyond the largest half-precision number, 65504. */
const LARGE = 300;
/** Added to 1, it is lost in half precision. */
const SMALL = 2 ** -12;

const EXPECTED: readonly (readonly [what: string, value: number])[] = [
  ['a convolution', convolved],
  ...EXPONENTS.map((x) => [`exp(${x})`, Math.exp(x)] as const),
  ...LOGITS.map((x) => [`sigmoid(${x})`, 1 / (1 + Math.exp(-x))] as const),
  [`${LARGE} squared`, LARGE ** 2],
  ['1 + 2⁻¹² − 1, times 2¹²', 1],
];

/**
 * Runs a small known computation on the current back-end: a convolution, exponentials and sigmoids of small and large
 * numbers, a product too large and a sum too fine for half precision. GPUs without single-precision textures (some
 * phones) fail on the last two, as does one that answers nonsense or NaN.
 * @returns undefined where every number is right, else what is wrong
 */
export async function probe(): Promise<string | undefined> {
  const result = tidy(() => {
    const picture = tensor4d(PICTURE, [1, 3, 3, 1]);
    const filter = tensor4d(FILTER, [3, 3, 1, 1]);
    const large = tensor1d([LARGE]);
    const one = tensor1d([1]);
    return concat1d([
      reshape<Rank.R1>(conv2d(picture, filter, 1, 'valid'), [1]),
      exp(tensor1d(EXPONENTS)),
      sigmoid(tensor1d(LOGITS)),
      mul<Tensor1D>(large, large),
      mul<Tensor1D>(sub(add(one, SMALL), one), 1 / SMALL),
    ]);
  });
  try {
    const found = await result.data();
    for (const [k, [what, value]] of EXPECTED.entries()) {
      const answer = found[k] ?? Number.NaN;
      if (!(Math.abs(answer - value) <= TOLERANCE * Math.max(1, Math.abs(value)))) {
        return `${what} came out as ${answer} instead of ${value}`;
      }
    }
    return undefined;
  } finally {
    result.dispose();
  }
}
