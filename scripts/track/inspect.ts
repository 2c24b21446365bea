import { accessSync, closeSync, constants, openSync, readSync, statSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import type { TrackRequest } from './arguments.ts';
import { OVERLAYS } from './choices.ts';
import { type FileKind, fileKind, HEAD_BYTES } from './file-kind.ts';
import { missingBytes } from './missing-bytes.ts';
import { TrackError } from './track-error.ts';

/**
 * Finds out before the work, and not after it, what cannot be read or written.
 * @returns what the file holds
 * @throws TrackError
 */
export function inspect(request: TrackRequest): FileKind {
  const kind = inspectInput(request.file);
  inspectOutputs(request, kind);
  return kind;
}

function inspectInput(file: string): FileKind {
  const name = shown(file);
  const facts = statSync(file, { throwIfNoEntry: false });
  if (!facts) throw new TrackError(`There is no file ${name}.`, 'Check its name, and the folder you are in.');
  if (facts.isDirectory()) throw new TrackError(`${name} is a folder.`, 'Name one picture or video.');
  if (facts.size === 0) throw new TrackError(`${name} is empty.`, 'Copy or record it again.');
  const { kind, missing } = examine(file, name, facts.size);
  if (!kind) {
    throw new TrackError(
      `${name} is neither a picture nor a video that can be read here.`,
      'Give a JPEG, PNG, WebP, AVIF, GIF or BMP picture, or an MP4, MOV, WebM, Matroska or MPEG-TS video.',
    );
  }
  if (missing > 0) {
    throw new TrackError(
      `${name} is not whole: ${missing} bytes are missing at its end.`,
      'Copy, download or record it again, to its end.',
    );
  }
  return kind;
}

function examine(file: string, name: string, size: number): { kind: FileKind | undefined; missing: number } {
  let handle: number | undefined;
  try {
    const opened = openSync(file, 'r');
    handle = opened;
    const read = (position: number, length: number): Uint8Array => {
      const bytes = new Uint8Array(length);
      return bytes.subarray(0, readSync(opened, bytes, 0, length, position));
    };
    const kind = fileKind(read(0, HEAD_BYTES));
    return { kind, missing: kind === 'video' ? missingBytes(read, size) : 0 };
  } catch (thrown) {
    const words = thrown instanceof Error ? thrown.message : String(thrown);
    throw new TrackError(`${name} cannot be read (${words}).`, 'Check who may read it.');
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

function inspectOutputs({ out, overlay }: TrackRequest, kind: FileKind): void {
  if (overlay) {
    const video = overlay.format === 'webm' || overlay.format === 'mp4';
    if (video !== (kind === 'video')) {
      throw new TrackError(
        `The overlay ${shown(overlay.file)} would be a ${video ? 'video' : 'picture'}, but the file is a ${kind}.`,
        `End its name in ${OVERLAYS[kind].join(' or ')}.`,
        2,
      );
    }
  }
  for (const path of overlay ? [out, overlay.file] : [out]) {
    const folder = dirname(path);
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
      throw new TrackError(`There is no folder ${shown(folder)}.`, 'Make it first, or choose another place.');
    }
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
      throw new TrackError(`${shown(path)} is a folder.`, 'Name a file in it.');
    }
    try {
      accessSync(folder, constants.W_OK);
    } catch {
      throw new TrackError(
        `Nothing may be written into ${shown(folder)}.`,
        'Choose another place with --out and --overlay.',
      );
    }
  }
}

/** A path as the user would write it. */
function shown(path: string): string {
  const fromHere = relative(process.env.INIT_CWD ?? process.cwd(), path);
  if (fromHere === '') return '.';
  return fromHere.startsWith('..') ? path : fromHere;
}
