import { type Browser, chromium } from 'playwright';
import { CHROMIUM_FLAGS, findChromium } from '../../../scripts/chromium.mjs';

/** Grants every camera request, as a user who says yes. */
export const ALLOW_CAMERA = '--use-fake-ui-for-media-stream';

/** A camera that shows a file, or Chromium's own test picture, in which there is nobody. */
export function fakeCamera(file?: string): string[] {
  return ['--use-fake-device-for-media-stream', ...(file ? [`--use-file-for-fake-video-capture=${file}`] : [])];
}

/** The Chromium of this machine, headless. */
export async function launch(flags: readonly string[] = []): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('No Chromium was found. Install one, or name it in the variable CHROMIUM.');
  return chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS, ...flags], timeout: 120_000 });
}
