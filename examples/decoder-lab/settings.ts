import { FIRST_CHOICE, labDecoders } from './decoders.ts';

/** Everything about the view that a link reproduces, beside the source. */
export interface LabSettings {
  /** Names of the chosen decoders, with commas between. */
  readonly decoders: string;
  readonly model: 'lite' | 'full' | 'heavy';
  readonly backend: 'auto' | 'webgl' | 'wasm' | 'webgpu';
  /** Name of the magnified joint. */
  readonly joint: string;
  /** What charts and table are about: the twelve limb joints, or the magnified one. */
  readonly scope: 'limbs' | 'joint';
  /** Cells across the magnified view. */
  readonly zoom: string;
  readonly ellipses: boolean;
  /** What lies under the magnified answers. */
  readonly ground: 'heatmap' | 'both' | 'picture';

  /** Drawn heatmaps. Where the peak is, cells: cell i covers [i, i + 1). */
  readonly x: number;
  readonly y: number;
  /** Cells. */
  readonly sigma: number;
  readonly peak: number;
  readonly background: number;
  /** Are the decoders told the background? Else they take it for 0. */
  readonly known: boolean;
  /** Standard deviation of the noise in each cell. */
  readonly noise: number;
  readonly seed: number;
  /** Height of a second peak as a share of the first; 0 for none. */
  readonly second: number;
  readonly secondX: number;
  readonly secondY: number;
  readonly beta: number;
  /** Cells. */
  readonly radius: number;
  /** Whose bias vectors are drawn. */
  readonly arrows: 'pair' | 'chosen' | 'none';
  /** How many times the arrows are longer than the bias. */
  readonly stretch: string;
}

/** The grid of drawn heatmaps, cells. Not square, so that a mix-up of its sides is seen. */
export const GRID = { width: 64, height: 48 } as const;

export const DEFAULTS: LabSettings = {
  decoders: FIRST_CHOICE.join(','),
  model: 'lite',
  backend: 'auto',
  joint: 'left_wrist',
  scope: 'limbs',
  zoom: '8',
  ellipses: true,
  ground: 'both',
  x: 5.3,
  y: 12.8,
  sigma: 2,
  peak: 1,
  background: 0,
  known: true,
  noise: 0,
  seed: 1,
  second: 0,
  secondX: 46,
  secondY: 34,
  beta: 10,
  radius: 7,
  arrows: 'pair',
  stretch: '2',
};

const WORDS: Partial<Record<keyof LabSettings, readonly string[]>> = {
  model: ['lite', 'full', 'heavy'],
  backend: ['auto', 'webgl', 'wasm', 'webgpu'],
  scope: ['limbs', 'joint'],
  zoom: ['4', '8', '16', '32'],
  ground: ['heatmap', 'both', 'picture'],
  arrows: ['pair', 'chosen', 'none'],
  stretch: ['1', '2', '5'],
};
const RANGES: Partial<Record<keyof LabSettings, readonly [number, number]>> = {
  x: [0.5, GRID.width - 0.5],
  y: [0.5, GRID.height - 0.5],
  sigma: [0.5, 6],
  peak: [0.1, 1],
  background: [0, 0.3],
  noise: [0, 0.1],
  second: [0, 1],
  secondX: [0.5, GRID.width - 0.5],
  secondY: [0.5, GRID.height - 0.5],
  beta: [1, 40],
  radius: [1, 15],
};

type Value = LabSettings[keyof LabSettings];

function parseValue(name: keyof LabSettings, text: string, fallback: Value): Value {
  if (typeof fallback === 'boolean') return text === '1' || text === 'on';
  if (typeof fallback === 'string') {
    if (name === 'decoders')
      return labDecoders(text.split(','))
        .map(({ key }) => key)
        .join(',');
    return (WORDS[name]?.includes(text) ?? text !== '') ? text : fallback;
  }
  const [least, most] = RANGES[name] ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const value = Number(text);
  return text !== '' && Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : fallback;
}

const NAMES = Object.keys(DEFAULTS) as (keyof LabSettings)[];

/** Settings of an address: what it does not say, or says wrongly, is the default. */
export function parseSettings(query: URLSearchParams): LabSettings {
  const entries = NAMES.map((name) => {
    const text = query.get(name);
    return [name, text === null ? DEFAULTS[name] : parseValue(name, text, DEFAULTS[name])];
  });
  return Object.fromEntries(entries) as LabSettings;
}

/** Writes into `query` what differs from the defaults, and removes the rest. */
export function writeSettings(settings: LabSettings, query: URLSearchParams): void {
  for (const name of NAMES) {
    const value = settings[name];
    if (value === DEFAULTS[name]) query.delete(name);
    else query.set(name, typeof value === 'boolean' ? (value ? '1' : '0') : String(value));
  }
}
