/** Element ids of Matroska (RFC 9559), of which WebM is a part. */
const HOLDERS: ReadonlySet<number> = new Set([0x18538067, 0x1f43b675, 0xa0]);
const BLOCKS: ReadonlySet<number> = new Set([0xa3, 0xa1]);

/** Reads a number of variable length: the leading zeros of its first byte say how many bytes follow. */
function readNumber(
  bytes: Uint8Array,
  at: number,
  keepMarker: boolean,
): { value: number; length: number; all: boolean } {
  const first = bytes[at] ?? 0;
  const length = Math.clz32(first) - 23;
  let value = keepMarker ? first : first & (0xff >> length);
  let ones = (first & (0xff >> length)) === 0xff >> length;
  for (let i = 1; i < length; i++) {
    const next = bytes[at + i] ?? 0;
    value = value * 256 + next;
    ones &&= next === 0xff;
  }
  return { value, length, all: ones };
}

/** How many pictures a WebM file with a single video track holds. */
export async function countWebmPictures(file: Blob): Promise<number> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let pictures = 0;
  for (let at = 0; at < bytes.length; ) {
    const id = readNumber(bytes, at, true);
    const size = readNumber(bytes, at + id.length, false);
    if (id.length > 4 || size.length > 8) throw new Error(`There is no WebM element at byte ${at}.`);
    at += id.length + size.length;
    if (BLOCKS.has(id.value)) pictures++;
    // What holds others is entered, whatever its size, which a recorder often leaves open.
    if (!HOLDERS.has(id.value)) at += size.value;
  }
  return pictures;
}
