import type { AccuracyJob, Answer, CocoPerson, RawAccuracy, RowKind } from './job.ts';

/** The figures of one row. `null` where there is nothing to make it of. */
export interface AccuracyRow {
  readonly name: string;
  readonly kind: RowKind;
  /** Mean and median end-point error over labelled joints, px. A person not found counts half the box's diagonal. */
  readonly epeMeanPx: number;
  readonly epeMedianPx: number;
  /** EPE / √area, averaged over joints. */
  readonly epeNorm: number;
  /** Share of joints nearer than 0.05 and 0.1 of the box's longer side. */
  readonly pck05: number;
  readonly pck10: number;
  readonly ap: number | null;
  /** rms, cells. */
  readonly subpixelRms: number | null;
  readonly found: number;
  /** EPE over the people that every row found, px. */
  readonly epeFoundPx: number;
  /** 95 % bootstrap interval of `epeMeanPx` over people. */
  readonly interval: readonly [number, number];
  readonly default: boolean;
}

/** The difference a − b of the mean EPE over the same people, px. */
export interface PairedDifference {
  readonly a: string;
  readonly b: string;
  readonly differencePx: number;
  readonly interval: readonly [number, number];
}

/** What `pnpm bench accuracy --out` writes. */
export interface AccuracySummary {
  readonly model: string;
  readonly detector: string;
  readonly images: number;
  readonly people: number;
  readonly rows: readonly AccuracyRow[];
  readonly paired: readonly PairedDifference[];
}

/** A person's joint errors under one row, px. */
interface PersonErrors {
  readonly errors: readonly number[];
  readonly person: CocoPerson;
}

const RESAMPLES = 1000;

/** Makes figures of what was seen. */
export function summarise(raw: RawAccuracy, { model, detector }: AccuracyJob): AccuracySummary {
  const foundByAll = raw.people.map((_, index) => raw.rows.every(({ answers }) => answers[index]?.keypoints));
  const errorsOf = raw.rows.map(({ answers }) => raw.people.map((person, index) => personErrors(person, answers[index])));
  const rows = raw.rows.map((row, at): AccuracyRow => {
    const people = errorsOf[at] as PersonErrors[];
    const all = people.flatMap(({ errors }) => errors);
    const share = (limit: number) => {
      const near = people.flatMap(({ errors, person }) => errors.map((error) => error < limit * longerSide(person)));
      return near.filter(Boolean).length / near.length;
    };
    return {
      name: row.name,
      kind: row.kind,
      epeMeanPx: mean(all),
      epeMedianPx: median(all),
      epeNorm: mean(people.flatMap(({ errors, person }) => errors.map((error) => error / Math.sqrt(person.area)))),
      pck05: share(0.05),
      pck10: share(0.1),
      ap: null,
      subpixelRms: row.subpixel.length > 0 ? Math.sqrt(mean(row.subpixel)) : null,
      found: row.answers.filter(({ keypoints }) => keypoints).length,
      epeFoundPx: mean(people.filter((_, index) => foundByAll[index]).flatMap(({ errors }) => errors)),
      interval: bootstrap(people.length, (picked) => mean(picked.flatMap((index) => people[index]?.errors ?? []))),
      default: row.name === raw.defaultDecoder,
    };
  });
  const base = raw.rows.findIndex(({ name }) => name === raw.defaultDecoder);
  const paired = base === -1 ? [] : raw.rows.flatMap(({ name }, at): PairedDifference[] => {
    if (at === base) return [];
    const [ours, theirs] = [errorsOf[base] as PersonErrors[], errorsOf[at] as PersonErrors[]];
    const difference = (picked: readonly number[]) =>
      mean(picked.flatMap((index) => ours[index]?.errors ?? [])) -
      mean(picked.flatMap((index) => theirs[index]?.errors ?? []));
    return [
      {
        a: raw.defaultDecoder,
        b: name,
        differencePx: difference(ours.map((_, index) => index)),
        interval: bootstrap(ours.length, difference),
      },
    ];
  });
  return { model, detector, images: raw.images, people: raw.people.length, rows, paired };
}

function personErrors(person: CocoPerson, answer: Answer | undefined): PersonErrors {
  const errors: number[] = [];
  for (let joint = 0; joint < 17; joint++) {
    const [x, y, visible] = person.keypoints.slice(3 * joint, 3 * joint + 3) as [number, number, number];
    if (!visible) continue;
    const found = answer?.keypoints?.[joint];
    errors.push(found ? Math.hypot(found[0] - x, found[1] - y) : Math.hypot(person.bbox[2], person.bbox[3]) / 2);
  }
  return { errors, person };
}

function longerSide({ bbox }: CocoPerson): number {
  return Math.max(bbox[2], bbox[3]);
}

/** The 2.5th and 97.5th percentile of a figure over people drawn with replacement; the same draws for every row. */
function bootstrap(people: number, figure: (picked: readonly number[]) => number): [number, number] {
  const random = generator(1);
  const figures = Array.from({ length: RESAMPLES }, () =>
    figure(Array.from({ length: people }, () => Math.floor(random() * people))),
  ).sort((a, b) => a - b);
  return [figures[Math.floor(0.025 * RESAMPLES)] as number, figures[Math.floor(0.975 * RESAMPLES)] as number];
}

/** Numbers in [0, 1), the same for the same seed (a linear congruential generator is random enough to resample with). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] as number) + (sorted[Math.floor(middle)] as number)) / 2;
}
