import type { UsePoseTrackerOptions } from '@integral-pose/react';
import { blazePoseDetector, heatmapModel, oneEuro } from '@integral-pose/sdk';
import { wasm } from '@integral-pose/sdk/wasm';
import { webgl } from '@integral-pose/sdk/webgl';
import { modelAddress, runtimeAddress } from '../webcam/addresses.ts';
import { chosen, DECODERS } from '../webcam/choices.ts';

/** What is chosen in the panel. */
export interface Settings {
  readonly model: string;
  readonly decoder: string;
  readonly people: number;
  readonly smooth: boolean;
  readonly spread: boolean;
  readonly boxes: boolean;
  /** Show the people in space, too. */
  readonly space: boolean;
}

/** Where pictures come from. */
export type Choice =
  | { readonly kind: 'camera' }
  | { readonly kind: 'synthetic' }
  | { readonly kind: 'file'; readonly file: File };

const query = new URLSearchParams(location.search);

export const START: Settings = {
  model: query.get('model') ?? 'full',
  decoder: query.get('decoder') ?? 'localDebiasedIntegral',
  people: 1,
  smooth: true,
  spread: true,
  boxes: false,
  space: query.has('space'),
};

/** `?source=camera` starts at once. */
export function firstChoice(): Choice | null {
  const kind = query.get('source');
  return kind === 'camera' || kind === 'synthetic' ? { kind } : null;
}

const onWasm = wasm({ path: runtimeAddress('tfjs-wasm/') });
const backends = query.get('backend') === 'wasm' ? [onWasm] : [webgl(), onWasm];
const detector = blazePoseDetector({ model: modelAddress('blazepose-detector/manifest.json') });
// Made once: a new filter starts everyone's smoothing afresh.
const smoothing = oneEuro();

/** Of all this, only a new model is loaded; the rest holds from the next frame on. */
export function trackerOptions({ model, decoder, people, smooth }: Settings): UsePoseTrackerOptions {
  return {
    backends,
    detector,
    model: heatmapModel(modelAddress(`blazepose-${model}/manifest.json`)),
    decoder: chosen(DECODERS, decoder).make(),
    maxPeople: people,
    ...(smooth && { smooth: smoothing }),
  };
}
