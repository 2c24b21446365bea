import { argmax, type Decoder, type FilterFactory, localDebiasedIntegral, PoseError } from '@integral-pose/sdk';

const failing: Decoder = {
  name: 'failing',
  decode() {
    throw new PoseError(
      { reason: 'non-finite-output', backend: 'wasm', where: 'red' },
      'The red joint is not a number.',
      'Try another back-end.',
    );
  },
};

/** Gives every joint a score that is known again. */
const marking: FilterFactory = () => ({
  apply: (keypoints) => keypoints.map((keypoint) => ({ ...keypoint, score: 0.125 })),
});

/** What page and worker of the tests know by name. */
export const plugins = {
  decoders: { argmax: argmax(), debiased: localDebiasedIntegral(), failing },
  filters: { marking },
};
