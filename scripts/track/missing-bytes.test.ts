import { describe, expect, test } from 'vitest';
import { missingBytes } from './missing-bytes.ts';

/** How many bytes the first `size` bytes of a file lack. */
function missing(file: Uint8Array, size = file.length): number {
  const cut = file.subarray(0, size);
  return missingBytes((position, length) => cut.subarray(position, position + length), size);
}

const letters = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));
const word = (value: number): number[] => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
const zeros = (count: number): number[] => new Array<number>(count).fill(0);
const box = (name: string, content: number): number[] => [...word(8 + content), ...letters(name), ...zeros(content)];

describe('MP4', () => {
  const file = Uint8Array.from([...box('ftyp', 16), ...box('moov', 100), ...box('free', 8), ...box('mdat', 200)]);

  test('a whole one lacks nothing', () => expect(missing(file)).toBe(0));

  test('one that was cut lacks what its last box says is there', () => {
    expect(missing(file, file.length - 1)).toBe(1);
    expect(missing(file, file.length - 150)).toBe(150);
    expect(missing(file, 60)).toBe(24 + 108 - 60);
  });

  test('a long box states its length in 64 bits', () => {
    const long = Uint8Array.from([...word(1), ...letters('mdat'), ...zeros(4), ...word(116), ...zeros(100)]);
    expect(missing(long)).toBe(0);
    expect(missing(long, 100)).toBe(16);
  });

  test('a box to the end of the file, junk at the end and what is no MP4 lack nothing', () => {
    expect(missing(Uint8Array.from([...box('ftyp', 8), ...word(0), ...letters('mdat'), ...zeros(50)]))).toBe(0);
    expect(missing(Uint8Array.from([...file, ...word(9999), ...letters('junk'), ...zeros(3)]))).toBe(0);
    expect(missing(Uint8Array.from([...file, 1, 2, 3]))).toBe(0);
    expect(missing(Uint8Array.from(letters('G'.repeat(400))))).toBe(0);
  });
});

describe('WebM', () => {
  const ebml = [0x1a, 0x45, 0xdf, 0xa3, 0x84, 0, 0, 0, 0];
  const segment = [0x18, 0x53, 0x80, 0x67];

  test('a segment of stated length', () => {
    for (const length of [[0xe4], [0x40, 0x64], [0x01, 0, 0, 0, 0, 0, 0, 0x64]]) {
      const file = Uint8Array.from([...ebml, ...segment, ...length, ...zeros(100)]);
      expect(missing(file)).toBe(0);
      expect(missing(file, file.length - 30)).toBe(30);
    }
  });

  test('a segment of unknown length, as a recorder writes it, lacks nothing', () => {
    for (const length of [[0xff], [0x01, 255, 255, 255, 255, 255, 255, 255]]) {
      expect(missing(Uint8Array.from([...ebml, ...segment, ...length, ...zeros(20)]))).toBe(0);
    }
  });

  test('one that ends in its header is left to the demuxer', () => {
    expect(missing(Uint8Array.from(ebml))).toBe(0);
    expect(missing(Uint8Array.from(ebml.slice(0, 4)))).toBe(0);
    expect(missing(Uint8Array.from([...ebml, ...segment]))).toBe(0);
  });
});
