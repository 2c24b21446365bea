import { readConstant } from '../tflite/constant.ts';
import { type TfliteModel, tensorOf } from '../tflite/model.ts';
import type { Operator } from '../tflite/operator.ts';

/** A padding that its convolutions take over. */
export interface FoldedPadding {
  /** What was padded. */
  readonly source: number;
  /** Before and after, for each of batch, height, width, channels. */
  readonly amounts: readonly number[];
}

function takesPadding(operator: Operator, id: number): boolean {
  return (
    (operator.type === 'CONV_2D' || operator.type === 'DEPTHWISE_CONV_2D') &&
    operator.padding === 'VALID' &&
    operator.inputs[0] === id
  );
}

/**
 * Finds the PAD operators that only feed convolutions without padding of their own: explicit padding of the
 * convolution says the same and saves a pass over the picture.
 * @param operators those that will be converted
 * @param wanted tensors that have to exist in the result, and so cannot be folded away
 * @returns by the id of the padded tensor
 */
export function foldPadding(
  model: TfliteModel,
  operators: readonly Operator[],
  wanted: ReadonlySet<number>,
): Map<number, FoldedPadding> {
  const folded = new Map<number, FoldedPadding>();
  for (const operator of operators) {
    if (operator.type !== 'PAD') continue;
    const [source, amounts] = operator.inputs;
    const [padded] = operator.outputs;
    if (source === undefined || amounts === undefined || padded === undefined) throw new Error('A PAD lacks a tensor.');
    if (wanted.has(padded)) continue;
    const users = operators.filter(({ inputs }) => inputs.includes(padded));
    if (users.every((user) => takesPadding(user, padded))) {
      folded.set(padded, { source, amounts: [...readConstant(tensorOf(model, amounts)).elements] });
    }
  }
  return folded;
}
