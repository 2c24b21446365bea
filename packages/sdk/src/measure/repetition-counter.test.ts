import { seededRandom } from '@integral-pose/test-kit';
import { expect, test } from 'vitest';
import { type RepetitionCounter, type RepetitionState, repetitionCounter } from './repetition-counter.ts';

const FRAME = 100;

/** Gives one value a frame, the first at 0 ms. */
function feed(counter: RepetitionCounter, values: readonly (number | undefined)[], from = 0): RepetitionState[] {
  return values.map((value, i) => counter.update(value, from + i * FRAME));
}

const counts = (states: readonly RepetitionState[]) => states.map(({ count }) => count);

test('down and up is one, with when and how deep', () => {
  const states = feed(repetitionCounter({ low: 90, high: 150, hold: 0 }), [170, 160, 120, 80, 70, 95, 140, 155, 170]);
  expect(states.map(({ phase }) => phase)).toEqual([
    ...['high', 'high', 'high', 'low', 'low', 'low', 'low', 'high', 'high'],
  ]);
  expect(counts(states)).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 1]);
  expect(states[7]?.completed).toEqual({ start: 100, end: 700, least: 70, greatest: 140 });
  expect(states[8]?.completed).toBeUndefined();
});

test('trembling round either threshold, and half the way down, is nothing', () => {
  const counter = repetitionCounter({ low: 90, high: 150, hold: 0 });
  expect(counts(feed(counter, [170, 149, 151, 149, 151, 100, 95, 151])).at(-1)).toBe(0);
  expect(counts(feed(counter, [89, 91, 89, 91, 149, 89, 151], 1000)).at(-1)).toBe(1);
});

test('a phase must be held: a wrong value in between counts for nothing', () => {
  const options = { low: 90, high: 150, hold: 200 };
  expect(counts(feed(repetitionCounter(options), [170, 170, 170, 80, 170, 170, 170, 170])).at(-1)).toBe(0);
  const slow = [170, 170, 170, 80, 80, 80, 170, 170, 170];
  expect(counts(feed(repetitionCounter(options), slow))).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1]);
  // From the low side across to the high one before any phase was held: the time starts again.
  expect(feed(repetitionCounter(options), [80, 80, 170, 170]).at(-1)?.phase).toBeUndefined();
});

test('a signal that trembles by half the gap is counted right', () => {
  const random = seededRandom(2);
  const counter = repetitionCounter({ low: 100, high: 140 });
  let state: RepetitionState | undefined;
  for (let time = 0; time <= 20_500; time += 33) {
    const clean = 120 + 50 * Math.cos((2 * Math.PI * time) / 2000);
    state = counter.update(clean + random.between(-20, 20), time);
  }
  expect(state?.count).toBe(10);
});

test('what is not known changes nothing', () => {
  const values = [170, undefined, 80, Number.NaN, undefined, 170];
  const states = feed(repetitionCounter({ low: 90, high: 150, hold: 0 }), values);
  expect(counts(states)).toEqual([0, 0, 0, 0, 0, 1]);
  expect(states[4]?.phase).toBe('low');
});

test('half a repetition is none, and rest may be the low side', () => {
  expect(counts(feed(repetitionCounter({ low: 90, high: 150, hold: 0 }), [80, 170, 80, 170]))).toEqual([0, 0, 0, 1]);
  const raises = repetitionCounter({ low: 90, high: 150, hold: 0, rest: 'low' });
  expect(counts(feed(raises, [80, 170, 80, 170]))).toEqual([0, 0, 1, 1]);
});

test('a jump back in time forgets what was under way and keeps the count; reset forgets all', () => {
  const counter = repetitionCounter({ low: 90, high: 150, hold: 0 });
  feed(counter, [170, 80, 170, 80]);
  expect(counter.update(170, 0)).toEqual({ count: 1, phase: 'high', completed: undefined });
  expect(counts(feed(counter, [80, 170], 100))).toEqual([1, 2]);
  counter.reset();
  expect(counter.update(undefined, 0)).toEqual({ count: 0, phase: undefined, completed: undefined });
  expect(counts(feed(counter, [80, 170], 100))).toEqual([0, 0]);
});

test('thresholds the wrong way round are a typed error', () => {
  const error = expect.objectContaining({ name: 'PoseError', reason: 'invalid-argument' });
  expect(() => repetitionCounter({ low: 150, high: 90 })).toThrow(error);
  expect(() => repetitionCounter({ low: 90, high: Number.NaN })).toThrow(error);
  expect(() => repetitionCounter({ low: 90, high: 150, hold: -1 })).toThrow(error);
});
