import { type Decoder, debiasedIntegral, integral, localDebiasedIntegral, localIntegral } from '@integral-pose/sdk';
import { DECODERS, type DecoderChoice } from '../webcam/choices.ts';
import type { Look } from './markers.ts';

/** What the sliders change of decoders that have it. */
export interface DecoderOptions {
  readonly beta: number;
  /** Cells, whole. */
  readonly radius: number;
}

/** A decoder of the lab. */
export interface LabDecoder extends DecoderChoice {
  readonly look: Look;
  /** Is there a β to turn? */
  readonly hasBeta: boolean;
  /** With the sliders' options, where it has them. `make()` gives the SDK's defaults. */
  makeWith(options: DecoderOptions): Decoder;
}

/**
 * Okabe and Ito's colours and neighbours of theirs, which colour-blind eyes tell apart; with twelve of them shapes have
 * to help.
 */
const LOOKS: Readonly<Record<string, Look>> = {
  localDebiasedIntegral: { shape: 'circle', onDark: '#2dd4a0', onLight: '#00805c' },
  debiasedIntegral: { shape: 'diamond', onDark: '#56b4e9', onLight: '#0072b2' },
  integral: { shape: 'up', onDark: '#ff7f50', onLight: '#c8440e' },
  localIntegral: { shape: 'down', onDark: '#c3e88d', onLight: '#54801a' },
  dark: { shape: 'square', onDark: '#f4e04d', onLight: '#8c7300' },
  udpDark: { shape: 'pentagon', onDark: '#f0a429', onLight: '#a86400' },
  distributionMatching: { shape: 'star', onDark: '#7de2f0', onLight: '#0c7a8c' },
  centroid: { shape: 'left', onDark: '#d9bf9b', onLight: '#7d6037' },
  centreOfMass: { shape: 'right', onDark: '#ff9da7', onLight: '#b8283c' },
  quarterOffset: { shape: 'plus', onDark: '#a9b2ff', onLight: '#4a4fc4' },
  argmax: { shape: 'cross', onDark: '#e58fc4', onLight: '#ad3f85' },
  regression: { shape: 'ring', onDark: '#d5dde4', onLight: '#56636f' },
};
const PLAIN: Look = { shape: 'ring', onDark: '#ffffff', onLight: '#333333' };

const WITH_OPTIONS: Readonly<Record<string, (options: DecoderOptions) => Decoder>> = {
  integral: ({ beta }) => integral({ beta }),
  debiasedIntegral: ({ beta }) => debiasedIntegral({ beta }),
  localIntegral: (options) => localIntegral(options),
  localDebiasedIntegral: (options) => localDebiasedIntegral(options),
};

/** Every decoder, in the order of the page. */
export const LAB_DECODERS: readonly LabDecoder[] = DECODERS.map((choice) => ({
  ...choice,
  look: LOOKS[choice.key] ?? PLAIN,
  hasBeta: choice.key in WITH_OPTIONS,
  makeWith: (options) => WITH_OPTIONS[choice.key]?.(options) ?? choice.make(),
}));

/** What is compared until something else is chosen. */
export const FIRST_CHOICE: readonly string[] = [
  'localDebiasedIntegral',
  'debiasedIntegral',
  'integral',
  'dark',
  'quarterOffset',
  'argmax',
];

/** The decoders of these names, in the order of the page. Names that are not known are left out. */
export function labDecoders(keys: readonly string[]): readonly LabDecoder[] {
  return LAB_DECODERS.filter(({ key }) => keys.includes(key));
}
