import { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import { backend, findBackend, registerBackend, removeBackend } from '@tensorflow/tfjs-core';
import type { Backend } from './tensor/backend.ts';
import { startBackend } from './tensor/start-backend.ts';

const NAME = 'webgl';
/** tfjs's own rank of the back-end among those registered. */
const PRIORITY = 2;

function contextOf(running: unknown): WebGLRenderingContext | undefined {
  return running instanceof MathBackendWebGL ? running.getGPGPUContext().gl : undefined;
}

function freshCanvas(): HTMLCanvasElement | OffscreenCanvas {
  return typeof OffscreenCanvas === 'undefined' ? document.createElement('canvas') : new OffscreenCanvas(1, 1);
}

/**
 * WebGL 2: the GPU of nearly every device. The first run of a network compiles its shaders.
 *
 * A lost context is reported (`onLost`) and can be replaced (`restart`): tfjs's own back-end would keep shader programs
 * of the lost one, so a new back-end on a new canvas takes its place.
 */
export function webgl(): Backend {
  return {
    name: NAME,
    onGpu: true,
    start: () => startBackend(NAME),
    onLost(callback) {
      const canvas = contextOf(backend())?.canvas;
      const lost = (): void => callback();
      canvas?.addEventListener('webglcontextlost', lost);
      return () => canvas?.removeEventListener('webglcontextlost', lost);
    },
    async restart() {
      // Another tracker may have been quicker: there is one back-end for all of them.
      if (contextOf(findBackend(NAME))?.isContextLost() === false) return startBackend(NAME);
      removeBackend(NAME);
      // Given a canvas, the back-end starts with no compiled programs; without one it takes those of the last context.
      registerBackend(NAME, () => new MathBackendWebGL(freshCanvas() as HTMLCanvasElement), PRIORITY);
      await startBackend(NAME);
    },
  };
}
