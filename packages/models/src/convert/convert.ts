import { type Constant, readConstant, transposeConstant } from '../tflite/constant.ts';
import { type TfliteModel, tensorOf } from '../tflite/model.ts';
import type { Activation, Operator } from '../tflite/operator.ts';
import { foldPadding } from './fold-padding.ts';
import {
  type Attributes,
  FLOAT,
  type GraphNode,
  INT32,
  integer,
  integers,
  shapeOf,
  text,
  texts,
  type WeightSpec,
} from './graph-def.ts';
import { GraphWriter } from './graph-writer.ts';
import { liveOperators } from './live-operators.ts';

/** What to make of a TFLite model. */
export interface ConvertOptions {
  /** The name the graph's input gets. */
  readonly input: string;
  /**
   * Name → tensor id of what the graph answers. Any activation may be named, not only the model's own outputs:
   * that is how a new head gets at features. What none of them needs is left out.
   */
  readonly outputs: Readonly<Record<string, number>>;
  /** Tensors that {@link extend} reads, beside what the outputs need. Each is in the node `t<id>`. */
  readonly keep?: readonly number[];
  /** Writes more behind the model, and says which of its nodes are outputs as well: shape by output, batch first (−1). */
  readonly extend?: (graph: GraphWriter) => readonly { name: string; node: string; shape: readonly number[] }[];
}

/** A tfjs GraphModel: the parts of its `model.json`, and its weights. */
export interface ConvertedGraph {
  readonly modelTopology: {
    readonly node: readonly GraphNode[];
    readonly library: Record<string, never>;
    readonly versions: { readonly producer: number };
  };
  readonly signature: {
    readonly inputs: Readonly<Record<string, TensorInfo>>;
    readonly outputs: Readonly<Record<string, TensorInfo>>;
  };
  readonly weightSpecs: readonly WeightSpec[];
  readonly weightData: Uint8Array;
}

interface TensorInfo {
  readonly name: string;
  readonly dtype: 'DT_FLOAT';
  readonly tensorShape: { readonly dim: readonly { readonly size: string }[] };
}

/** The version of GraphDef that the nodes are written in. */
const GRAPH_DEF_PRODUCER = 987;
const FUSED: Readonly<Record<Activation, string | undefined>> = { none: undefined, relu: 'Relu', relu6: 'Relu6' };
/** TFLite keeps filters as OHWI, and depthwise ones as 1HWC; tfjs wants HWIO and HWC1. */
const FILTER_ORDER = [1, 2, 3, 0] as const;

/** A shape in which any number of pictures may come at once. */
function batched(shape: readonly number[]): number[] {
  return [-1, ...shape.slice(1)];
}

function tensorInfo(name: string, shape: readonly number[]): TensorInfo {
  return {
    name: `${name}:0`,
    dtype: 'DT_FLOAT',
    tensorShape: { dim: shape.map((size) => ({ size: String(size) })) },
  };
}

class Converter {
  private readonly graph = new GraphWriter();
  private readonly model: TfliteModel;
  private readonly options: ConvertOptions;
  private readonly input: number;
  /** Constants behind DEQUANTIZE and DENSIFY: the weights are stored as they are, and widened by tfjs on loading. */
  private readonly stored = new Map<number, number>();
  private readonly operators: readonly Operator[];
  private readonly padding: ReturnType<typeof foldPadding>;

  constructor(model: TfliteModel, options: ConvertOptions) {
    this.model = model;
    this.options = options;
    const [input, ...others] = model.inputs;
    if (input === undefined || others.length > 0) throw new Error('Only models with exactly one input are supported.');
    this.input = input;
    const wanted = new Set([...Object.values(options.outputs), ...(options.keep ?? [])]);
    this.operators = liveOperators(model, wanted).map((index) => model.operators[index] as Operator);
    for (const { type, inputs, outputs } of model.operators) {
      if (type !== 'DEQUANTIZE' && type !== 'DENSIFY') continue;
      this.stored.set(outputs[0] as number, inputs[0] as number);
    }
    for (const [name, id] of Object.entries(options.outputs)) this.checkOutput(name, id);
    this.padding = foldPadding(model, this.operators, wanted);
  }

  convert(): ConvertedGraph {
    const { input, outputs } = this.options;
    const inputShape = batched(tensorOf(this.model, this.input).shape);
    this.graph.placeholder(input, { shape: shapeOf(inputShape) });
    for (const operator of this.operators) this.emit(operator);
    for (const [name, id] of Object.entries(outputs)) this.graph.node(name, 'Identity', [this.name(id)]);
    const more = this.options.extend?.(this.graph) ?? [];
    for (const { name, node } of more) this.graph.node(name, 'Identity', [node]);
    return {
      modelTopology: { node: this.graph.nodes, library: {}, versions: { producer: GRAPH_DEF_PRODUCER } },
      signature: {
        inputs: { [input]: this.info(input, this.input) },
        outputs: {
          ...Object.fromEntries(Object.entries(outputs).map(([name, id]) => [name, this.info(name, id)])),
          ...Object.fromEntries(more.map(({ name, shape }) => [name, tensorInfo(name, shape)])),
        },
      },
      weightSpecs: this.graph.weights,
      weightData: this.graph.data(),
    };
  }

  private checkOutput(name: string, id: number): void {
    if (this.isConstant(tensorOf(this.model, id).id)) {
      throw new RangeError(`Tensor ${id} (${name}) is a constant: only activations can be outputs.`);
    }
  }

  private info(name: string, id: number): TensorInfo {
    return tensorInfo(name, batched(tensorOf(this.model, id).shape));
  }

  private source(id: number): number {
    const from = this.stored.get(id);
    return from === undefined ? id : this.source(from);
  }

  private isConstant(id: number): boolean {
    return tensorOf(this.model, this.source(id)).data.length > 0;
  }

  /** The node that holds a tensor; a constant is written at its first use. */
  private name(id: number | undefined): string {
    if (id === undefined) throw new Error('An operator lacks an input.');
    if (id === this.input) return this.options.input;
    return this.isConstant(id) ? this.constant(id) : `t${id}`;
  }

  private constant(id: number | undefined, change = '', make?: (constant: Constant) => Constant): string {
    if (id === undefined) throw new Error('An operator lacks a constant.');
    const tensor = tensorOf(this.model, this.source(id));
    return this.graph.constant(`c${tensor.id}${change}`, () => {
      const constant = readConstant(tensor);
      return make ? make(constant) : constant;
    });
  }

  private filter(id: number | undefined): string {
    return this.constant(id, 'filter', (constant) => transposeConstant(constant, FILTER_ORDER));
  }

  /** The shape that a RESHAPE gives its result, whatever the number of pictures. */
  private targetShape(from: number | undefined, to: number): string {
    const before = tensorOf(this.model, from ?? -1).shape;
    const { shape } = tensorOf(this.model, to);
    if (before[0] !== 1 || shape[0] !== 1) {
      throw new Error('A RESHAPE that changes the number of pictures is not supported.');
    }
    const elements = Int32Array.from(batched(shape));
    return this.graph.constant(`t${to}/shape`, () => ({ type: 'int32', shape: [elements.length], elements }));
  }

  private activated(name: string, op: string, input: readonly string[], activation: Activation): void {
    const after = FUSED[activation];
    if (!after) this.graph.node(name, op, input);
    else this.graph.node(name, after, [this.graph.node(`${name}/linear`, op, input)]);
  }

  private convolution(operator: Operator & { type: 'CONV_2D' | 'DEPTHWISE_CONV_2D' }, name: string): void {
    const [x, filter, bias] = operator.inputs;
    const padding = x === undefined ? undefined : this.padding.get(x);
    const after = FUSED[operator.activation];
    this.graph.node(
      name,
      operator.type === 'CONV_2D' ? '_FusedConv2D' : 'FusedDepthwiseConv2dNative',
      [this.name(padding?.source ?? x), this.filter(filter), this.constant(bias)],
      {
        strides: integers([1, ...operator.stride, 1]),
        dilations: integers([1, ...operator.dilation, 1]),
        data_format: text('NHWC'),
        padding: text(padding ? 'EXPLICIT' : operator.padding),
        ...(padding ? { explicit_paddings: integers(padding.amounts) } : {}),
        fused_ops: texts(after ? ['BiasAdd', after] : ['BiasAdd']),
        num_args: integer(1),
        epsilon: { f: 0 },
      },
    );
  }

  private emit(operator: Operator): void {
    const [x, second] = operator.inputs;
    const [out] = operator.outputs;
    const name = `t${out}`;
    const emit = (op: string, input: readonly string[], attr?: Attributes) => this.graph.node(name, op, input, attr);
    switch (operator.type) {
      case 'DEQUANTIZE':
      case 'DENSIFY':
        if (!this.isConstant(out as number)) throw new Error(`${operator.type} of an activation is not supported.`);
        return;
      case 'PAD':
        if (!this.padding.has(out as number)) {
          emit('Pad', [this.name(x), this.constant(second)], { Tpaddings: INT32 });
        }
        return;
      case 'CONV_2D':
      case 'DEPTHWISE_CONV_2D':
        this.convolution(operator, name);
        return;
      case 'ADD':
        this.activated(
          name,
          'AddV2',
          operator.inputs.map((id) => this.name(id)),
          operator.activation,
        );
        return;
      case 'MUL':
        this.activated(
          name,
          'Mul',
          operator.inputs.map((id) => this.name(id)),
          operator.activation,
        );
        return;
      case 'MAX_POOL_2D':
        emit('MaxPool', [this.name(x)], {
          ksize: integers([1, ...operator.filter, 1]),
          strides: integers([1, ...operator.stride, 1]),
          padding: text(operator.padding),
          data_format: text('NHWC'),
        });
        return;
      case 'RESIZE_BILINEAR':
        emit('ResizeBilinear', [this.name(x), this.constant(second)], {
          align_corners: { b: operator.alignCorners },
          half_pixel_centers: { b: operator.halfPixelCentres },
        });
        return;
      case 'RESHAPE':
        emit('Reshape', [this.name(x), this.targetShape(x, out as number)], { Tshape: INT32 });
        return;
      case 'LOGISTIC':
        emit('Sigmoid', [this.name(x)]);
        return;
      case 'DEPTH_TO_SPACE':
        emit('DepthToSpace', [this.name(x)], { block_size: integer(operator.blockSize), data_format: text('NHWC') });
        return;
      case 'CONCATENATION': {
        const axis = this.graph.constant(`${name}/axis`, () => ({
          type: 'int32',
          shape: [],
          elements: Int32Array.of(operator.axis),
        }));
        emit('ConcatV2', [...operator.inputs.map((id) => this.name(id)), axis], {
          N: integer(operator.inputs.length),
          Tidx: INT32,
          T: FLOAT,
        });
        return;
      }
    }
  }
}

/**
 * Turns a TFLite model into a tfjs GraphModel that computes the same numbers: constants keep their precision
 * (half-precision weights stay half-precision), paddings become part of the convolutions they feed, and any number of
 * pictures may be given at once.
 * @throws Error for what the converter does not know
 */
export function convertTflite(model: TfliteModel, options: ConvertOptions): ConvertedGraph {
  return new Converter(model, options).convert();
}
