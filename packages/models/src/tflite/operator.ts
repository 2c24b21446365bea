import type { Table } from './table.ts';

export type Padding = 'SAME' | 'VALID';
/** The activation a TFLite operator applies to its result. */
export type Activation = 'none' | 'relu' | 'relu6';
/** [along the height, along the width] */
export type Pair = readonly [number, number];

/** What an operator does, with its parameters in TFLite's terms. */
export type OperatorKind =
  | {
      readonly type: 'CONV_2D' | 'DEPTHWISE_CONV_2D';
      readonly padding: Padding;
      readonly stride: Pair;
      readonly dilation: Pair;
      readonly activation: Activation;
    }
  | { readonly type: 'MAX_POOL_2D'; readonly padding: Padding; readonly stride: Pair; readonly filter: Pair }
  | { readonly type: 'ADD'; readonly activation: Activation }
  | { readonly type: 'MUL'; readonly activation: Activation }
  | { readonly type: 'CONCATENATION'; readonly axis: number }
  | { readonly type: 'RESIZE_BILINEAR'; readonly alignCorners: boolean; readonly halfPixelCentres: boolean }
  | { readonly type: 'DEPTH_TO_SPACE'; readonly blockSize: number }
  | { readonly type: 'PAD' | 'RESHAPE' | 'LOGISTIC' | 'DEQUANTIZE' | 'DENSIFY' };

/** One step of a graph. */
export type Operator = OperatorKind & {
  /** Tensor ids. */
  readonly inputs: readonly number[];
  /** Tensor ids. */
  readonly outputs: readonly number[];
};

const ACTIVATIONS: readonly (Activation | undefined)[] = ['none', 'relu', undefined, 'relu6'];

function activation(options: Table | undefined, field: number): Activation {
  const code = options?.int8(field) ?? 0;
  const found = ACTIVATIONS[code];
  if (!found) throw new Error(`The fused activation ${code} is not supported.`);
  return found;
}

function padding(options: Table | undefined): Padding {
  return options?.int8(0) === 1 ? 'VALID' : 'SAME';
}

/** TFLite stores the width's parameter before the height's. */
function pair(options: Table | undefined, widthField: number): Pair {
  return [options?.int32(widthField + 1, 1) ?? 1, options?.int32(widthField, 1) ?? 1];
}

/**
 * Reads an operator's parameters.
 * @param code the number of the operator in TFLite's schema (`BuiltinOperator`)
 * @param options its table of options, absent where all have their default
 * @throws Error for an operator or parameter that the converter does not know
 */
export function readOperatorKind(code: number, options: Table | undefined): OperatorKind {
  switch (code) {
    case 0:
      return { type: 'ADD', activation: activation(options, 0) };
    case 2:
      if (activation(options, 1) !== 'none') throw new Error('CONCATENATION with an activation is not supported.');
      return { type: 'CONCATENATION', axis: options?.int32(0) ?? 0 };
    case 3:
      return {
        type: 'CONV_2D',
        padding: padding(options),
        stride: pair(options, 1),
        dilation: pair(options, 4),
        activation: activation(options, 3),
      };
    case 4: {
      const multiplier = options?.int32(3, 1) ?? 1;
      if (multiplier !== 1) throw new Error(`DEPTHWISE_CONV_2D with the multiplier ${multiplier} is not supported.`);
      return {
        type: 'DEPTHWISE_CONV_2D',
        padding: padding(options),
        stride: pair(options, 1),
        dilation: pair(options, 5),
        activation: activation(options, 4),
      };
    }
    case 5:
      return { type: 'DEPTH_TO_SPACE', blockSize: options?.int32(0) ?? 0 };
    case 6:
      return { type: 'DEQUANTIZE' };
    case 14:
      return { type: 'LOGISTIC' };
    case 17:
      if (activation(options, 5) !== 'none') throw new Error('MAX_POOL_2D with an activation is not supported.');
      return { type: 'MAX_POOL_2D', padding: padding(options), stride: pair(options, 1), filter: pair(options, 3) };
    case 18:
      return { type: 'MUL', activation: activation(options, 0) };
    case 22:
      return { type: 'RESHAPE' };
    case 23:
      return {
        type: 'RESIZE_BILINEAR',
        alignCorners: options?.bool(2) ?? false,
        halfPixelCentres: options?.bool(3) ?? false,
      };
    case 34:
      return { type: 'PAD' };
    case 124:
      return { type: 'DENSIFY' };
    default:
      throw new Error(`The TFLite operator ${code} is not supported.`);
  }
}
