import { createPoseTracker } from '../pipeline/create-pose-tracker.ts';
import type { LiveOptions, PoseTracker, PoseTrackerOptions } from '../pipeline/pose-tracker.ts';
import { createFrame } from '../source/create-frame.ts';
import { PoseError } from '../types/pose-error.ts';
import type { FromWorker, ToWorker, WireFrame, WireLive } from './messages.ts';
import { meant, pluginOf, type WorkerPlugins } from './plugins.ts';
import { type ServedSession, serveSession } from './serve-session.ts';
import { toWire } from './wire-error.ts';

/** What a worker serves beside its tracker. */
export interface ServedPlugins<Live = unknown> extends WorkerPlugins {
  /**
   * Turns what the page's `live` gave into options, before each frame. A new `smooth` starts everyone's filter afresh,
   * so give the same one for as long as it is to last.
   */
  readonly live?: (settings: Live) => LiveOptions;
}

/**
 * Serves one tracker to the page. Called once, in the worker's module:
 *
 * @param make makes the options of the tracker from the page's settings; recipes, decoders and filters are imported by
 *   the worker's module
 * @param plugins what the page may name in `compare` and in live options
 * @example
 * // pose-worker.ts
 * servePoseTracker(({ model }: { model: string }) => ({
 *   backends: [webgl(), wasm({ path: '/tfjs-wasm/' })],
 *   detector: blazePoseDetector({ model: '/models/blazepose-detector/manifest.json' }),
 *   model: heatmapModel(model),
 * }));
 */
export function servePoseTracker<Settings = unknown, Live = unknown>(
  make: (settings: Settings) => PoseTrackerOptions | Promise<PoseTrackerOptions>,
  plugins: ServedPlugins<Live> = {},
): void {
  const scope = globalThis as unknown as Endpoint;
  const post = (message: FromWorker) => scope.postMessage(message);
  const sessions = new Map<number, ServedSession>();
  let tracker: PoseTracker | undefined;

  async function load(settings: Settings): Promise<void> {
    try {
      if (typeof OffscreenCanvas === 'undefined') throw noCanvas();
      const options = await make(settings);
      const loaded = await createPoseTracker({
        ...options,
        onProgress: (progress) => {
          options.onProgress?.(progress);
          post({ type: 'progress', progress });
        },
      });
      tracker = loaded;
      loaded.events.subscribe((event) => {
        if (event.type !== 'fallback') post({ type: 'event', event });
      });
      post({ type: 'ready', backend: loaded.backend, skeleton: loaded.skeleton });
    } catch (thrown) {
      post({ type: 'failed', error: toWire(thrown) });
    }
  }

  function liveOptions(live: WireLive): LiveOptions {
    return { ...(live.settings === undefined ? {} : plugins.live?.(live.settings as Live)), ...meant(plugins, live) };
  }

  function begin(session: number, names: Readonly<Record<string, string>> | undefined): void {
    if (!tracker) return;
    const served = tracker;
    const open = serveSession(post, (frames, live) => {
      if (!names) return served.track(frames, live);
      const entries = Object.entries(names).map(([key, name]) => [key, pluginOf(plugins, 'decoders', name)] as const);
      return served.compare(frames, Object.fromEntries(entries), live);
    });
    sessions.set(session, open);
  }

  async function estimate(frame: number, picture: WireFrame, live: WireLive): Promise<void> {
    const taken = createFrame(picture.image, picture);
    try {
      const options = liveOptions(live);
      const result = await (tracker as PoseTracker).estimate(taken, () => options);
      post({ type: 'result', frame, result });
    } catch (thrown) {
      taken.close();
      post({ type: 'rejected', frame, error: toWire(thrown) });
    }
  }

  scope.addEventListener('message', ({ data }) => {
    switch (data.type) {
      case 'load':
        return void load(data.settings as Settings);
      case 'begin':
        return begin(data.session, data.decoders);
      case 'frame': {
        const session = sessions.get(data.session);
        if (!session) return data.picture.image.close();
        return session.take(data.frame, data.picture, () => liveOptions(data.live));
      }
      case 'end':
        sessions.get(data.session)?.end();
        sessions.delete(data.session);
        return;
      case 'estimate':
        return void estimate(data.frame, data.picture, data.live);
    }
  });
  // Not before: what is posted to a module that is still loading may be lost.
  post({ type: 'hello' });
}

/** What of a worker's global scope is used: the DOM's types know pages only. */
interface Endpoint {
  postMessage(message: FromWorker): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<ToWorker>) => void): void;
}

function noCanvas(): PoseError {
  return new PoseError(
    { reason: 'unsupported', feature: 'OffscreenCanvas' },
    'This browser has no OffscreenCanvas in workers.',
    'Track on the main thread with createPoseTracker().',
  );
}
