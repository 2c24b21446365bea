import { heatmapModel, twoStepIntegral } from '@integral-pose/sdk';
import { wasm } from '@integral-pose/sdk/wasm';
import { webgl } from '@integral-pose/sdk/webgl';
import { setBackend, type Tensor4D, tensor4d } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import trained from '../../head3d/weights/lite.json' with { type: 'json' };

const SIDE = 256;

/** The waves that `head3d/train/export.py` gave to PyTorch. */
function pattern(): Tensor4D {
  const values = new Float32Array(SIDE * SIDE * 3);
  for (let y = 0, at = 0; y < SIDE; y++)
    for (let x = 0; x < SIDE; x++)
      for (let c = 0; c < 3; c++) values[at++] = 0.5 + 0.5 * Math.sin(0.05 * (c + 1) * x + 0.03 * y);
  return tensor4d(values, [1, SIDE, SIDE, 3]);
}

test.each([wasm({ path: '/tfjs-wasm/' }), webgl()])('the head answers on $name what PyTorch does', async (backend) => {
  await backend.start();
  await setBackend(backend.name);
  const network = await heatmapModel('/models/integral-pose-3d/manifest.json').load({
    backend,
    signal: undefined,
    onBytes: () => undefined,
    logger: undefined,
  });
  const crops = pattern();
  const inference = network.infer(crops);
  const decoded = twoStepIntegral().decode(inference.maps);
  const rows = (await decoded.array()) as number[][][];
  const highest = Array.from(await inference.maps.peak.value.data());
  decoded.dispose();
  inference.dispose();
  crops.dispose();
  network.dispose();
  // The features agree to a few thousandths of a logit; a layer in the wrong place is whole cells off.
  const off = trained.check.cells.map((cell, joint) =>
    Math.max(...cell.map((value, axis) => Math.abs(value - (rows[0]?.[joint]?.[axis] ?? Number.NaN)))),
  );
  expect(Math.max(...off)).toBeLessThan(0.05);
  expect(
    Math.max(...trained.check.highest.map((value, joint) => Math.abs(value - (highest[joint] ?? Number.NaN)))),
  ).toBeLessThan(0.02);
});
