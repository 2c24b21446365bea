import {
  argmax,
  type Backend,
  blazePoseDetector,
  centreOfMass,
  centroid,
  type Decoder,
  type DetectorRecipe,
  dark,
  debiasedIntegral,
  distributionMatching,
  integral,
  localDebiasedIntegral,
  localIntegral,
  mediaPipeDetector,
  quarterOffset,
  regression,
  udpDark,
  wholeFrame,
} from '@integral-pose/sdk';
import { modelAddress, runtimeAddress } from './addresses.ts';
import type { Settings } from './settings.ts';

/** Something to choose from, with a line that says what it is. */
export interface Choice {
  readonly key: string;
  readonly label: string;
  readonly note: string;
}

/** A decoder to choose. */
export interface DecoderChoice extends Choice {
  make(): Decoder;
}

/** A detector to choose. */
export interface DetectorChoice extends Choice {
  /** Resolves when the code that it needs is there. */
  make(): DetectorRecipe | Promise<DetectorRecipe>;
}

export const MODELS: readonly Choice[] = [
  { key: 'lite', label: 'Lite', note: 'Fastest. 2.7 MB.' },
  { key: 'full', label: 'Full', note: 'A good balance. 6.3 MB.' },
  { key: 'heavy', label: 'Heavy', note: 'Most accurate, several times slower. 27.5 MB.' },
];

export const DECODERS: readonly DecoderChoice[] = [
  {
    key: 'localDebiasedIntegral',
    label: 'Local debiased integral',
    note: 'Mean of the peak’s neighbourhood, background removed. Best on real pictures.',
    make: () => localDebiasedIntegral(),
  },
  {
    key: 'debiasedIntegral',
    label: 'Debiased integral',
    note: 'Mean of the whole map, background removed.',
    make: () => debiasedIntegral(),
  },
  {
    key: 'localIntegral',
    label: 'Local integral',
    note: 'Mean of the peak’s neighbourhood.',
    make: () => localIntegral(),
  },
  {
    key: 'integral',
    label: 'Integral',
    note: 'Mean of the whole map: drawn towards its middle by the background.',
    make: () => integral(),
  },
  { key: 'dark', label: 'DARK', note: 'One Newton step on the blurred logarithm of the peak.', make: () => dark() },
  {
    key: 'udpDark',
    label: 'UDP-DARK',
    note: 'DARK as unbiased data processing has it: it answers up to the border.',
    make: () => udpDark(),
  },
  {
    key: 'distributionMatching',
    label: 'Distribution matching',
    note: 'Mean of the 2 × 2 cells with the most mass.',
    make: () => distributionMatching(),
  },
  {
    key: 'centroid',
    label: 'Centroid',
    note: 'Mean of a 7 × 7 window, as MediaPipe refines its landmarks.',
    make: () => centroid(),
  },
  {
    key: 'centreOfMass',
    label: 'Centre of mass',
    note: 'Mean of all the map’s values.',
    make: () => centreOfMass(),
  },
  {
    key: 'quarterOffset',
    label: 'Quarter offset',
    note: 'The highest cell, moved a quarter cell towards its higher neighbour.',
    make: () => quarterOffset(),
  },
  {
    key: 'regression',
    label: 'Regression',
    note: 'No heatmap: what the network says directly.',
    make: () => regression(),
  },
  { key: 'argmax', label: 'Argmax', note: 'The highest cell: moves in steps.', make: () => argmax() },
];

export const DETECTORS: readonly DetectorChoice[] = [
  {
    key: 'blazepose',
    label: 'BlazePose',
    note: 'Finds several people, upright or not.',
    make: () => blazePoseDetector({ model: modelAddress('blazepose-detector/manifest.json') }),
  },
  {
    key: 'mediapipe',
    label: 'MediaPipe object detector',
    note: 'The same network in MediaPipe’s own runtime. 11 MB more to load.',
    make: async () =>
      mediaPipeDetector({
        vision: await import('@mediapipe/tasks-vision'),
        wasmPath: runtimeAddress('tasks-vision/'),
        model: modelAddress('person-detector.tflite'),
        boxes: 'blazepose',
        delegate: 'GPU',
      }),
  },
  {
    key: 'whole-frame',
    label: 'Whole frame',
    note: 'No detector: one person who fills the picture.',
    make: () => wholeFrame(),
  },
];

/** Back-ends to try, in order. The code of each is fetched only when it is asked for. */
export async function backendsFor(choice: Settings['backend']): Promise<Backend[]> {
  const webgl = async () => (await import('@integral-pose/sdk/webgl')).webgl();
  const webgpu = async () => (await import('@integral-pose/sdk/webgpu')).webgpu();
  const wasm = async () => (await import('@integral-pose/sdk/wasm')).wasm({ path: runtimeAddress('tfjs-wasm/') });
  const makers = { webgl: [webgl], wasm: [wasm], webgpu: [webgpu], auto: [webgl, wasm] };
  return Promise.all(makers[choice].map((make) => make()));
}

/** The chosen one, or the first. */
export function chosen<T extends Choice>(choices: readonly T[], key: string): T {
  return choices.find((choice) => choice.key === key) ?? (choices[0] as T);
}
