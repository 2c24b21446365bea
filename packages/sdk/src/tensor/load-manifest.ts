import { type GenericSchema, getDotPath, safeParse } from 'valibot';
import type { HeatmapManifest, ModelManifest, SsdManifest } from '../types/manifest.ts';
import { PoseError } from '../types/pose-error.ts';
import { type FetchOptions, fetchFile } from './fetch-file.ts';
import { heatmapManifestSchema, ssdManifestSchema } from './manifest-schema.ts';
import type { LoadContext } from './recipe.ts';
import { resolveAddress } from './resolve-address.ts';

/** The manifest of each kind. */
export interface ManifestOf {
  readonly heatmap: HeatmapManifest;
  readonly ssd: SsdManifest;
}

/** What a model is for. */
export type ManifestKind = ModelManifest['kind'];

const SCHEMAS: { readonly [Kind in ManifestKind]: GenericSchema<unknown, ManifestOf[Kind]> } = {
  heatmap: heatmapManifestSchema,
  ssd: ssdManifestSchema,
};

const VERSION = 1;

function invalid(address: string, path: string, why: string, cause?: unknown): PoseError {
  return new PoseError(
    { reason: 'manifest-invalid', address, path },
    `The manifest ${address} is not valid${path ? ` at "${path}"` : ''}: ${why}`,
    'Make the manifest again with the converter it came from, or correct that field.',
    { cause },
  );
}

function unsupported(address: string, found: string, wanted: string): PoseError {
  return new PoseError(
    { reason: 'manifest-unsupported', address, found, wanted },
    `The manifest ${address} is of ${found}, where ${wanted} is wanted.`,
    'Pass the address of a fitting model, or a newer version of this SDK.',
  );
}

/**
 * Checks a manifest.
 * @param value what its JSON says
 * @param address where it came from, for error messages
 * @throws PoseError `manifest-invalid` with the path of the first wrong field; `manifest-unsupported` for another
 * kind, or a version of the schema that this SDK does not know
 */
export function checkManifest<Kind extends ManifestKind>(
  value: unknown,
  kind: Kind,
  address: string,
): ManifestOf[Kind] {
  const { version, kind: found } = (value ?? {}) as { version?: unknown; kind?: unknown };
  if (typeof version === 'number' && version !== VERSION) {
    throw unsupported(address, `version ${version}`, `version ${VERSION}`);
  }
  if (typeof found === 'string' && found !== kind) {
    throw unsupported(address, `the kind "${found}"`, `the kind "${kind}"`);
  }
  const result = safeParse<GenericSchema<unknown, ManifestOf[Kind]>>(SCHEMAS[kind], value, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw invalid(address, getDotPath(issue) ?? '', `${issue.message}.`);
}

/**
 * Fetches and checks a manifest.
 * @param address of the `manifest.json`, absolute or relative to the page
 * @param kind what the model has to be for
 * @throws PoseError `model-unreachable`, `manifest-invalid`, `manifest-unsupported`, `aborted`
 */
export async function loadManifest<Kind extends ManifestKind>(
  address: string | URL,
  kind: Kind,
  context: Pick<LoadContext, 'signal'>,
  options: Pick<FetchOptions, 'retries' | 'retryDelay' | 'fetch'> = {},
): Promise<ManifestOf[Kind]> {
  const { href } = resolveAddress(address);
  const text = new TextDecoder().decode(await fetchFile(href, { ...options, signal: context.signal }));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw invalid(
      href,
      '',
      'it is not JSON. A page that a server sends in place of a missing file looks like this.',
      cause,
    );
  }
  return checkManifest(value, kind, href);
}
