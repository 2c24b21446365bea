import type { OpenSource } from './open-source.ts';

export async function openSyntheticSource(_signal: AbortSignal): Promise<OpenSource> {
  throw new Error('not yet');
}
