import { type Avatar, createAvatar } from '@integral-pose/test-kit/avatar';
import { randomFrom } from './random.ts';

/** Fineness of the bodies: figures are some 50 to 150 px high before they are shrunk. */
const DETAIL = 0.4;
const SKINS = ['#f0c9ae', '#e3b08d', '#c98f68', '#a06a46', '#74482f', '#4a2c1d', '#f6d9c4'] as const;
const HAIRS = ['#2a1d17', '#4b2f20', '#6e4527', '#1b1716', '#8a6a45', '#c9a66b', '#8c8c8c', '#7a2f1a'] as const;

/** A body of its own for each seed: height, build, skin, hair, clothes of any colour. */
export function createBody(seed: number): Avatar {
  const random = randomFrom(seed, 11);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random.next() * items.length)] as T;
  const cloth = (): string =>
    `hsl(${Math.round(random.between(0, 360))}, ${Math.round(random.between(35, 90))}%, ${Math.round(random.between(15, 65))}%)`;
  return createAvatar({
    seed,
    detail: DETAIL,
    body: { height: random.between(1.45, 1.98), weight: random.between(0.05, 0.95), shoulders: random.next() },
    clothes: {
      skin: pick(SKINS),
      hair: pick(HAIRS),
      top: cloth(),
      trousers: cloth(),
      shoes: cloth(),
      sleeves: random.next() < 0.5 ? 'short' : 'long',
      legs: random.next() < 0.35 ? 'short' : 'long',
    },
  });
}
