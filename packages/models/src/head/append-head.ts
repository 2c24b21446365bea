import { INT32, integer, integers, text, texts } from '../convert/graph-def.ts';
import type { GraphWriter } from '../convert/graph-writer.ts';
import type { Constant } from '../tflite/constant.ts';

/** Which tensors of a landmark model the head reads, by id. */
export interface HeadTaps {
  /** 64 × 64 cells, after going down and up again, as the next two. */
  readonly wide: number;
  /** 32 × 32. */
  readonly half: number;
  /** 16 × 16. */
  readonly quarter: number;
  /** 8 × 8: the bottom. */
  readonly eighth: number;
  /** 32 × 32, on the way down. */
  readonly encoded32: number;
  /** 16 × 16, on the way down. */
  readonly encoded16: number;
  /** 4 × 4, on the way from the bottom to the landmarks. */
  readonly encoded4: number;
  /** 2 × 2: what the landmarks are read from. */
  readonly pooled: number;
  /** The world landmarks, in a row. */
  readonly world: number;
}

/** 1 as a half-precision float. */
const HALF_ONE = 0x3c00;

/** Cells of the volume, and joints: as in `head3d/train/head.py`. */
export const VOLUME = { width: 32, height: 32, depth: 32, joints: 17 } as const;

/**
 * Writes a trained head behind a landmark model: the same layers as `head3d/train/head.py` has.
 * @param weights by their names there
 * @returns the node of the volume, [people, depth, height, width, joints], logits
 */
export function appendHead(graph: GraphWriter, taps: HeadTaps, weights: ReadonlyMap<string, Constant>): string {
  const named = (name: string) => `head/${name}`;
  const tap = (id: number) => `t${id}`;

  function weight(name: string): string {
    const constant = weights.get(name);
    if (!constant) throw new Error(`The head has no weight named ${name}.`);
    return graph.constant(named(name), () => constant);
  }
  const sizes = (name: string, values: readonly number[]) =>
    graph.constant(named(name), () => ({ type: 'int32', shape: [values.length], elements: Int32Array.from(values) }));
  const after = (activation: 'Relu' | undefined) => texts(activation ? ['BiasAdd', activation] : ['BiasAdd']);
  const fused = { num_args: integer(1), epsilon: { f: 0 } };

  const convolution = (layer: string, input: string): string =>
    graph.node(named(layer), '_FusedConv2D', [input, weight(`${layer}.weight`), weight(`${layer}.bias`)], {
      strides: integers([1, 1, 1, 1]),
      dilations: integers([1, 1, 1, 1]),
      data_format: text('NHWC'),
      padding: text('SAME'),
      fused_ops: after(undefined),
      ...fused,
    });
  const depthwise = (layer: string, input: string, step: number): string =>
    graph.node(
      named(layer),
      'FusedDepthwiseConv2dNative',
      [input, weight(`${layer}.weight`), weight(`${layer}.bias`)],
      {
        strides: integers([1, step, step, 1]),
        dilations: integers([1, 1, 1, 1]),
        data_format: text('NHWC'),
        padding: text('SAME'),
        fused_ops: after(undefined),
        ...fused,
      },
    );
  const dense = (layer: string, input: string, activation?: 'Relu'): string =>
    graph.node(named(layer), '_FusedMatMul', [input, weight(`${layer}.weight`), weight(`${layer}.bias`)], {
      transpose_a: { b: false },
      transpose_b: { b: false },
      fused_ops: after(activation),
      ...fused,
    });
  const add = (name: string, first: string, ...others: readonly string[]): string =>
    others.reduce((sum, other, index) => graph.node(named(`${name}/sum${index || ''}`), 'AddV2', [sum, other]), first);
  const relu = (name: string, input: string): string => graph.node(named(`${name}/relu`), 'Relu', [input]);
  const reshape = (name: string, input: string, shape: readonly number[]): string =>
    graph.node(named(name), 'Reshape', [input, sizes(`${name}/shape`, shape)], { Tshape: INT32 });
  const enlarge = (name: string, input: string, side: number): string =>
    graph.node(named(name), 'ResizeBilinear', [input, sizes(`${name}/size`, [side, side])], {
      align_corners: { b: false },
      half_pixel_centers: { b: true },
    });
  const block = (name: string, input: string): string =>
    relu(name, add(name, input, convolution(`${name}.along`, depthwise(`${name}.across`, input, 1))));
  /** As many as there are weights for. */
  function blocks(name: string, input: string): string {
    let made = input;
    for (let index = 0; weights.has(`${name}.${index}.along.weight`); index++) made = block(`${name}.${index}`, made);
    return made;
  }

  /** The last convolution's weights, with a 1 from each joint's flat map to all of its cells of depth. */
  function spread(): Constant {
    const own = weights.get('out.weight');
    if (!own) throw new Error('The head has no weight named out.weight.');
    const [, , inputs = 0, outputs = 0] = own.shape;
    const { joints } = VOLUME;
    const elements = new Uint16Array((inputs + joints) * outputs);
    elements.set(own.elements);
    for (let cell = 0; cell < outputs; cell++) elements[(inputs + (cell % joints)) * outputs + cell] = HALF_ONE;
    return { type: 'float16', shape: [1, 1, inputs + joints, outputs], elements };
  }

  const pooled = weights.get('whole.weight')?.shape[0] ?? -1;
  const width = weights.get('whole_out.weight')?.shape[1] ?? -1;
  const flat = reshape('pooled', tap(taps.pooled), [-1, pooled]);
  const whole = dense('whole', flat, 'Relu');
  const body = reshape('body', dense('whole_out', whole), [-1, 1, 1, width]);
  const coarse = add(
    'eighth',
    enlarge('up8', convolution('tap_encoded4', tap(taps.encoded4)), 8),
    convolution('tap_eighth', tap(taps.eighth)),
    body,
  );
  const eighth = blocks('blocks8', relu('eighth', coarse));
  const middle = add(
    'quarter',
    enlarge('up16', convolution('down16', eighth), 16),
    convolution('tap_quarter', tap(taps.quarter)),
    convolution('tap_encoded16', tap(taps.encoded16)),
  );
  const quarter = blocks('blocks16', relu('quarter', middle));
  const fine = add(
    'half',
    enlarge('up32', convolution('down32', quarter), 32),
    convolution('tap_half', tap(taps.half)),
    convolution('tap_encoded32', tap(taps.encoded32)),
  );
  const half = blocks('blocks32', relu('half', fine));
  const { width: w, height: h, depth: d, joints } = VOLUME;
  // Evidence that varies in (x, y) alone goes to all cells of depth: as more channels of the last convolution, which takes
  // less time than adding it to half a million cells.
  const plane = depthwise('maps_across', convolution('maps', tap(taps.wide)), 2);
  const channels = graph.node(named('channels'), 'ConcatV2', [half, plane, sizes('channels/axis', [3])], {
    N: integer(2),
    Tidx: INT32,
  });
  const out = graph.node(
    named('out'),
    '_FusedConv2D',
    [channels, graph.constant(named('out.weight'), spread), weight('out.bias')],
    {
      strides: integers([1, 1, 1, 1]),
      dilations: integers([1, 1, 1, 1]),
      data_format: text('NHWC'),
      padding: text('SAME'),
      fused_ops: after(undefined),
      ...fused,
    },
  );
  const zoom = graph.node(named('zoomed'), 'Exp', [dense('zoom', whole)]);
  const scaled = graph.node(named('scaled'), 'Mul', [dense('place', tap(taps.world)), zoom]);
  const amended = add('amended', scaled, dense('amend', whole));
  const place = reshape('placed', amended, [-1, 1, 1, 1, joints]);
  const middles = graph.constant(named('middles'), () => ({
    type: 'float32',
    shape: [1, 1, 1, d, 1],
    elements: Float32Array.from({ length: d }, (_, cell) => cell + 0.5),
  }));
  const away = graph.node(named('away'), 'SquaredDifference', [middles, place]);
  const trust = reshape('trusted', graph.node(named('trust/softplus'), 'Softplus', [dense('trust', whole)]), [
    -1,
    1,
    1,
    1,
    joints,
  ]);
  const doubt = graph.node(named('doubt'), 'Mul', [away, trust]);
  const belief = reshape('belief', graph.node(named('minus'), 'Neg', [doubt]), [-1, 1, 1, d * joints]);
  const volume = reshape('cells', graph.node(named('logits'), 'AddV2', [out, belief]), [-1, h, w, d, joints]);
  return graph.node(named('volume'), 'Transpose', [volume, sizes('order', [0, 3, 1, 2, 4])], { Tperm: INT32 });
}
