import { env, setBackend } from '@tensorflow/tfjs-core';

/**
 * Makes a registered back-end the current one, without a word on the console: tfjs writes warnings there when a
 * back-end cannot start, unless told that it runs in production.
 * @throws Error where it cannot start
 */
export async function startBackend(name: string): Promise<void> {
  const environment = env();
  const production = environment.getBool('PROD');
  environment.set('PROD', true);
  try {
    if (!(await setBackend(name))) throw new Error(`tfjs could not start the back-end "${name}".`);
  } finally {
    environment.set('PROD', production);
  }
}
