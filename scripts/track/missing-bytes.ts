/** Reads up to `length` bytes at a position; fewer at the end of the file. */
export type ReadAt = (position: number, length: number) => Uint8Array;

/** Boxes without which frames are missing. */
const NEEDED_BOXES = new Set(['mdat', 'moov', 'moof']);
const EBML = 0x1a45dfa3;
const SEGMENT = 0x18538067;

/**
 * How many bytes a video lacks of what it says its own length is: those of a file that was not copied or recorded to
 * its end. A demuxer would give the frames that are there and not say that there were more.
 *
 * Knows MP4 and QuickTime (the lengths of their outermost boxes) and WebM and Matroska (the length of the segment, where
 * it is stated); 0 for anything else.
 */
export function missingBytes(read: ReadAt, size: number): number {
  const head = view(read(0, 4));
  return head.byteLength === 4 && head.getUint32(0) === EBML
    ? missingOfSegment(read, size)
    : missingOfBoxes(read, size);
}

function missingOfBoxes(read: ReadAt, size: number): number {
  for (let position = 0; position + 8 <= size; ) {
    const head = view(read(position, 16));
    const name = String.fromCharCode(...[4, 5, 6, 7].map((at) => head.getUint8(at)));
    const stated = head.getUint32(0);
    if (stated === 0) return 0; // to the end of the file
    if (stated === 1 && head.byteLength < 16) return 0;
    const length = stated === 1 ? Number(head.getBigUint64(8)) : stated;
    if (length < 8) return 0; // not boxes
    if (position + length > size) return NEEDED_BOXES.has(name) ? position + length - size : 0;
    position += length;
  }
  return 0;
}

function missingOfSegment(read: ReadAt, size: number): number {
  const header = element(read, 0);
  const segment = header && element(read, header.end);
  return segment?.id === SEGMENT ? Math.max(0, segment.end - size) : 0;
}

/** An EBML element; undefined where it does not state its length. */
function element(read: ReadAt, position: number): { id: number; end: number } | undefined {
  const bytes = read(position, 12);
  const id = variableInteger(bytes, 0, false);
  const length = id && variableInteger(bytes, id.width, true);
  if (!id || !length) return undefined;
  const unknown = 2 ** (7 * length.width) - 1;
  return length.value === unknown
    ? undefined
    : { id: id.value, end: position + id.width + length.width + length.value };
}

/** A number whose first bit set tells its width; `strip` takes that bit off. */
function variableInteger(bytes: Uint8Array, at: number, strip: boolean): { value: number; width: number } | undefined {
  const first = bytes[at] ?? 0;
  const width = Math.clz32(first) - 23;
  if (first === 0 || at + width > bytes.length) return undefined;
  let value = strip ? first & (0xff >> width) : first;
  for (let index = 1; index < width; index++) value = value * 256 + (bytes[at + index] ?? 0);
  return { value, width };
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
