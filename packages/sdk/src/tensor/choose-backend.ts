import { engine, getBackend } from '@tensorflow/tfjs-core';
import type { Logger } from '../types/logger.ts';
import { PoseError } from '../types/pose-error.ts';
import type { Backend } from './backend.ts';
import { probe } from './probe.ts';

const GPU_BACKENDS: readonly string[] = ['webgl', 'webgpu'];

/** The back-end that tfjs runs on already. Not ours: it is neither watched nor restarted. */
function runningBackend(): Backend | undefined {
  const name = getBackend();
  if (!name || !(name in engine().registry)) return undefined;
  return { name, onGpu: GPU_BACKENDS.includes(name), start: () => Promise.resolve() };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String((error as { message?: unknown })?.message ?? error);
}

/**
 * Starts back-ends in order of preference until one passes its {@link probe}, and leaves that one current. Those after
 * it are not touched.
 * @param candidates default: the back-end that tfjs runs on already
 * @throws PoseError `no-backend`, with why each was refused
 */
export async function chooseBackend(candidates: readonly Backend[] | undefined, logger?: Logger): Promise<Backend> {
  const running = candidates ? undefined : runningBackend();
  const tried: { name: string; why: string }[] = [];
  for (const candidate of candidates ?? (running ? [running] : [])) {
    try {
      await candidate.start();
      const why = await probe();
      if (!why) {
        logger?.debug(`The back-end "${candidate.name}" is used.`);
        return candidate;
      }
      tried.push({ name: candidate.name, why });
    } catch (error) {
      tried.push({ name: candidate.name, why: reasonOf(error) });
    }
    logger?.warn(`The back-end "${candidate.name}" cannot be used: ${tried.at(-1)?.why}`);
  }
  throw new PoseError(
    { reason: 'no-backend', tried },
    tried.length > 0
      ? `None of the back-ends can be used (${tried.map(({ name, why }) => `${name}: ${why}`).join('; ')}).`
      : 'No back-end was given, and tfjs is not running on one.',
    "Pass some, for example backends: [webgl(), wasm({ path: '/tfjs-wasm/' })] from '@integral-pose/sdk/webgl' and '…/wasm'.",
  );
}
