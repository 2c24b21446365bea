import { expect, test } from 'vitest';
import { DECODERS } from '../choices.ts';
import { DECODER_FACTORIES } from './decoders.ts';

test('every decoder that can be named is the SDK’s decoder of that name', () => {
  expect(Object.keys(DECODER_FACTORIES).sort()).toEqual([...DECODERS].sort());
  for (const name of DECODERS) expect(DECODER_FACTORIES[name]().name).toBe(name);
});
