import { basename } from 'node:path';
import type { Page } from 'playwright';
import { withPage } from '../headless.ts';
import type { TrackRequest } from './arguments.ts';
import { createDraftFile, type DraftFile } from './draft-file.ts';
import type { FileKind } from './file-kind.ts';
import { inspect } from './inspect.ts';
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
  const kind = inspect(request);
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
    progress.show({ label: 'Starting Chromium' });
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
