import { describe, expect, test } from 'vitest';
import { createProgressLine, duration, type Step } from './progress-line.ts';

/** What is on the screen after each step, which comes at a time in ms. */
function play(screen: { isTTY: boolean; columns?: number }, steps: readonly (readonly [number, Step])[]): string[] {
  const written: string[] = [];
  let time = 0;
  const line = createProgressLine({ ...screen, write: (text) => written.push(text) }, () => time);
  for (const [at, step] of steps) {
    time = at;
    line.show(step);
  }
  line.end();
  return written;
}

const tracking = (fraction: number, frames: number): Step => ({ label: 'Tracking', fraction, frames });

describe('on a terminal', () => {
  test('draws a bar over and over on one line, with the share, the frames and the time left', () => {
    const written = play({ isTTY: true, columns: 100 }, [
      [0, tracking(0, 0)],
      [50, tracking(0.01, 1)], // too soon after the last drawing
      [2000, tracking(0.25, 10)],
      [8000, tracking(1, 40)],
    ]);
    expect(written).toEqual([
      '\r\x1b[K░░░░░░░░░░░░░░░░░░░░░░░░ Tracking 0 %, 0 frames',
      '\r\x1b[K██████░░░░░░░░░░░░░░░░░░ Tracking 25 %, 10 frames, 6 s left',
      '\r\x1b[K████████████████████████ Tracking 100 %, 40 frames, in 8 s',
      '\n',
    ]);
  });

  test('never wraps, and takes a terminal that says no width for one of 80', () => {
    const line = (columns: number): string =>
      play({ isTTY: true, columns }, [[0, tracking(0.5, 1)]])
        .join('')
        .replace('\r\x1b[K', '')
        .trimEnd();
    expect(line(20)).toBe('Tracking 50 %, 1 fr');
    expect(line(0)).toBe('████████████░░░░░░░░░░░░ Tracking 50 %, 1 frame');
  });
});

describe('elsewhere', () => {
  test('writes a plain line every five seconds, and the first and last of each step', () => {
    const steps: [number, Step][] = [[0, { label: 'Starting' }]];
    for (let second = 1; second <= 12; second++) steps.push([second * 1000, tracking(second / 12, second)]);
    expect(play({ isTTY: false }, steps)).toEqual([
      'Starting\n',
      'Tracking 8 %, 1 frame\n',
      'Tracking 50 %, 6 frames, 5 s left\n',
      'Tracking 91 %, 11 frames, 1 s left\n',
      'Tracking 100 %, 12 frames, in 11 s\n',
    ]);
  });

  test('says once that a step is done', () => {
    const done = { label: 'Loading', fraction: 1 };
    expect(
      play({ isTTY: false }, [
        [0, done],
        [9000, done],
      ]),
    ).toEqual(['Loading 100 %, in 0 s\n']);
  });
});

test('duration', () => {
  expect([0, 400, 59_000, 61_000, 3_600_000, 7_384_000].map(duration)).toEqual([
    '0 s',
    '1 s',
    '59 s',
    '1 min 1 s',
    '1 h 0 min',
    '2 h 3 min',
  ]);
});
