import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { backend, findBackendFactory, registerBackend, removeBackend } from '@tensorflow/tfjs-core';
import type { Backend } from './tensor/backend.ts';
import { startBackend } from './tensor/start-backend.ts';

const NAME = 'webgpu';
/** tfjs's own rank of the back-end among those registered. */
const PRIORITY = 3;

/** WebGPU, where the browser has it. */
export function webgpu(): Backend {
  return {
    name: NAME,
    onGpu: true,
    async start() {
      if (!globalThis.navigator?.gpu) throw new Error('This browser has no WebGPU.');
      if (!(await navigator.gpu.requestAdapter())) throw new Error('WebGPU found no graphics adapter.');
      await startBackend(NAME);
    },
    onLost(callback) {
      const running = backend();
      let listening = true;
      if (running instanceof WebGPUBackend) {
        void running.device.lost.then(({ reason }) => {
          // "destroyed" is tfjs's own doing, when the back-end is removed.
          if (listening && reason !== 'destroyed') callback();
        });
      }
      return () => {
        listening = false;
      };
    },
    async restart() {
      const factory = findBackendFactory(NAME);
      removeBackend(NAME);
      registerBackend(NAME, factory, PRIORITY);
      await startBackend(NAME);
    },
  };
}
