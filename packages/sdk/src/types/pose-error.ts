/** The facts that come with each reason. The reason is the discriminant: `switch (error.detail.reason)`. */
export type PoseErrorDetail =
  /** The user or the system refused the camera. */
  | { readonly reason: 'camera-denied' }
  /** No camera is connected, or none has the asked-for id. */
  | { readonly reason: 'camera-not-found'; readonly deviceId?: string }
  /** Another program holds the camera, or the driver failed. */
  | { readonly reason: 'camera-in-use' }
  /** No camera can do what the constraints ask, even relaxed. `constraint` is the browser's word for which. */
  | { readonly reason: 'camera-overconstrained'; readonly constraint: string }
  /** Cameras need https or localhost. */
  | { readonly reason: 'insecure-context'; readonly address: string }
  /** A permissions policy of the page or of a frame round it forbids the camera. */
  | { readonly reason: 'camera-blocked-by-policy' }
  /** The camera was unplugged, or its track ended. */
  | { readonly reason: 'camera-ended' }
  /** The browser lacks something that cannot be done without. */
  | { readonly reason: 'unsupported'; readonly feature: string }
  /** A picture or video without pixels. */
  | { readonly reason: 'empty-picture'; readonly width: number; readonly height: number }
  /** A file or element that the browser cannot decode. */
  | { readonly reason: 'undecodable-media'; readonly address: string }
  /** A model file could not be fetched. `status` is 0 when no answer came. */
  | { readonly reason: 'model-unreachable'; readonly address: string; readonly status: number }
  /** A model file is not as long as its manifest says. */
  | {
      readonly reason: 'model-truncated';
      readonly address: string;
      readonly expected: number;
      readonly received: number;
    }
  /** A model file's SHA-256 is not the manifest's. */
  | { readonly reason: 'model-corrupt'; readonly address: string; readonly expected: string; readonly received: string }
  /** A manifest that does not follow the schema. `path` names the field. */
  | { readonly reason: 'manifest-invalid'; readonly address: string; readonly path: string }
  /** A manifest of another kind than the place it was given to, or of a version this SDK does not know. */
  | {
      readonly reason: 'manifest-unsupported';
      readonly address: string;
      readonly found: string;
      readonly wanted: string;
    }
  /** None of the back-ends passed its probe. `tried` says why, for each. */
  | { readonly reason: 'no-backend'; readonly tried: readonly { readonly name: string; readonly why: string }[] }
  /** The back-end was lost (a GPU context, say) and could not be brought back. */
  | { readonly reason: 'backend-lost'; readonly backend: string }
  /** A network or decoder gave NaN or an infinite number. */
  | { readonly reason: 'non-finite-output'; readonly backend: string; readonly where: string }
  /** A decoder was given maps of a kind it does not answer for. */
  | { readonly reason: 'wrong-value-kind'; readonly decoder: string; readonly found: string; readonly wanted: string }
  /** An argument outside its range. */
  | { readonly reason: 'invalid-argument'; readonly argument: string; readonly found: string; readonly wanted: string }
  /** Used after `dispose()`. */
  | { readonly reason: 'disposed'; readonly what: string }
  /** The given AbortSignal was aborted. */
  | { readonly reason: 'aborted' };

/** One word for what went wrong. */
export type PoseErrorReason = PoseErrorDetail['reason'];

/** Every error this SDK throws or emits: `message` says what happened, `fix` what to do about it, `detail` the facts. */
export class PoseError extends Error {
  override readonly name = 'PoseError';
  /** The discriminated facts. */
  readonly detail: PoseErrorDetail;
  /** What to do about it, one sentence. */
  readonly fix: string;

  constructor(detail: PoseErrorDetail, message: string, fix: string, options?: { cause?: unknown }) {
    super(`${message} ${fix}`, options);
    this.detail = detail;
    this.fix = fix;
  }

  /** Short for `detail.reason`. */
  get reason(): PoseErrorReason {
    return this.detail.reason;
  }
}

/** Throws the typed error when `signal` is aborted. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) {
    throw new PoseError({ reason: 'aborted' }, 'The operation was aborted.', 'Start it again if that was not meant.', {
      cause: signal.reason,
    });
  }
}
