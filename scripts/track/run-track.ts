import { accessSync, closeSync, constants, openSync, readSync, statSync } from 'node:fs';
import { basename, dirname, relative } from 'node:path';
import type { Page } from 'playwright';
import { withPage } from '../headless.ts';
import type { TrackRequest } from './arguments.ts';
import { OVERLAYS } from './choices.ts';
import { createDraftFile, type DraftFile } from './draft-file.ts';
import { type FileKind, fileKind, HEAD_BYTES } from './file-kind.ts';
import type { PageMessage, TrackOutcome } from './job.ts';
import { type PosesWriter, writePoses } from './poses-json.ts';
import { createProgressLine, type Screen } from './progress-line.ts';
import { TrackError } from './track-error.ts';

/** What was done. */
export interface TrackSummary {
  readonly kind: FileKind;
  readonly frames: number;
  /** Frames with at least one person. */
  readonly framesWithPeople: number;
  /** Different people over all frames. */
  readonly people: number;
}

/** A Chromium on a slow or busy machine takes a while to load the page for the first time, ms. */
const PAGE_LOADS = 180_000;

/**
 * Tracks a file in headless Chromium and writes what was asked for: everything, or nothing if it throws.
 *
 * @param screen where progress is shown
 * @throws TrackError
 */
export async function runTrack(request: TrackRequest, screen: Screen): Promise<TrackSummary> {
  const kind = inspectInput(request.file);
  inspectOutputs(request, kind);
  const progress = createProgressLine(screen);
  const drafts = new Map<string, DraftFile>();
  const draft = (path: string): DraftFile => {
    const existing = drafts.get(path);
    if (existing) return existing;
    const created = createDraftFile(path);
    drafts.set(path, created);
    return created;
  };
  const discardAll = () => {
    for (const each of drafts.values()) each.discard();
  };
  // An interrupt ends the process where it stands.
  process.on('exit', discardAll);
  try {
    progress.show({ label: 'Starting Chromium', fraction: 0 });
    const receiver = createReceiver(request, kind, draft, progress.show);
    const outcome = await withPage({ page: 'scripts/track/page/index.html' }, (page) =>
      work(page, request, kind, receiver),
    ).catch((thrown: unknown): TrackOutcome => ({ done: false, ...explain(thrown) }));
    receiver.throwFailure();
    if (!outcome.done) throw new TrackError(outcome.message, outcome.fix);
    const summary = receiver.end();
    for (const each of drafts.values()) each.keep();
    return summary;
  } finally {
    progress.end();
    discardAll();
    process.off('exit', discardAll);
  }
}

async function work(page: Page, request: TrackRequest, kind: FileKind, receiver: Receiver): Promise<TrackOutcome> {
  await page.exposeFunction('tellCommand', receiver.receive);
  await page.waitForFunction(() => 'track' in window, undefined, { timeout: PAGE_LOADS });
  await page.setInputFiles('input', request.file);
  const { model, decoder, people, overlay } = request;
  const job = { kind, model, decoder, people, overlay: overlay?.format ?? null };
  const ended = new Promise<never>((_, reject) => {
    page.once('crash', () =>
      reject(
        new TrackError(
          'Chromium ran out of memory or broke down.',
          'Close other programs, or give a smaller picture or video.',
        ),
      ),
    );
  });
  return Promise.race([page.evaluate((each) => window.track(each), job), ended]);
}

interface Receiver {
  receive(message: PageMessage): void;
  /** Throws what went wrong in `receive`. */
  throwFailure(): void;
  end(): TrackSummary;
}

/** Writes what the page tells. */
function createReceiver(
  request: TrackRequest,
  kind: FileKind,
  draft: (path: string) => DraftFile,
  show: ReturnType<typeof createProgressLine>['show'],
): Receiver {
  let writer: PosesWriter | undefined;
  let failure: unknown;
  let frames = 0;
  let framesWithPeople = 0;
  const ids = new Set<number>();

  function handle(message: PageMessage): void {
    switch (message.type) {
      case 'loading':
        show({ label: 'Loading the models', fraction: message.fraction });
        break;
      case 'opened': {
        const file = draft(request.out);
        writer = writePoses(message.header, (text) => file.write(text));
        break;
      }
      case 'frame': {
        const { frame, fraction } = message;
        writer?.add(frame);
        frames++;
        if (frame.poses.length > 0) framesWithPeople++;
        for (const { id } of frame.poses) ids.add(id);
        show({ label: 'Tracking', fraction: Math.min(fraction, 0.999), frames });
        break;
      }
      case 'overlay':
        if (request.overlay) draft(request.overlay.file).write(Buffer.from(message.base64, 'base64'), message.position);
        break;
    }
  }
  return {
    receive(message) {
      try {
        handle(message);
      } catch (thrown) {
        failure ??= thrown;
        throw thrown;
      }
    },
    throwFailure() {
      if (failure === undefined) return;
      const words = failure instanceof Error ? failure.message : String(failure);
      throw new TrackError(
        `The results could not be written (${words}).`,
        'Make room on the disk, or choose another place with --out and --overlay.',
      );
    },
    end() {
      if (frames === 0) {
        throw new TrackError(
          `${basename(request.file)} holds no frames.`,
          'Check that it plays elsewhere, and convert it again.',
        );
      }
      writer?.end();
      show({ label: 'Tracking', fraction: 1, frames });
      return { kind, frames, framesWithPeople, people: ids.size };
    },
  };
}

/** What the file holds. Throws where it cannot be read. */
function inspectInput(file: string): FileKind {
  const name = shown(file);
  const facts = statSync(file, { throwIfNoEntry: false });
  if (!facts) throw new TrackError(`There is no file ${name}.`, 'Check its name, and the folder you are in.');
  if (facts.isDirectory()) {
    throw new TrackError(`${name} is a folder.`, 'Name one picture or video.');
  }
  if (facts.size === 0) throw new TrackError(`${name} is empty.`, 'Copy or record it again.');
  const kind = fileKind(headOf(file, name));
  if (kind) return kind;
  throw new TrackError(
    `${name} is neither a picture nor a video that can be read here.`,
    'Give a JPEG, PNG, WebP, AVIF, GIF or BMP picture, or an MP4, MOV, WebM, Matroska or MPEG-TS video.',
  );
}

function headOf(file: string, name: string): Uint8Array {
  const head = new Uint8Array(HEAD_BYTES);
  try {
    const handle = openSync(file, 'r');
    try {
      return head.subarray(0, readSync(handle, head, 0, head.length, 0));
    } finally {
      closeSync(handle);
    }
  } catch (thrown) {
    throw new TrackError(
      `${name} cannot be read (${thrown instanceof Error ? thrown.message : thrown}).`,
      'Check who may read it.',
    );
  }
}

/** Finds out before the work, and not after it, that its results cannot be written. */
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
  return fromHere === '' ? '.' : fromHere.startsWith('..') ? path : fromHere;
}

function explain(thrown: unknown): { message: string; fix: string } {
  if (thrown instanceof TrackError) {
    return { message: thrown.message.slice(0, -thrown.fix.length).trim(), fix: thrown.fix };
  }
  const words = (thrown instanceof Error ? thrown.message : String(thrown)).split('\n')[0] ?? '';
  return {
    message: `Chromium stopped working (${words.replace(/\.$/, '')}).`,
    fix: 'Try again; name another Chrome in the variable CHROMIUM if it happens once more.',
  };
}
