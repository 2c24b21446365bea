/** The facts that come with each reason. The reason is the discriminant: `switch (error.detail.reason)`. */
export type PoseErrorDetail =
  /**
   * The user or the system refused the camera.
   * Fix: ask for it again after the user has allowed the camera in the browser and in the system settings; a page cannot ask twice by itself.
   */
  | { readonly reason: 'camera-denied' }
  /**
   * No camera is connected, or none has the asked-for id.
   * Fix: let the user connect one, or choose from `listCameras()` again: ids change when site data is cleared.
   */
  | { readonly reason: 'camera-not-found'; readonly deviceId?: string }
  /**
   * Another program holds the camera, or the driver failed.
   * Fix: let the user close other programs and pages that use the camera, then start again.
   */
  | { readonly reason: 'camera-in-use' }
  /**
   * No camera can do what the constraints ask, even relaxed. `constraint` is the browser's word for which.
   * Fix: ask for less, or for another camera.
   */
  | { readonly reason: 'camera-overconstrained'; readonly constraint: string }
  /**
   * Cameras need https or localhost.
   * Fix: serve the page over https, or from localhost.
   */
  | { readonly reason: 'insecure-context'; readonly address: string }
  /**
   * A permissions policy of the page or of a frame round it forbids the camera.
   * Fix: send `Permissions-Policy: camera=(self)`, and write `allow="camera"` on the iframe, if there is one.
   */
  | { readonly reason: 'camera-blocked-by-policy' }
  /**
   * The camera was unplugged, or its track ended.
   * Fix: offer a button that starts the camera again.
   */
  | { readonly reason: 'camera-ended' }
  /**
   * The browser lacks something that cannot be done without.
   * Fix: use another source or back-end, or tell the user which browsers have it.
   */
  | { readonly reason: 'unsupported'; readonly feature: string }
  /**
   * A picture or video without pixels.
   * Fix: wait until the picture or video has loaded, and give every tracker frames of its own.
   */
  | { readonly reason: 'empty-picture'; readonly width: number; readonly height: number }
  /**
   * A file or element that the browser cannot decode.
   * Fix: check that the file is there and whole, and in a format that this browser plays.
   */
  | { readonly reason: 'undecodable-media'; readonly address: string }
  /**
   * A model file could not be fetched. `status` is 0 when no answer came.
   * Fix: open the address in a tab: it is mistyped, its folder is not served, or another origin does not allow it (CORS).
   */
  | { readonly reason: 'model-unreachable'; readonly address: string; readonly status: number }
  /**
   * A model file is not as long as its manifest says.
   * Fix: serve the file as it lies; a start page in place of a missing file, or a broken upload, has another length.
   */
  | {
      readonly reason: 'model-truncated';
      readonly address: string;
      readonly expected: number;
      readonly received: number;
    }
  /**
   * A model file's SHA-256 is not the manifest's.
   * Fix: deploy the manifest and its files together, in a folder with a new name for a new version.
   */
  | { readonly reason: 'model-corrupt'; readonly address: string; readonly expected: string; readonly received: string }
  /**
   * A manifest that does not follow the schema. `path` names the field.
   * Fix: correct the field, or the address: a page instead of JSON means that the file is missing.
   */
  | { readonly reason: 'manifest-invalid'; readonly address: string; readonly path: string }
  /**
   * A manifest of another kind than the place it was given to, or of a version this SDK does not know.
   * Fix: give a `heatmap` manifest to `heatmapModel` and an `ssd` one to `blazePoseDetector`, or update the SDK.
   */
  | {
      readonly reason: 'manifest-unsupported';
      readonly address: string;
      readonly found: string;
      readonly wanted: string;
    }
  /**
   * None of the back-ends passed its probe. `tried` says why, for each.
   * Fix: add `wasm({ path })` to `backends`, and read in `tried` why the others failed.
   */
  | { readonly reason: 'no-backend'; readonly tried: readonly { readonly name: string; readonly why: string }[] }
  /**
   * The back-end was lost (a GPU context, say) and could not be brought back.
   * Fix: dispose the tracker and make another, with `wasm()` first.
   */
  | { readonly reason: 'backend-lost'; readonly backend: string }
  /**
   * A network or decoder gave NaN or an infinite number.
   * Fix: put another back-end first; on some phones WebGL has too little precision for a network.
   */
  | { readonly reason: 'non-finite-output'; readonly backend: string; readonly where: string }
  /**
   * A decoder was given maps of a kind it does not answer for.
   * Fix: choose a decoder for these maps, or leave its option `values` out.
   */
  | { readonly reason: 'wrong-value-kind'; readonly decoder: string; readonly found: string; readonly wanted: string }
  /**
   * An argument outside its range.
   * Fix: give what `wanted` says.
   */
  | { readonly reason: 'invalid-argument'; readonly argument: string; readonly found: string; readonly wanted: string }
  /**
   * The worker did not start, or died. `why` is what the browser or the worker said.
   * Fix: check the address of the worker module, `worker-src` in the content security policy, and errors inside the worker.
   */
  | { readonly reason: 'worker-failed'; readonly why: string }
  /**
   * Used after `dispose()`.
   * Fix: make another with `createPoseTracker()`.
   */
  | { readonly reason: 'disposed'; readonly what: string }
  /**
   * The given AbortSignal was aborted.
   * Fix: start again if that was not meant.
   */
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
