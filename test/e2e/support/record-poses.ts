import type { PoseFrame } from '@integral-pose/sdk';
import type { Page } from 'playwright';
import { FRAME_CODE, type FrameCodeLayout } from '../../media/frame-code.ts';

/** One result of the page. */
export interface RecordedFrame {
  readonly time: number;
  readonly captured: number;
  readonly emitted: number;
  readonly dropped: number;
  readonly size: PoseFrame['size'];
  readonly timings: PoseFrame['timings'];
  readonly poses: readonly { readonly id: number; readonly keypoints: readonly NamedPoint[] }[];
  /** The number in the picture that was worked on; null where it carries none that can be read. */
  readonly code: number | null;
}

export interface NamedPoint {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly score: number;
}

/** What the pages under test carry, from before their first script on. */
export interface Recording {
  frames: RecordedFrame[];
  violations: string[];
}

declare global {
  interface Window {
    recording: Recording;
  }
}

/**
 * Collects, in every page that is opened from here on, the results that the webcam page announces, and violations of
 * its content security policy. With "in step" on, the page shows the very picture of each result when it announces it:
 * the frame's number is read from there.
 */
export async function recordPoses(page: Page): Promise<void> {
  await page.addInitScript(record, FRAME_CODE);
}

/** Runs in the page, so it uses nothing from outside. */
function record({ bits, square, left, right, top, step }: FrameCodeLayout): void {
  const recording: Recording = { frames: [], violations: [] };
  window.recording = recording;
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
    recording.violations.push(`${violatedDirective}: ${blockedURI}`);
  });
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  function readCode(shown: HTMLCanvasElement): number | null {
    if (!context || shown.hidden) return null;
    if (canvas.width !== shown.width || canvas.height !== shown.height) {
      Object.assign(canvas, { width: shown.width, height: shown.height });
    }
    context.drawImage(shown, 0, 0);
    const green = (x: number, y: number) => context.getImageData(x, y, 1, 1).data[1] ?? 0;
    let code = 0;
    for (let bit = 0; bit < bits; bit++) {
      const y = top + bit * step + square / 2;
      const one = green(left + square / 2, y);
      const inverse = green(right + square / 2, y);
      if (Math.abs(one - inverse) < 128) return null;
      code = code * 2 + (one > inverse ? 1 : 0);
    }
    return code;
  }
  // Not on the stage itself, which is not there yet; events that do not bubble are still captured on their way down.
  document.addEventListener(
    'poseframe',
    (event) => {
      const { time, captured, emitted, dropped, size, timings, poses } = (event as CustomEvent<PoseFrame>).detail;
      const shown = document.getElementById('in-step');
      recording.frames.push({
        time,
        captured,
        emitted,
        dropped,
        size,
        timings,
        poses: poses.map(({ id, keypoints }) => ({
          id,
          keypoints: keypoints.map(({ name, x, y, score }) => ({ name, x, y, score })),
        })),
        code: shown instanceof HTMLCanvasElement ? readCode(shown) : null,
      });
    },
    true,
  );
}

/** Waits until the page has announced so many results, and returns all that there are then. */
export async function framesOf(page: Page, count: number, timeout = 60_000): Promise<RecordedFrame[]> {
  await page.waitForFunction((wanted) => window.recording.frames.length >= wanted, count, { timeout, polling: 100 });
  return page.evaluate(() => window.recording.frames);
}
