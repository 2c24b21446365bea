import { expect, test } from 'vitest';
import { namesToRun } from './outcomes.ts';

test('none named is all; a name that is not known is told with those that are', () => {
  expect(namesToRun(['bias', 'losses'], [])).toEqual(['bias', 'losses']);
  expect(namesToRun(['bias', 'losses'], ['losses'])).toEqual(['losses']);
  expect(namesToRun(['bias', 'losses'], ['lossy', 'bias'])).toBe(
    'There is no experiment called lossy. There are: bias, losses.',
  );
});
