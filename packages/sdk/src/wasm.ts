import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { engine, env } from '@tensorflow/tfjs-core';
import type { Backend } from './tensor/backend.ts';
import { resolveAddress } from './tensor/resolve-address.ts';
import { startBackend } from './tensor/start-backend.ts';

/** What {@link wasm} takes. */
export interface WasmOptions {
  /**
   * Address of the folder that holds the `.wasm` files of `@tensorflow/tfjs-backend-wasm` (its `dist`), absolute or
   * relative to the page, for example `/tfjs-wasm/`.
   */
  readonly path: string | URL;
  /**
   * How many threads, 1 or more. More than one needs a cross-origin isolated page, and a content security policy that
   * allows workers from `blob:`. Default 1.
   */
  readonly threads?: number;
}

const NAME = 'wasm';

async function binaryName(threaded: boolean): Promise<string> {
  if (!(await env().getAsync('WASM_HAS_SIMD_SUPPORT'))) return 'tfjs-backend-wasm.wasm';
  return threaded ? 'tfjs-backend-wasm-threaded-simd.wasm' : 'tfjs-backend-wasm-simd.wasm';
}

/** tfjs would write to the console and not say which file is missing. */
async function assertServed(address: URL): Promise<void> {
  const response = await fetch(address, { credentials: 'same-origin' });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`${address} answered ${response.status}: pass the folder of the .wasm files.`);
}

/**
 * WebAssembly, with SIMD where the browser has it: runs on the processor and never touches the GPU.
 *
 * tfjs has one wasm back-end for the whole page: where it is running already, it is used as it is.
 */
export function wasm({ path, threads = 1 }: WasmOptions): Backend {
  return {
    name: NAME,
    onGpu: false,
    async start() {
      if (!(NAME in engine().registry)) {
        const folder = resolveAddress(path).href.replace(/\/?$/, '/');
        // Asked for one thread, tfjs would still start the threaded build and its workers wherever it can.
        if (threads <= 1) env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
        else setThreadsCount(threads);
        const threaded = Boolean(await env().getAsync('WASM_HAS_MULTITHREAD_SUPPORT'));
        await assertServed(new URL(await binaryName(threaded), folder));
        setWasmPaths(folder);
      }
      await startBackend(NAME);
    },
  };
}
