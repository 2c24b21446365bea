import { describe, expect, test } from 'vitest';
import { fileKind } from './file-kind.ts';

const bytes = (...parts: (string | number[] | number)[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) => {
      if (typeof part === 'number') return new Array<number>(part).fill(0);
      return typeof part === 'string' ? [...part].map((letter) => letter.charCodeAt(0)) : part;
    }),
  );
const transport = bytes([0x47], 187, [0x47], 187, [0x47], 20);

describe('fileKind', () => {
  test.each([
    ['JPEG', bytes([0xff, 0xd8, 0xff, 0xe0], 20)],
    ['PNG', bytes([0x89], 'PNG\r\n\x1a\n', 20)],
    ['GIF', bytes('GIF89a', 20)],
    ['WebP', bytes('RIFF', 4, 'WEBPVP8 ')],
    ['BMP', bytes('BM', 30)],
    ['AVIF', bytes(3, [28], 'ftypavif', 20)],
    ['HEIC', bytes(3, [28], 'ftypheic', 20)],
  ])('%s is a picture', (_, head) => expect(fileKind(head)).toBe('picture'));

  test.each([
    ['MP4', bytes(3, [28], 'ftypisom', 20)],
    ['QuickTime', bytes(3, [20], 'ftypqt  ', 20)],
    ['old QuickTime', bytes(3, [8], 'wide', 20)],
    ['QuickTime that begins with its pictures', bytes(4, 'mdat', 20)],
    ['WebM', bytes([0x1a, 0x45, 0xdf, 0xa3], 20)],
    ['MPEG-TS', transport],
  ])('%s is a video', (_, head) => expect(fileKind(head)).toBe('video'));

  test.each([
    ['nothing', bytes()],
    ['text', bytes('Once upon a time there was a file, and that was all there was.')],
    ['text that begins with BM', bytes('BM is short')],
    ['a wave file', bytes('RIFF', 4, 'WAVEfmt ')],
    ['an AVI', bytes('RIFF', 4, 'AVI LIST')],
    ['a zip', bytes('PK', [3, 4], 40)],
    ['a word that begins with G', bytes('Good', 600)],
  ])('%s is neither', (_, head) => expect(fileKind(head)).toBeUndefined());
});
