import type { LiveOptions } from '../pipeline/pose-tracker.ts';
import type { Decoder } from '../tensor/decoder.ts';
import type { FilterFactory } from '../types/filter.ts';
import { PoseError } from '../types/pose-error.ts';
import type { WireLive } from './messages.ts';

/**
 * Plug-ins that page and worker know by the same names. They hold functions, which cannot be posted, so only their names
 * travel: write them in a module of their own, import it on both sides, and give it to both.
 */
export interface WorkerPlugins {
  /** For `compare`, and for a live `decoder`. */
  readonly decoders?: Readonly<Record<string, Decoder>>;
  /** For a live `smooth`. */
  readonly filters?: Readonly<Record<string, FilterFactory>>;
}

/** What kind of plug-in it is, and where it is listed. */
type Kind = 'decoders' | 'filters';

/**
 * The name of a plug-in, on the page.
 * @throws PoseError `invalid-argument`
 */
export function nameOf(plugins: WorkerPlugins, kind: Kind, value: Decoder | FilterFactory): string {
  const listed = plugins[kind] ?? {};
  const name = Object.keys(listed).find((key) => listed[key] === value);
  if (name !== undefined) return name;
  throw unknownPlugin(kind, value.name || 'without a name', listed);
}

/**
 * The plug-in of a name, in the worker.
 * @throws PoseError `invalid-argument`
 */
export function pluginOf<K extends Kind>(
  plugins: WorkerPlugins,
  kind: K,
  name: string,
): NonNullable<WorkerPlugins[K]>[string] {
  const listed: WorkerPlugins[K] = plugins[kind];
  const value = listed && Object.hasOwn(listed, name) ? listed[name] : undefined;
  if (value) return value as NonNullable<WorkerPlugins[K]>[string];
  throw unknownPlugin(kind, name, listed ?? {});
}

/** Live options as they are posted. @throws PoseError `invalid-argument` */
export function postable(plugins: WorkerPlugins, options: LiveOptions, settings: unknown): WireLive {
  const { decoder, smooth, ...plain } = options;
  return {
    ...plain,
    ...(decoder ? { decoder: nameOf(plugins, 'decoders', decoder) } : {}),
    ...(smooth ? { smooth: nameOf(plugins, 'filters', smooth) } : {}),
    ...(settings === undefined ? {} : { settings }),
  };
}

/** Live options as they were meant. @throws PoseError `invalid-argument` */
export function meant(plugins: WorkerPlugins, { decoder, smooth, settings: _, ...plain }: WireLive): LiveOptions {
  return {
    ...plain,
    ...(decoder === undefined ? {} : { decoder: pluginOf(plugins, 'decoders', decoder) }),
    ...(smooth === undefined ? {} : { smooth: pluginOf(plugins, 'filters', smooth) }),
  };
}

function unknownPlugin(kind: Kind, found: string, listed: object): PoseError {
  const names = Object.keys(listed);
  const what = kind === 'decoders' ? 'decoder' : 'filter';
  return new PoseError(
    {
      reason: 'invalid-argument',
      argument: kind,
      found,
      wanted: names.length > 0 ? names.join(', ') : 'none is listed',
    },
    `The worker does not know this ${what} (${found}).`,
    `Write it in a module that page and worker import, and list it under ${kind} in both servePoseTracker and createWorkerPoseTracker.`,
  );
}
