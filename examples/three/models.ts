import { modelAddress } from '../webcam/addresses.ts';

/** A model to choose, by the address of its manifest. */
export interface ModelChoice {
  /** Below the folder of models. */
  readonly address: string;
  readonly label: string;
}

/** The model that these pages begin with. */
export const MODEL_ADDRESS = 'integral-pose-3d/manifest.json';

export const MODELS: readonly ModelChoice[] = [
  { address: 'integral-pose-3d/manifest.json', label: 'Integral Pose 3D' },
  { address: 'blazepose-lite/manifest.json', label: 'BlazePose lite' },
  { address: 'blazepose-full/manifest.json', label: 'BlazePose full' },
  { address: 'blazepose-heavy/manifest.json', label: 'BlazePose heavy' },
];

/** The address of a manifest as a page asks for it: one of ours by its path, any other as it is. */
export function manifestAddress(address: string): string {
  return MODELS.some((model) => model.address === address) ? modelAddress(address) : address;
}
