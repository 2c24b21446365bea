import { tensor, tidy, type Variable, variable, zerosLike } from '@tensorflow/tfjs-core';
import { PoseError } from '../types/pose-error.ts';
import type { AdamSlot } from './adam.ts';
import type { TrainableNetwork } from './create-network.ts';

/**
 * A training, as far as it has come: plain values, that can be cloned, stored in a database, or written to two files
 * (`JSON.stringify(facts)` and `values`).
 */
export interface TrainingState {
  readonly facts: {
    readonly schema: 'integral-pose/training';
    readonly version: 1;
    /** How many steps were made. */
    readonly step: number;
    readonly parameters: readonly { readonly name: string; readonly shape: readonly number[] }[];
  };
  /**
   * Single-precision numbers, in the machine's byte order (little-endian practically everywhere): all parameters, then
   * Adam's means of their gradients, then of the squares.
   */
  readonly values: ArrayBuffer;
}

/** The parameters of a network, each with what Adam remembers of it: nothing yet. The caller releases those memories. */
export function createSlots({ parameters }: TrainableNetwork): AdamSlot[] {
  const empty = (of: Variable): Variable => tidy(() => variable(zerosLike(of), false));
  return parameters.map(({ variable: value }) => ({ value, mean: empty(value), square: empty(value) }));
}

/** Reads a training back from the device. */
export async function captureState(
  step: number,
  network: TrainableNetwork,
  slots: readonly AdamSlot[],
): Promise<TrainingState> {
  const values = new Float32Array(3 * network.size);
  let at = 0;
  for (const column of ['value', 'mean', 'square'] as const)
    for (const slot of slots) {
      values.set(await slot[column].data<'float32'>(), at);
      at += slot[column].size;
    }
  return { facts: factsOf(step, network), values: values.buffer };
}

/**
 * Puts a training back to where it was.
 * @throws PoseError `invalid-argument` when the state is of another network
 */
export function restoreState(
  { facts, values }: TrainingState,
  network: TrainableNetwork,
  slots: readonly AdamSlot[],
): void {
  const own = factsOf(facts.step, network);
  if (JSON.stringify(own) !== JSON.stringify(facts) || values.byteLength !== 12 * network.size) {
    throw new PoseError(
      {
        reason: 'invalid-argument',
        argument: 'resume',
        found: `a state of ${facts.parameters.length} parameters, ${values.byteLength} bytes`,
        wanted: `${own.parameters.length} parameters, ${12 * network.size} bytes`,
      },
      'The saved training is not of this network.',
      'Resume it with a network of the same layers, in the same order.',
    );
  }
  const numbers = new Float32Array(values);
  let at = 0;
  for (const column of ['value', 'mean', 'square'] as const)
    for (const slot of slots) {
      const target = slot[column];
      tidy(() => target.assign(tensor(numbers.slice(at, at + target.size), target.shape)));
      at += target.size;
    }
}

function factsOf(step: number, network: TrainableNetwork): TrainingState['facts'] {
  const parameters = network.parameters.map(({ name, variable: { shape } }) => ({ name, shape: [...shape] }));
  return { schema: 'integral-pose/training', version: 1, step, parameters };
}
