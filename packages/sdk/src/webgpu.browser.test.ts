import { expect, test } from 'vitest';
import { chooseBackend } from './tensor/choose-backend.ts';
import { webgpu } from './webgpu.ts';

test('webgpu is chosen where there is an adapter, and says what is missing where there is none', async () => {
  const adapter = await globalThis.navigator.gpu?.requestAdapter();
  const choosing = chooseBackend([webgpu()]);
  if (adapter) expect(await choosing).toMatchObject({ name: 'webgpu', onGpu: true });
  else {
    await expect(choosing).rejects.toMatchObject({
      detail: { reason: 'no-backend', tried: [{ name: 'webgpu', why: expect.stringMatching(/WebGPU/) }] },
    });
  }
});
