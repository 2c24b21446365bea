import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDraftFile } from './draft-file.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'integral-pose-draft-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('has its name only when it is kept, and replaces what had it', () => {
  const path = join(folder, 'a.json');
  writeFileSync(path, 'before');
  const draft = createDraftFile(path);
  draft.write('one, ');
  draft.write('two');
  expect(readFileSync(path, 'utf8')).toBe('before');
  draft.keep();
  draft.discard();
  expect(readFileSync(path, 'utf8')).toBe('one, two');
  expect(readdirSync(folder)).toEqual(['a.json']);
});

test('writes at positions, over what was there and beyond the end', () => {
  const path = join(folder, 'a.bin');
  const draft = createDraftFile(path);
  draft.write(Uint8Array.of(1, 2, 3, 4), 2);
  draft.write(Uint8Array.of(9, 9), 0);
  draft.write(Uint8Array.of(7), 3);
  draft.write(Uint8Array.of(5));
  draft.keep();
  expect([...readFileSync(path)]).toEqual([9, 9, 1, 7, 3, 4, 5]);
});

test('discarded, it leaves nothing, and what had its name is as it was', () => {
  const path = join(folder, 'a.json');
  writeFileSync(path, 'before');
  const draft = createDraftFile(path);
  draft.write('half');
  expect(readdirSync(folder)).toHaveLength(2);
  draft.discard();
  draft.discard();
  expect(readdirSync(folder)).toEqual(['a.json']);
  expect(readFileSync(path, 'utf8')).toBe('before');
});
