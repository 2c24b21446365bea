import type { Placing } from './bodies-in-space.ts';
import { MODEL_ADDRESS } from './models.ts';
import type { SessionSettings } from './session.ts';

/** Everything about the view that a link reproduces. */
export interface Settings extends SessionSettings {
  /** Side by side, or where they stand in front of the camera. */
  readonly place: Placing;
  /** Error bars along z. */
  readonly spread: boolean;
  /** Of a camera that is not known, degrees from edge to edge. */
  readonly fieldOfView: number;
}

export const DEFAULTS: Settings = {
  model: MODEL_ADDRESS,
  backend: 'auto',
  people: 1,
  place: 'side',
  spread: true,
  fieldOfView: 60,
};

const BACKENDS: readonly Settings['backend'][] = ['auto', 'webgl', 'wasm', 'webgpu'];

function within(text: string | null, least: number, most: number, fallback: number): number {
  const value = Number(text);
  return text && Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : fallback;
}

/** Settings of an address: what it does not say, or says wrongly, is the default. */
export function parseSettings(query: URLSearchParams): Settings {
  const backend = query.get('backend');
  return {
    model: query.get('model') || DEFAULTS.model,
    backend: BACKENDS.find((name) => name === backend) ?? DEFAULTS.backend,
    people: Math.round(within(query.get('people'), 1, 4, DEFAULTS.people)),
    place: query.get('place') === 'camera' ? 'camera' : 'side',
    spread: query.get('spread') !== '0',
    fieldOfView: within(query.get('fieldOfView'), 20, 120, DEFAULTS.fieldOfView),
  };
}

/** Writes into `query` what differs from the defaults, and removes the rest. */
export function writeSettings(settings: Settings, query: URLSearchParams): void {
  for (const [name, value] of Object.entries(settings)) {
    if (value === DEFAULTS[name as keyof Settings]) query.delete(name);
    else query.set(name, typeof value === 'boolean' ? (value ? '1' : '0') : String(value));
  }
}
