/** Everything about the view that a link reproduces. */
export interface Settings {
  readonly model: 'lite' | 'full' | 'heavy';
  readonly backend: 'auto' | 'webgl' | 'wasm' | 'webgpu';
  readonly detector: string;
  readonly decoder: string;
  readonly people: number;
  /** Track in a worker, where that is possible. */
  readonly worker: boolean;
  readonly smooth: boolean;
  /** Hz. */
  readonly minCutoff: number;
  /** Hz per body size a second. */
  readonly beta: number;
  readonly skeleton: boolean;
  readonly boxes: boolean;
  readonly ids: boolean;
  readonly spread: boolean;
  /** Show the frame that was worked on instead of the live picture. */
  readonly inStep: boolean;
}

export const DEFAULTS: Settings = {
  model: 'full',
  backend: 'auto',
  detector: 'blazepose',
  decoder: 'localDebiasedIntegral',
  people: 1,
  worker: true,
  smooth: true,
  minCutoff: 0.4,
  beta: 16,
  skeleton: true,
  boxes: false,
  ids: false,
  spread: true,
  inStep: true,
};

/** The settings that need another tracker. The others take effect on the running one. */
const TRACKER_SETTINGS = ['model', 'backend', 'detector', 'decoder', 'people', 'worker'] as const;

/** MediaPipe's runtime loads classic scripts, which module workers do not have. */
export function worksInWorker({ worker, detector }: Settings): boolean {
  return worker && detector !== 'mediapipe';
}

export function needsNewTracker(before: Settings, after: Settings): boolean {
  return TRACKER_SETTINGS.some((name) => before[name] !== after[name]);
}

const WORDS: Partial<Record<keyof Settings, readonly string[]>> = {
  model: ['lite', 'full', 'heavy'],
  backend: ['auto', 'webgl', 'wasm', 'webgpu'],
};
const RANGES: Partial<Record<keyof Settings, readonly [number, number]>> = {
  people: [1, 8],
  minCutoff: [0.1, 5],
  beta: [0, 40],
};

function parseValue(name: keyof Settings, text: string, fallback: string | number | boolean): unknown {
  if (typeof fallback === 'boolean') return text === '1' || text === 'true' || text === 'on';
  if (typeof fallback === 'string') return (WORDS[name]?.includes(text) ?? text !== '') ? text : fallback;
  const [least, most] = RANGES[name] ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const value = Number(text);
  return text !== '' && Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : fallback;
}

const NAMES = Object.keys(DEFAULTS) as (keyof Settings)[];

/** Settings of an address: what it does not say, or says wrongly, is the default. */
export function parseSettings(query: URLSearchParams): Settings {
  const entries = NAMES.map((name) => {
    const text = query.get(name);
    return [name, text === null ? DEFAULTS[name] : parseValue(name, text, DEFAULTS[name])];
  });
  return Object.fromEntries(entries) as Settings;
}

/** Writes into `query` what differs from the defaults, and removes the rest. */
export function writeSettings(settings: Settings, query: URLSearchParams): void {
  for (const name of NAMES) {
    const value = settings[name];
    if (value === DEFAULTS[name]) query.delete(name);
    else query.set(name, typeof value === 'boolean' ? (value ? '1' : '0') : String(value));
  }
}
