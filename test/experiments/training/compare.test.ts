import { expect, test } from 'vitest';
import { compare } from './compare.ts';

const about = { claim: 'a is below b', source: 'nowhere', unit: 'px', side: 'below' } as const;
const named = (name: string, values: readonly number[]) => ({ name, values });

test('a difference that every seed shows is decided, however far the seeds lie apart', () => {
  const these = named('a', [1, 5, 9]);
  const those = named('b', [2.1, 6, 9.9]);
  expect(compare({ ...about, these, those })).toMatchObject({ verdict: 'agrees' });
  expect(compare({ ...about, these: those, those: these })).toMatchObject({ verdict: 'does not' });
});

test('seeds that disagree leave it open, and say what would have shown', () => {
  const found = compare({ ...about, these: named('a', [1, 2, 3]), those: named('b', [3, 2, 1]) });
  expect(found.verdict).toBe('cannot tell');
  // The interval of (−2, 0, 2) reaches 4.303 · 2 / √3 to each side.
  expect(found.smallestEffect).toBe('5.0 px');
  expect(found.seen).toContain('a 2.0');
});

test('a claim with a size is not met by a smaller effect, even a certain one', () => {
  const these = named('a', [1, 5, 9]);
  const those = named('b', [2, 6, 10]);
  expect(compare({ ...about, these, those, least: 0.9 }).verdict).toBe('agrees');
  expect(compare({ ...about, these, those, least: 1.1 }).verdict).toBe('does not');
});
