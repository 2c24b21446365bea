import { Builder } from 'flatbuffers';
import { describe, expect, test } from 'vitest';
import { readSource } from '../../scripts/sources.ts';
import { offsetVector } from '../repackage/vectors.ts';
import { readConstant } from './constant.ts';
import { tensorOf } from './model.ts';
import { readOperatorKind } from './operator.ts';
import { readTflite } from './read-model.ts';

// What the files are known to hold.
describe.each([
  ['lite', [0], [310, 315, 282, 283, 312]],
  ['full', [0], [337, 342, 297, 298, 339]],
] as const)('the %s landmark model', (size, inputs, outputs) => {
  const model = readTflite(readSource(size));

  test('has the known inputs, outputs and shapes', () => {
    expect(model.inputs).toEqual(inputs);
    expect(model.outputs).toEqual(outputs);
    expect(tensorOf(model, 0)).toMatchObject({ shape: [1, 256, 256, 3], type: 'float32' });
    expect(outputs.map((id) => tensorOf(model, id).shape)).toEqual([
      [1, 195],
      [1, 1],
      [1, 256, 256, 1],
      [1, 64, 64, 39],
      [1, 117],
    ]);
  });

  test('has half-precision constants of the size their shape asks for', () => {
    const constants = model.tensors.filter(({ data, type }) => data.length > 0 && type === 'float16');
    expect(constants.length).toBeGreaterThan(100);
    for (const tensor of constants) expect(readConstant(tensor).elements).toBeInstanceOf(Uint16Array);
  });
});

test('the features before the heatmap have the known shapes', () => {
  const lite = readTflite(readSource('lite'));
  expect([264, 262, 260, 256].map((id) => tensorOf(lite, id).shape)).toEqual([
    [1, 64, 64, 32],
    [1, 32, 32, 32],
    [1, 16, 16, 32],
    [1, 8, 8, 576],
  ]);
});

test('the detector has 38 sparse constants, whose zeros are more than half', () => {
  const detector = readTflite(readSource('detector'));
  const sparse = detector.tensors.filter(({ sparsity }) => sparsity);
  expect(sparse).toHaveLength(38);
  for (const tensor of sparse) {
    const { elements } = readConstant(tensor);
    const stored = tensor.data.length / 2;
    expect(elements.length).toBeGreaterThan(2 * stored);
    // Only what is stored can be other than zero.
    expect(elements.filter((bits) => bits !== 0).length).toBeLessThanOrEqual(stored);
    expect(elements.filter((bits) => bits !== 0).length).toBeGreaterThan(0.9 * stored);
  }
});

test('a file of another kind is refused', () => {
  expect(() => readTflite(new TextEncoder().encode('{"no": "model"}'))).toThrow(/not a TFLite model/);
});

test('a model with two graphs is refused', () => {
  const builder = new Builder();
  const graph = (): number => {
    builder.startObject(5);
    return builder.endObject();
  };
  const graphs = offsetVector(builder, [graph(), graph()]);
  builder.startObject(7);
  builder.addFieldOffset(2, graphs, 0);
  builder.finish(builder.endObject(), 'TFL3');
  expect(() => readTflite(builder.asUint8Array())).toThrow(/exactly one graph/);
});

test('an operator that the converter does not know is named', () => {
  expect(() => readOperatorKind(97, undefined)).toThrow(/operator 97/);
});

test('parameters that are not stored have TFLite’s defaults', () => {
  expect(readOperatorKind(3, undefined)).toEqual({
    type: 'CONV_2D',
    padding: 'SAME',
    stride: [1, 1],
    dilation: [1, 1],
    activation: 'none',
  });
});
