import { crc32 } from 'node:zlib';

/** A file to put into an archive. */
export interface ZipEntry {
  readonly path: string;
  readonly data: Uint8Array;
}

export interface ZipOptions {
  /** Every file's content starts at a multiple of this. Default 1. */
  readonly alignment?: number;
  /** How many bytes stand before the archive where it is appended to something. Default 0. */
  readonly start?: number;
}

const LOCAL_HEADER = 30;
const CENTRAL_HEADER = 46;
const END_RECORD = 22;
const VERSION = 20;
/** 1 January 1980, the earliest a zip can say: the same archive in every build. */
const DATE = 0x21;
/** The extra field that Android's zipalign pads with. */
const PADDING_FIELD = 0xd935;

/** Writes numbers of 2 or 4 bytes, little-endian, one after the other. */
function fields(length: number, ...numbers: readonly (readonly [bytes: 2 | 4, value: number])[]): Uint8Array {
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [size, value] of numbers) {
    if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += size;
  }
  return bytes;
}

function paddingField(contentStart: number, alignment: number): Uint8Array {
  if (alignment <= 1) return new Uint8Array();
  const padding = (alignment - ((contentStart + 4) % alignment)) % alignment;
  return fields(4 + padding, [2, PADDING_FIELD], [2, padding]);
}

/** Makes a zip archive whose files are stored, not compressed, so that they can be read in place. */
export function storedZip(entries: readonly ZipEntry[], { alignment = 1, start = 0 }: ZipOptions = {}): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = start;
  for (const { path, data } of entries) {
    const name = new TextEncoder().encode(path);
    const extra = paddingField(offset + LOCAL_HEADER + name.length, alignment);
    const checksum = crc32(data);
    const common = [
      [2, VERSION],
      [2, 0], // flags
      [2, 0], // stored
      [2, 0], // midnight
      [2, DATE],
      [4, checksum],
      [4, data.length],
      [4, data.length],
      [2, name.length],
    ] as const;
    const local = fields(LOCAL_HEADER, [4, 0x04034b50], ...common, [2, extra.length]);
    const attributes = [
      [2, 0],
      [2, 0],
      [2, 0],
      [2, 0],
      [4, 0],
    ] as const;
    const central = fields(CENTRAL_HEADER, [4, 0x02014b50], [2, VERSION], ...common, ...attributes, [4, offset]);
    parts.push(local, name, extra, data);
    directory.push(central, name);
    offset += local.length + name.length + extra.length + data.length;
  }
  const directoryBytes = directory.reduce((sum, part) => sum + part.length, 0);
  const end = fields(
    END_RECORD,
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, entries.length],
    [2, entries.length],
    [4, directoryBytes],
    [4, offset],
  );
  return joinBytes([...parts, ...directory, end]);
}

/** One after the other. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
