import type { Constant } from '../tflite/constant.ts';
import { type Attributes, FLOAT, type GraphNode, INT32, type WeightSpec } from './graph-def.ts';

/** Collects the nodes and weights of a graph, in the order they are written. */
export class GraphWriter {
  readonly nodes: GraphNode[] = [];
  readonly weights: WeightSpec[] = [];
  private readonly chunks: Uint8Array[] = [];
  private readonly names = new Set<string>();

  /** Writes a node with float elements unless `attr` says otherwise, and returns its name. */
  node(name: string, op: string, input: readonly string[], attr: Attributes = {}): string {
    this.claim(name);
    this.nodes.push({ name, op, ...(input.length > 0 ? { input } : {}), attr: { T: FLOAT, ...attr } });
    return name;
  }

  /** Writes the graph's input. */
  placeholder(name: string, attr: Attributes): string {
    this.claim(name);
    this.nodes.push({ name, op: 'Placeholder', attr: { dtype: FLOAT, ...attr } });
    return name;
  }

  /** Writes a weight and the node that stands for it; writing the same name again changes nothing. */
  constant(name: string, make: () => Constant): string {
    if (this.names.has(name)) return name;
    this.claim(name);
    const { type, shape, elements } = make();
    const integer = type === 'int32';
    this.nodes.push({ name, op: 'Const', attr: { dtype: integer ? INT32 : FLOAT } });
    this.weights.push({
      name,
      shape,
      dtype: integer ? 'int32' : 'float32',
      ...(type === 'float16' ? { quantization: { dtype: 'float16', original_dtype: 'float32' } } : {}),
    });
    this.chunks.push(new Uint8Array(elements.buffer, elements.byteOffset, elements.byteLength));
    return name;
  }

  /** The weights' bytes, one after the other. */
  data(): Uint8Array {
    const bytes = new Uint8Array(this.chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0));
    let offset = 0;
    for (const chunk of this.chunks) {
      bytes.set(chunk, offset);
      offset += chunk.byteLength;
    }
    return bytes;
  }

  private claim(name: string): void {
    if (this.names.has(name)) throw new Error(`The graph has two nodes named ${name}.`);
    this.names.add(name);
  }
}
