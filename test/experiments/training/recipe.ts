import type { ExperimentContext } from '../experiment.ts';
import type { DecoderSpec, LossTerm, TrainingJob } from './training-job.ts';

/** Side of the standard maps, cells of 2 px. */
const MAP = 32;
/** Epochs of the joint framework that have the heatmap loss: "initial" in the paper. */
const AUXILIARY_EPOCHS = 3;

/** What a training is called in an experiment: how it learns, and how its maps are read. */
export type Method = Pick<TrainingJob, 'loss' | 'decoder' | 'rate'> & { readonly map?: null };

/** H1. Its width is 2 cells of 32, as in Gu et al. 2021 and 2022, and the same in the picture on smaller maps. */
const gaussian = (map: number): LossTerm => ({ kind: 'H1', sigma: map / 16 });
/** H1 summed over the cells rather than averaged, times a factor: what stands beside a distance in cells. */
const gaussianSum = (map: number, factor: number): LossTerm => ({ ...gaussian(map), factor: factor * map * map });

/** Learning rates, chosen once for each family on the validation pictures: see README.md. */
const RATE = 3e-3;
const REGRESSION_RATE = 1e-3;
const LOGIT_RATE = 1e-2;

const argmax: DecoderSpec = { kind: 'argmax' };
const integral = (beta: number) => ({ kind: 'integral', beta }) as const;
/** The floor of the mass lies below what a peak of 1 has at that β: 0.98 at 10, 0.03 at 1. */
const debiasedTerm = (beta: number): LossTerm => ({ kind: 'debiasedIntegral', beta, floor: beta < 5 ? 0.01 : 0.1 });
const debiasedDecoder = (beta: number) => ({ kind: 'debiasedIntegral', beta }) as const;

/** The methods of IPR, table 1, for maps of a side. Softmax and sigmoid losses have logits (β = 1), H1's maps are 0..1 (β = 10). */
export function iprMethods(map = MAP): Readonly<Record<IprMethod, Method>> {
  // 15 px of 256, as the paper has it.
  const radius = (15 / 256) * map;
  return {
    R1: { loss: [{ kind: 'R1' }], decoder: argmax, rate: REGRESSION_RATE, map: null },
    H1: { loss: [gaussian(map)], decoder: argmax, rate: RATE },
    H2: { loss: [{ kind: 'H2' }], decoder: argmax, rate: LOGIT_RATE },
    H3: { loss: [{ kind: 'H3', radius }], decoder: argmax, rate: LOGIT_RATE },
    'I*': { loss: [integral(10)], decoder: integral(10), rate: RATE },
    I1: { loss: [integral(10), gaussianSum(map, 0.1)], decoder: integral(10), rate: RATE },
    I2: { loss: [integral(1), { kind: 'H2' }], decoder: integral(1), rate: LOGIT_RATE },
    I3: { loss: [integral(1), { kind: 'H3', radius, factor: 100 }], decoder: integral(1), rate: LOGIT_RATE },
  };
}

/** Columns of IPR, table 1. */
export type IprMethod = 'R1' | 'H1' | 'H2' | 'H3' | 'I*' | 'I1' | 'I2' | 'I3';

/** The rows of Gu 2021, table 6, on standard maps. `detection` and `integral` are IPR's H1 and I*. */
export function biasMethods(): Readonly<Record<BiasMethod, Method>> {
  const { H1, 'I*': plain } = iprMethods();
  const whole = gaussianSum(MAP, 1);
  const early: LossTerm = { ...whole, epochs: AUXILIARY_EPOCHS };
  const joint = (beta: number): Method => ({
    loss: [debiasedTerm(beta), early],
    decoder: debiasedDecoder(beta),
    rate: RATE,
  });
  return {
    detection: H1,
    integral: plain,
    'integral + heatmap loss': { ...plain, loss: [...plain.loss, whole] },
    'integral + auxiliary': { ...plain, loss: [...plain.loss, early] },
    compensated: { loss: [debiasedTerm(10)], decoder: debiasedDecoder(10), rate: RATE },
    'both, β 1': joint(1),
    'both, β 10': joint(10),
    'both, β 20': joint(20),
  };
}

/** Rows of Gu 2021, table 6. */
export type BiasMethod =
  | 'detection'
  | 'integral'
  | 'integral + heatmap loss'
  | 'integral + auxiliary'
  | 'compensated'
  | 'both, β 1'
  | 'both, β 10'
  | 'both, β 20';

/**
 * The recipe that all trainings of experiments 4 to 8 share, so that each is done once: what differs is the method and the
 * seed. Its cost and how it was chosen stand in README.md.
 */
export function standardJob(context: Pick<ExperimentContext, 'quick'>, method: Method, seed: number): TrainingJob {
  const size = context.quick
    ? { epochs: 2, epochPictures: 64, validationPictures: 32 }
    : { epochs: 10, epochPictures: 3000, validationPictures: 300 };
  return { input: 64, map: MAP, batch: 16, flips: false, trainingPictures: null, ...size, ...method, seed };
}
