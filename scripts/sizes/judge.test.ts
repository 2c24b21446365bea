import { expect, test } from 'vitest';
import { judgeSize } from './judge.ts';

const entry = { name: 'argmax alone', code: '', bound: 2, without: ['dark', 'integral'] };
const measured = { initial: 1999, later: 90_000, text: 'var a={name:"argmax"},b="localIntegral"' };

test('what is within its bound and has only what was asked for passes', () => {
  expect(judgeSize(entry, measured)).toEqual([]);
});

test('too much, and what was not asked for, are named', () => {
  const text = `${measured.text},c="dark",d=\`integral\``;
  expect(judgeSize(entry, { ...measured, initial: 2001, text })).toEqual([
    'argmax alone is 2.0 KB gzipped, more than 2 KB',
    'argmax alone pulls in dark, integral',
  ]);
});

test('an entry of which nothing was found does not pass', () => {
  expect(judgeSize(entry, { ...measured, initial: 20, text: '\n' })).toEqual([
    'argmax alone is empty: what it names was not found',
  ]);
});
