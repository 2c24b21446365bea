import { existsSync, readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { buildPersonDetector, buildPoseLandmarker } from '../../scripts/build-tasks.ts';
import { readSource } from '../../scripts/sources.ts';
import { readTflite } from '../tflite/read-model.ts';
import { Table } from '../tflite/table.ts';
import { injectMetadata } from './inject-metadata.ts';
import { ssdAnchors } from './ssd-anchors.ts';
import { storedZip } from './stored-zip.ts';

const shared = new URL('../../../../../shared/data/models/', import.meta.url);
const hasShared = existsSync(shared);

/** The metadata buffer of a TFLite file, found as its readers find it. */
function metadataOf(file: Uint8Array): Uint8Array {
  const root = Table.root(file);
  const entry = root.tables(6).find((table) => table.string(0) === 'TFLITE_METADATA');
  if (!entry) throw new Error('There is no metadata.');
  return root.tables(4)[entry.int32(1)]?.bytes(0) as Uint8Array;
}

interface Content {
  readonly properties: number;
  readonly colour: number | undefined;
  readonly edges: readonly number[] | undefined;
  readonly boxType: number | undefined;
}

/** Everything that tasks-vision reads of it, as plain values. */
function readMetadata(file: Uint8Array) {
  const bytes = metadataOf(file);
  const root = Table.root(bytes);
  const [graph] = root.tables(3);
  const tensors = (field: number) =>
    graph?.tables(field).map((tensor) => {
      const content = tensor.table(3);
      const type = content?.uint8(0) ?? 0;
      const properties = content?.table(1);
      const described: Content = {
        properties: type,
        colour: type === 2 ? properties?.int8(0) : undefined,
        edges: type === 3 ? properties?.int32s(0) : undefined,
        boxType: type === 3 ? properties?.int8(1) : undefined,
      };
      return {
        name: tensor.string(0),
        content: described,
        units: tensor.tables(4).map((unit) => ({
          type: unit.uint8(0),
          mean: unit.table(1)?.float32s(0),
          std: unit.table(1)?.float32s(1),
        })),
        files: tensor.tables(6).map((associated) => [associated.string(0), associated.int8(2)]),
      };
    });
  return {
    identifier: new TextDecoder().decode(bytes.subarray(4, 8)),
    name: root.string(0),
    parser: root.string(7),
    graph: graph?.string(0),
    inputs: tensors(2),
    outputs: tensors(3),
    custom: graph?.tables(9).map((custom) => custom.string(0)),
  };
}

function readDetectorMetadata(file: Uint8Array) {
  const [custom] = Table.root(metadataOf(file)).tables(3)[0]?.tables(9) ?? [];
  const bytes = custom?.bytes(1).slice() as Uint8Array;
  const root = Table.root(bytes);
  const decoding = root.table(2);
  return {
    identifier: new TextDecoder().decode(bytes.subarray(4, 8)),
    parser: root.string(0),
    anchors: root
      .table(1)
      ?.table(0)
      ?.tables(0)
      .map((anchor) => [0, 1, 2, 3].map((field) => anchor.float32(field))),
    counts: [0, 1, 2, 3, 4, 5].map((field) => decoding?.int32(field)),
    scales: [6, 7, 8, 9].map((field) => decoding?.float32(field)),
    exponential: decoding?.bool(10),
    sigmoid: decoding?.bool(11),
  };
}

/** A model as its readers see it: the same graph, with the same numbers. */
function expectSameModel(found: Uint8Array, wanted: Uint8Array): void {
  const [a, b] = [readTflite(found), readTflite(wanted)];
  expect(a.version).toBe(b.version);
  expect(a.description).toBe(b.description);
  expect(a.inputs).toEqual(b.inputs);
  expect(a.outputs).toEqual(b.outputs);
  expect(a.operators).toEqual(b.operators);
  expect(a.tensors.map(({ shape, name }) => ({ shape, name }))).toEqual(
    b.tensors.map(({ shape, name }) => ({ shape, name })),
  );
  expect(a.tensors.every(({ data }, id) => Buffer.from(data).equals(b.tensors[id]?.data ?? Buffer.of(1)))).toBe(true);
}

describe('person-detector.tflite', () => {
  const file = buildPersonDetector();

  test('is the same model, with what ObjectDetector wants to know', () => {
    expectSameModel(file, readSource('detector'));
    expect(readMetadata(file)).toMatchObject({
      identifier: 'M001',
      inputs: [
        { name: 'image', content: { properties: 2, colour: 1 }, units: [{ type: 1, mean: [127.5, 127.5, 127.5] }] },
      ],
      outputs: [{ content: { edges: [0, 1, 2, 3], boxType: 1 } }, { files: [['labelmap.txt', 2]] }],
      custom: ['DETECTOR_METADATA'],
    });
  });

  test('has an anchor for each of its boxes, x and y exchanged', () => {
    const { anchors, counts, sigmoid, exponential, scales } = readDetectorMetadata(file);
    expect(anchors).toHaveLength(2254);
    expect(counts).toEqual([1, 2254, 12, 4, 4, 2]);
    expect(scales).toEqual([224, 224, 224, 224]);
    expect([sigmoid, exponential]).toEqual([true, false]);
    // The third box is of the second cell of the first row: to the right, which is where y is written.
    expect(anchors?.[2]?.map((v) => v * 28)).toEqual([0.5, 1.5, 28, 28].map((v) => expect.closeTo(v, 4)));
  });

  test('carries its label as a file', () => {
    const files = unzipSync(file);
    expect(Object.keys(files)).toEqual(['labelmap.txt']);
    expect(new TextDecoder().decode(files['labelmap.txt'])).toBe('person\n');
  });

  test('keeps buffers aligned to 16 bytes', () => {
    for (const { data } of readTflite(file).tensors) if (data.length > 0) expect(data.byteOffset % 16).toBe(0);
    expect(metadataOf(file).byteOffset % 16).toBe(0);
  });

  test.skipIf(!hasShared)('says the same as a file that tasks-vision is known to run', () => {
    const known = new Uint8Array(readFileSync(new URL('person_detector.tflite', shared)));
    expectSameModel(file, known);
    expect(readMetadata(file)).toEqual(readMetadata(known));
    expect(readDetectorMetadata(file)).toEqual(readDetectorMetadata(known));
  });
});

describe.each(['lite', 'full'] as const)('pose-landmarker-%s.task', (size) => {
  const task = buildPoseLandmarker(size);
  const files = unzipSync(task);
  const detector = files['pose_detector.tflite'] as Uint8Array;
  const landmarks = files['pose_landmarks_detector.tflite'] as Uint8Array;

  test('holds both models, with their normalisation', () => {
    expect(Object.keys(files)).toHaveLength(2);
    expectSameModel(detector, readSource('detector'));
    expectSameModel(landmarks, readSource(size));
    expect(readMetadata(detector).inputs?.[0]?.units).toEqual([
      { type: 1, mean: [127.5, 127.5, 127.5], std: [127.5, 127.5, 127.5] },
    ]);
    expect(readMetadata(landmarks).inputs?.[0]?.units).toEqual([{ type: 1, mean: [0, 0, 0], std: [255, 255, 255] }]);
    expect(readMetadata(landmarks).outputs).toHaveLength(5);
  });

  test.skipIf(!hasShared)('says the same as a bundle that tasks-vision is known to run', () => {
    const known = unzipSync(new Uint8Array(readFileSync(new URL(`pose_landmarker_${size}.task`, shared))));
    expect(Object.keys(files)).toEqual(Object.keys(known));
    for (const [path, model] of Object.entries(known)) {
      expectSameModel(files[path] as Uint8Array, model);
      expect(readMetadata(files[path] as Uint8Array)).toEqual(readMetadata(model));
    }
  });
});

test('metadata is not added twice', () => {
  const once = injectMetadata(readSource('lite'), Uint8Array.of(1, 2, 3));
  expect([...metadataOf(once)]).toEqual([1, 2, 3]);
  expect(() => injectMetadata(once, Uint8Array.of(4))).toThrow(/already/);
});

test('a stored archive can be read, and its contents lie where they were asked to', () => {
  const entries = [
    { path: 'a.bin', data: Uint8Array.from({ length: 100 }, (_, k) => k) },
    { path: 'folder/b.txt', data: new TextEncoder().encode('some text') },
    { path: 'empty', data: new Uint8Array() },
  ];
  const zip = storedZip(entries, { alignment: 64 });
  expect(unzipSync(zip)).toEqual(Object.fromEntries(entries.map(({ path, data }) => [path, data])));
  for (const { data } of entries.slice(0, 2)) {
    expect(Buffer.from(zip).indexOf(Buffer.from(data)) % 64).toBe(0);
  }
  expect(storedZip(entries, { alignment: 64 })).toEqual(zip);
});

test('anchors are the centres of the cells, as many a cell as its layers have', () => {
  expect(ssdAnchors([2, 4, 4], 4, 1)).toEqual([
    { x: 0.25, y: 0.25 },
    { x: 0.75, y: 0.25 },
    { x: 0.25, y: 0.75 },
    { x: 0.75, y: 0.75 },
    { x: 0.5, y: 0.5 },
    { x: 0.5, y: 0.5 },
  ]);
});
