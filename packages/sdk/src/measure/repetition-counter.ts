import { PoseError } from '../types/pose-error.ts';

/** Which side of the thresholds a signal is on. */
export type RepetitionPhase = 'high' | 'low';

/** Options of {@link repetitionCounter}. In the unit of the signal, but for `hold`. */
export interface RepetitionCounterOptions {
  /** At this and below, the phase is `low`. */
  readonly low: number;
  /** At this and above, the phase is `high`. More than `low`: the wider the gap, the less trembling counts. */
  readonly high: number;
  /** Where a repetition begins and ends. Default `high`: a knee's angle in squats. */
  readonly rest?: RepetitionPhase;
  /** How long the signal must stay past a threshold before the phase changes, ms, ≥ 0. Default 100. */
  readonly hold?: number;
}

/** A repetition that was completed. Times are ms on the clock of the signal. */
export interface Repetition {
  /** When the signal was last at rest before it. */
  readonly start: number;
  /** When it came back to rest. */
  readonly end: number;
  /** The least and the greatest value in between. */
  readonly least: number;
  readonly greatest: number;
}

/** What the counter knows after a value. */
export interface RepetitionState {
  /** Whole repetitions so far. */
  readonly count: number;
  /** Undefined until the signal has held one side for the first time. */
  readonly phase: RepetitionPhase | undefined;
  /** The repetition that this value completed, if it did. */
  readonly completed: Repetition | undefined;
}

/** Counts how often a signal goes over and comes back. Made by {@link repetitionCounter}. */
export interface RepetitionCounter {
  /**
   * @param value in any unit; NaN and undefined (a joint that is hidden) change nothing
   * @param time ms on any clock. When it goes back (a seek), a repetition under way is forgotten, the count stays
   */
  update(value: number | undefined, time: number): RepetitionState;
  /** Starts from nothing: count 0, no phase. */
  reset(): void;
}

/**
 * Counts repetitions in any signal, such as a joint's angle, with hysteresis: a repetition is to leave the rest phase,
 * reach the other, and be back. Between the thresholds the phase stays as it was, so a signal that trembles round one of
 * them is not counted twice, and a visit shorter than `hold` is not counted at all. What begins away from rest (a person
 * who comes into the picture in a squat) is half a repetition and not counted.
 *
 * @throws PoseError `invalid-argument` when `low` is not below `high` or `hold` is negative
 * @example
 * const squats = repetitionCounter({ low: 100, high: 150 });
 * tracker.track(source).subscribe(({ poses: [pose], time }) => {
 *   if (!pose) return;
 *   const { degrees, score } = kneeAngle(pose.keypoints);
 *   const { count } = squats.update(score > 0.5 ? degrees : undefined, time);
 * });
 */
export function repetitionCounter(options: RepetitionCounterOptions): RepetitionCounter {
  const { low, high, rest = 'high', hold = 100 } = options;
  requireThat(low < high, 'low', String(low), `less than high (${high})`);
  requireThat(hold >= 0, 'hold', String(hold), '0 or more');

  let count = 0;
  let phase: RepetitionPhase | undefined;
  /** The side that the signal has gone to, but not yet held. */
  let trial: { readonly side: RepetitionPhase; readonly since: number } | undefined;
  let previous = Number.NEGATIVE_INFINITY;
  let lastRest: number | undefined;
  let away: Omit<Repetition, 'end'> | undefined;

  const forget = () => {
    phase = undefined;
    trial = undefined;
    lastRest = undefined;
    away = undefined;
  };
  const sideOf = (value: number): RepetitionPhase | undefined =>
    value <= low ? 'low' : value >= high ? 'high' : undefined;

  return {
    update(value, time) {
      if (time < previous) forget();
      previous = time;
      if (value === undefined || Number.isNaN(value)) return { count, phase, completed: undefined };
      const side = sideOf(value);

      if (side !== rest) {
        // It may turn out to be a repetition: from where it left rest.
        if (lastRest !== undefined) away = widened(away ?? { start: lastRest, least: value, greatest: value }, value);
      } else if (phase === rest) {
        lastRest = time;
        away = undefined;
      }

      if (side === undefined || side === phase) trial = undefined;
      else if (trial?.side !== side) trial = { side, since: time };
      if (!trial || time - trial.since < hold) return { count, phase, completed: undefined };

      const completed = trial.side === rest && away ? { ...away, end: trial.since } : undefined;
      if (completed) count++;
      phase = trial.side;
      trial = undefined;
      if (phase === rest) {
        lastRest = time;
        away = undefined;
      }
      return { count, phase, completed };
    },
    reset() {
      count = 0;
      previous = Number.NEGATIVE_INFINITY;
      forget();
    },
  };
}

function widened({ start, least, greatest }: Omit<Repetition, 'end'>, value: number): Omit<Repetition, 'end'> {
  return { start, least: Math.min(least, value), greatest: Math.max(greatest, value) };
}

function requireThat(holds: boolean, argument: string, found: string, wanted: string): void {
  if (holds) return;
  throw new PoseError(
    { reason: 'invalid-argument', argument, found, wanted },
    `The option ${argument} of a repetition counter is ${found}.`,
    `Give a number that is ${wanted}.`,
  );
}
