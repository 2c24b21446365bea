import { backendsFor } from '../../webcam/choices.ts';
import { type LabDecoder, labDecoders } from '../decoders.ts';
import { disagreements, distance } from '../distances.ts';
import type { Result } from '../results.ts';
import { DEFAULTS, type LabSettings } from '../settings.ts';
import { DecoderTimes, timeDecoder } from '../time-decoders.ts';
import { type Answer, heatmapsOf } from './decode-maps.ts';
import { type BiasField, type Curve, studyBeta, studyBias, studyJitter, studyPeak, studyRow } from './study.ts';

/** What is known about the drawn map. What takes longer comes later and is absent until then. */
export interface DrawnState {
  readonly settings: LabSettings;
  readonly decoders: readonly LabDecoder[];
  readonly map: Float32Array;
  readonly answers: readonly Answer[];
  readonly bias: readonly BiasField[];
  readonly row: readonly Curve[];
  readonly beta: readonly Curve[];
  readonly results: readonly Result[];
  /** Is everything of these settings computed? */
  readonly settled: boolean;
}

/** Times that are taken of each decoder once nothing else is to do. */
const TIMINGS = 5;

/** Decodes drawn maps: always the newest settings, the quick parts first. */
export class DrawnLab {
  readonly #show: (state: DrawnState) => void;
  readonly #fail: (error: unknown) => void;
  readonly #times = new DecoderTimes();
  #settings: LabSettings = DEFAULTS;
  #wanted = 0;
  #running = false;
  #active = false;
  #backend: LabSettings['backend'] | undefined;
  #state: DrawnState | undefined;

  constructor(show: (state: DrawnState) => void, fail: (error: unknown) => void) {
    this.#show = show;
    this.#fail = fail;
  }

  get state(): DrawnState | undefined {
    return this.#state;
  }

  /** Decodes with these settings, and again whenever they change. */
  set(settings: LabSettings): void {
    this.#settings = settings;
    this.#active = true;
    this.#wanted++;
    if (!this.#running) void this.#run();
  }

  /** Another source has the page. */
  stop(): void {
    this.#active = false;
    this.#wanted++;
    // A tracker may start another back-end in between.
    this.#backend = undefined;
  }

  async #run(): Promise<void> {
    this.#running = true;
    let done = -1;
    try {
      while (this.#active && done !== this.#wanted) {
        const version = this.#wanted;
        await this.#compute(this.#settings, () => version !== this.#wanted);
        done = version;
      }
    } catch (error) {
      this.#active = false;
      this.#fail(error);
    } finally {
      this.#running = false;
    }
  }

  async #compute(settings: LabSettings, isStale: () => boolean): Promise<void> {
    if (this.#backend !== settings.backend) {
      await startBackend(settings.backend);
      this.#backend = settings.backend;
      this.#times.clear();
    }
    // What a network regresses beside its maps is not in a drawn map.
    const decoders = labDecoders(settings.decoders.split(',')).filter(({ key }) => key !== 'regression');
    const { map, answers } = await studyPeak(settings, decoders);
    const same = sameDecoders(this.#state?.decoders, decoders) ? this.#state : undefined;
    const before = same ?? { bias: [], row: [], beta: [] };
    let jitter = decoders.map(() => Number.NaN);
    const tell = (changes: Partial<DrawnState>) => {
      if (isStale()) return;
      const state = { ...before, ...this.#state, settings, decoders, map, answers, ...changes };
      this.#state = { ...state, settled: changes.settled ?? false, results: this.#results(state, jitter) };
      this.#show(this.#state);
    };
    tell({ bias: before.bias, row: before.row, beta: before.beta });
    if (isStale()) return;
    const pair = labDecoders(['integral', 'debiasedIntegral']).filter((one) => !decoders.includes(one));
    const bias = await studyBias(settings, [...decoders, ...(settings.arrows === 'pair' ? pair : [])]);
    tell({ bias });
    if (isStale()) return;
    jitter = await studyJitter(settings, decoders);
    const row = await studyRow(settings, decoders);
    tell({ row });
    if (isStale()) return;
    const beta = await studyBeta(settings, decoders);
    tell({ beta });
    for (let round = 0; round < TIMINGS && !isStale(); round++) {
      for (const decoder of decoders) {
        if (isStale()) return;
        const makeMaps = () => heatmapsOf(map, settings.known ? settings.background : 0);
        this.#times.add(decoder.key, await timeDecoder(makeMaps, decoder.makeWith(settings)));
      }
    }
    tell({ settled: true });
  }

  #results(state: Omit<DrawnState, 'results' | 'settled'>, jitter: readonly number[]): Result[] {
    const truth = { x: state.settings.x, y: state.settings.y };
    const apart = disagreements(state.answers);
    return state.decoders.map(({ key, label }, index) => {
      const field = state.bias.find((one) => one.key === key);
      return {
        key,
        label,
        error: distance(state.answers[index] as Answer, truth),
        meanError: field?.meanError ?? Number.NaN,
        worstError: field?.worstError ?? Number.NaN,
        jitter: jitter[index] as number,
        disagreement: apart[index] as number,
        time: this.#times.of(key),
      };
    });
  }
}

function sameDecoders(one: readonly LabDecoder[] | undefined, other: readonly LabDecoder[]): boolean {
  return one?.length === other.length && other.every((decoder, index) => one[index] === decoder);
}

/** Starts the first of the chosen back-ends that this machine has. */
async function startBackend(choice: LabSettings['backend']): Promise<void> {
  const failures: unknown[] = [];
  for (const backend of await backendsFor(choice)) {
    try {
      return await backend.start();
    } catch (error) {
      failures.push(error);
    }
  }
  throw failures[0];
}
