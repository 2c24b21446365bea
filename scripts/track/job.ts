import type { DecoderName, ModelName, OverlayFormat } from './choices.ts';
import type { FileKind } from './file-kind.ts';
import type { PosesFrame, PosesHeader } from './poses-json.ts';

/** What the page is asked to do, with the file that was given to its input element. */
export interface TrackJob {
  readonly kind: FileKind;
  readonly model: ModelName;
  readonly decoder: DecoderName;
  readonly people: number;
  readonly overlay: OverlayFormat | null;
}

/** What the page says while it works; it waits until each message was dealt with. */
export type PageMessage =
  | { readonly type: 'loading'; readonly fraction: number }
  /** Once, before the first frame. */
  | { readonly type: 'opened'; readonly header: PosesHeader }
  | { readonly type: 'frame'; readonly frame: PosesFrame; readonly fraction: number }
  /** A piece of the overlay's file, at a position in bytes. */
  | { readonly type: 'overlay'; readonly position: number; readonly base64: string };

/** How the page's work ended. */
export type TrackOutcome =
  | { readonly done: true }
  /** `message` and `fix` of a TrackError or PoseError. */
  | { readonly done: false; readonly message: string; readonly fix: string };

declare global {
  interface Window {
    /** The page's: tracks the file. */
    track(job: TrackJob): Promise<TrackOutcome>;
    /** The command's. */
    tellCommand(message: PageMessage): Promise<void>;
  }
}
