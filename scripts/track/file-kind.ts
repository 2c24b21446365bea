/** What a file holds, as far as its first bytes tell. */
export type FileKind = 'picture' | 'video';

/** How many bytes {@link fileKind} looks at. */
export const HEAD_BYTES = 512;

const PICTURE_BRANDS = new Set(['avif', 'avis', 'heic', 'heix', 'hevc', 'hevx', 'heim', 'heis', 'mif1', 'msf1']);
/** What the first box of an MP4 or QuickTime file may be. Old QuickTime files have no `ftyp`. */
const MOVIE_BOXES = new Set(['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip', 'pnot', 'styp', 'moof']);
const TRANSPORT_PACKET = 188;

/**
 * Whether a file is a picture (JPEG, PNG, GIF, WebP, BMP, AVIF, HEIC) or a video (MP4, QuickTime, WebM, Matroska,
 * MPEG-TS), by its first bytes and never by its name; undefined for anything else. Says nothing about whether the
 * browser can decode it.
 *
 * @param head the first {@link HEAD_BYTES} bytes, or all of a shorter file
 */
export function fileKind(head: Uint8Array): FileKind | undefined {
  const text = (from: number, to: number): string => String.fromCharCode(...head.subarray(from, to));
  const starts = (...bytes: number[]): boolean => bytes.every((byte, index) => head[index] === byte);

  if (starts(0xff, 0xd8, 0xff) || starts(0x89, 0x50, 0x4e, 0x47) || /^GIF8[79]a$/.test(text(0, 6))) return 'picture';
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'picture';
  if (text(0, 2) === 'BM' && head.length >= 26) return 'picture';
  if (starts(0x1a, 0x45, 0xdf, 0xa3)) return 'video';
  if (MOVIE_BOXES.has(text(4, 8))) {
    return text(4, 8) === 'ftyp' && PICTURE_BRANDS.has(text(8, 12)) ? 'picture' : 'video';
  }
  if (head[0] === 0x47 && head[TRANSPORT_PACKET] === 0x47 && head[2 * TRANSPORT_PACKET] === 0x47) return 'video';
  return undefined;
}
