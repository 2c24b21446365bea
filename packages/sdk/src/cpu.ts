import '@tensorflow/tfjs-backend-cpu';
import type { Backend } from './tensor/backend.ts';
import { startBackend } from './tensor/start-backend.ts';

const NAME = 'cpu';

/** Plain JavaScript: runs everywhere, hundreds of times slower than `wasm()`. For tests and comparisons. */
export function cpu(): Backend {
  return { name: NAME, onGpu: false, start: () => startBackend(NAME) };
}
