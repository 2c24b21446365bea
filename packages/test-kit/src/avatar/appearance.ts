import { Color } from 'three';
import type { BodyShape } from './body-plan.ts';
import { pick, type Random } from './random.ts';

/** What a figure wears and how it looks. Colours are CSS colours. */
export interface Clothes {
  readonly top: string;
  readonly trousers: string;
  readonly shoes: string;
  /** Default by seed. */
  readonly sleeves: 'short' | 'long';
  /** Default by seed, mostly long. */
  readonly legs: 'short' | 'long';
  readonly skin: string;
  readonly hair: string;
  readonly hairStyle: 'short' | 'long' | 'bun';
  readonly eyes: string;
}

const SKINS = ['#f0c9ae', '#e3b08d', '#c98f68', '#a06a46', '#74482f'] as const;
const HAIRS = ['#2a1d17', '#4b2f20', '#6e4527', '#1b1716', '#8a6a45'] as const;
const TOPS = ['#2f7f86', '#b5493c', '#3d5a98', '#d09a2c', '#6a4c86', '#3f7d4e'] as const;
const TROUSERS = ['#26364f', '#3b3d44', '#5a5040', '#22262c', '#50617c'] as const;
const SHOES = ['#e9e6df', '#2b2a2d', '#8c3b33', '#49535f'] as const;
const EYES = ['#4a3222', '#3d5c73', '#4c6141'] as const;
/** From here on skins go with the darker hair and eyes. */
const DARKER: readonly string[] = SKINS.slice(2);
const DARK_HAIRS = ['#2a1d17', '#1b1716', '#3a251a'] as const;

/** What the seed chooses, overridden by what is given. */
export function chooseClothes(random: Random, given: Partial<Clothes>): Clothes {
  const skin = pick(random, SKINS);
  const dark = DARKER.includes(skin);
  const chosen: Clothes = {
    skin,
    hair: pick(random, dark ? DARK_HAIRS : HAIRS),
    hairStyle: pick(random, ['short', 'long', 'bun']),
    eyes: dark ? EYES[0] : pick(random, EYES),
    top: pick(random, TOPS),
    trousers: pick(random, TROUSERS),
    shoes: pick(random, SHOES),
    sleeves: pick(random, ['short', 'short', 'long']),
    legs: pick(random, ['long', 'long', 'long', 'short']),
  };
  return { ...chosen, ...given };
}

/** What the seed chooses, overridden by what is given. */
export function chooseShape(random: Random, given: Partial<BodyShape>): BodyShape {
  const shoulders = 0.25 + 0.6 * random();
  const height = 1.58 + 0.16 * shoulders + 0.12 * random();
  return { height, shoulders, weight: 0.2 + 0.4 * random(), ...given };
}

/** A CSS colour in linear light, as vertex colours are. */
export function linear(colour: string): Color {
  return new Color(colour);
}
