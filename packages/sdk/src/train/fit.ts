import {
  add,
  getBackend,
  getGradient,
  mul,
  type Scalar,
  stack,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  tidy,
  variableGrads,
} from '@tensorflow/tfjs-core';
import { requireWhole, requireWithin } from '../decode/options.ts';
import { PoseError } from '../types/pose-error.ts';
import { type AdamOptions, adamSettings, adamStep } from './adam.ts';
import type { TrainableNetwork } from './create-network.ts';
import type { HeatmapLoss } from './heatmap-loss.ts';
import { cosineSchedule, type Schedule } from './schedule.ts';
import { captureState, createSlots, restoreState, type TrainingState } from './training-state.ts';
import { eventLoopTurns } from './turn.ts';

/** What a network is shown at one step. `fit` disposes all of it. */
export interface TrainingBatch {
  /** [pictures, height, width, channels], as the network takes them. */
  readonly input: Tensor4D;
  /** [pictures, joints, 2], cells of the network's maps. */
  readonly truth: Tensor3D;
  /** [pictures, joints], ≥ 0. Default 1 each. */
  readonly weights?: Tensor2D;
}

/** How far a training has come. */
export interface TrainingProgress {
  /** Steps done, of `steps`. */
  readonly step: number;
  readonly steps: number;
  /** Of the step just done. */
  readonly loss: number;
  readonly rate: number;
  /** Since this call began, and how many are left at this pace. */
  readonly seconds: number;
  readonly secondsLeft: number;
  /** To `resume` from here. Keep the newest: it is what an error, or a closed page, would lose. */
  readonly state: TrainingState;
}

/** Options of {@link fit}. */
export interface FitOptions {
  /** Trained in place. Stays yours. */
  readonly network: TrainableNetwork;
  /** What is made small; or, by step (0 for the first), what is made small there: `jointLoss` gives it by epoch. */
  readonly loss: HeatmapLoss | { readonly at: (step: number) => HeatmapLoss };
  /** In the order in which they are learnt. When resuming: those that come after `resume`. */
  readonly batches: AsyncIterable<TrainingBatch> | Iterable<TrainingBatch>;
  /** Steps in all, those before `resume` among them, 1..1e9. */
  readonly steps: number;
  /** Learning rate at its highest, 1e-8..1. Default 0.003. */
  readonly rate?: number;
  /** Default {@link cosineSchedule}. */
  readonly schedule?: Schedule;
  readonly adam?: AdamOptions;
  /** Goes on from here; the network takes the state's parameters. */
  readonly resume?: TrainingState;
  /** Stops after the step in hand. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: TrainingProgress) => void;
  /** Steps from one `onProgress` to the next, 1..1e6: there the losses since the last are read back. Default 10. */
  readonly every?: number;
}

/** How a training ended. */
export interface FitResult {
  /** `done` after all steps, `aborted` by the signal, `exhausted` when there were no more batches. */
  readonly ended: 'done' | 'aborted' | 'exhausted';
  /** To go on from, with `resume`: the same as if there had been no pause, bit by bit, on the same back-end. */
  readonly state: TrainingState;
}

/**
 * Trains a network with Adam, on the current back-end. Between steps the page has its turn.
 *
 * tfjs needs its gradients registered, by `import '@tensorflow/tfjs-core/dist/register_all_gradients.js'` in your program.
 *
 * @example
 * const network = createNetwork(convolutionLayer(hidden, { channels: 17, activation: 'none', gain: 0.1 }), { seed: 1 });
 * const { state } = await fit({ network, loss: integralLoss({ beta: 10 }), batches: shuffled(pictures), steps: 2000 });
 * @throws PoseError `invalid-argument`; `unsupported` where the gradients are not registered; `non-finite-output`, with
 * the step, when a loss or its gradient is not finite: the network then has the parameters of the last progress before
 */
export async function fit(options: FitOptions): Promise<FitResult> {
  const {
    network,
    batches,
    steps,
    rate = 0.003,
    schedule = cosineSchedule(),
    resume,
    signal,
    onProgress,
    every = 10,
  } = options;
  requireWhole('steps', steps, 1, 1e9);
  requireWithin('rate', rate, 1e-8, 1);
  requireWhole('every', every, 1, 1e6);
  const adam = adamSettings(options.adam ?? {});
  requireGradients();
  const lossAt = typeof options.loss === 'function' ? () => options.loss as HeatmapLoss : options.loss.at;
  const slots = createSlots(network);
  const turns = eventLoopTurns();
  const unread: Scalar[] = [];
  const source = Symbol.asyncIterator in batches ? batches[Symbol.asyncIterator]() : batches[Symbol.iterator]();
  try {
    if (resume) restoreState(resume, network, slots);
    let step = resume?.facts.step ?? 0;
    const first = step;
    const began = performance.now();
    let good = await captureState(step, network, slots);
    let ended: FitResult['ended'] = 'done';
    const check = async (): Promise<number> => {
      const checked = step - unread.length;
      const values = await readBack(unread);
      const wrong = values.findIndex((value) => !Number.isFinite(value));
      if (wrong >= 0) {
        restoreState(good, network, slots);
        throw notFinite(checked + wrong + 1, good.facts.step);
      }
      good = await captureState(step, network, slots);
      return values[values.length - 1] as number;
    };
    while (step < steps) {
      if (signal?.aborted) {
        ended = 'aborted';
        break;
      }
      const { value: batch, done } = await source.next();
      if (done) {
        ended = 'exhausted';
        break;
      }
      const now = rate * schedule(step, steps);
      unread.push(
        learn(network, lossAt(step), batch, (gradients) => {
          network.parameters.forEach(({ variable }, at) => {
            adamStep(slots[at] as (typeof slots)[number], gradients[variable.name] as Tensor, step, now, adam);
          });
        }),
      );
      step++;
      if (step % every === 0 || step === steps) {
        const loss = await check();
        const seconds = (performance.now() - began) / 1000;
        const secondsLeft = ((steps - step) * seconds) / (step - first);
        onProgress?.({ step, steps, loss, rate: now, seconds, secondsLeft, state: good });
      }
      await turns.next();
    }
    if (unread.length > 0) await check();
    return { ended, state: good };
  } finally {
    for (const loss of unread) loss.dispose();
    turns.close();
    for (const { mean, square } of slots) {
      mean.dispose();
      square.dispose();
    }
    await source.return?.();
  }
}

/** One step: the loss (NaN if a gradient is not finite), and the gradients handed on. Disposes the batch. */
function learn(
  network: TrainableNetwork,
  loss: HeatmapLoss,
  { input, truth, weights }: TrainingBatch,
  use: (gradients: Readonly<Record<string, Tensor>>) => void,
): Scalar {
  try {
    return tidy(() => {
      let failure: { readonly error: unknown } | undefined;
      const { value, grads } = variableGrads(
        () => {
          const maps = network.predict(input);
          try {
            return loss(maps, truth, weights);
          } catch (error) {
            // tfjs releases what was kept for the way back only at its end: it has to be gone all the same.
            failure = { error };
            return sum(maps);
          }
        },
        network.parameters.map(({ variable }) => variable),
      );
      if (failure) throw failure.error;
      use(grads);
      // Any number times 0 is 0, and NaN and infinity times 0 are NaN: a bad gradient shows in the loss.
      return Object.values(grads).reduce<Scalar>((loss, gradient) => add(loss, mul(sum(gradient), 0)), value);
    });
  } finally {
    input.dispose();
    truth.dispose();
    weights?.dispose();
  }
}

/** Numbers on the device, in one transfer; empties the list. */
async function readBack(scalars: Scalar[]): Promise<Float32Array> {
  const all = tidy(() => stack(scalars));
  for (const scalar of scalars.splice(0)) scalar.dispose();
  try {
    return await all.data<'float32'>();
  } finally {
    all.dispose();
  }
}

function requireGradients(): void {
  if (getGradient('Sum')) return;
  throw new PoseError(
    { reason: 'unsupported', feature: 'gradients of tfjs' },
    'The gradients of tfjs are not registered.',
    "Add import '@tensorflow/tfjs-core/dist/register_all_gradients.js' to your program, after the import of tfjs itself.",
  );
}

function notFinite(step: number, good: number): PoseError {
  return new PoseError(
    { reason: 'non-finite-output', backend: getBackend(), where: `the loss or a gradient of step ${step}` },
    `The loss or a gradient of step ${step} is not a finite number. The network is back at step ${good}.`,
    'Take a lower rate or a schedule with a warm-up, and check that the pictures and labelled truths are finite.',
  );
}
