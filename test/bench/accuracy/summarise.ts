import {
  endPointErrors,
  keypointPrecision,
  type LabelledPerson,
  type LabelledPoint,
  meanOf,
  medianOf,
  pck,
} from '@integral-pose/sdk/metrics';
import { type Coverage, coverage } from './coverage.ts';
import type { AccuracyJob, Answer, CocoPerson, RawAccuracy, RowKind, SeenPerson, Stretch } from './job.ts';
import { type SpaceFigures, spaceFigures } from './space.ts';

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
  /** In space, mm, over the people whom every row in space found; null for rows that answer in the picture only. */
  readonly mpjpeMm: number | null;
  readonly paMpjpeMm: number | null;
  /** Slope of found against true depth. */
  readonly zSlope: number | null;
  /** Of what is said about how far off joints may be; null for rows that do not say. */
  readonly coverage: Coverage | null;
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
  /** Of the head's depths; null: as its manifest says. */
  readonly stretch: Stretch | null;
  readonly images: number;
  readonly people: number;
  /** Figures in space by what the annotations say of people (`facts`), then by row: `pose` → `walk` → `head`. */
  readonly inSpaceBy: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, SpaceFigures>>>>>>;
  /** On how many the figures in space are. */
  readonly peopleInSpace: number;
  readonly rows: readonly AccuracyRow[];
  readonly paired: readonly PairedDifference[];
}

const RESAMPLES = 1000;

/** Makes figures of what was seen. */
export function summarise(raw: RawAccuracy, { model, detector, stretch }: AccuracyJob): AccuracySummary {
  const people = raw.people.map(labelled);
  const foundByAll = raw.people.map((_, index) => raw.rows.every(({ answers }) => answers[index]?.keypoints));
  const errors = raw.rows.map(({ answers }) => people.map((person, index) => errorsOf(person, answers[index])));
  const sides = people.flatMap(({ points, box }) => points.map(() => Math.max(box.width, box.height)));
  const inSpace = raw.rows.filter(({ answers }) => answers.some(({ space }) => space));
  const foundInSpace = raw.people.flatMap((_, index) =>
    inSpace.every(({ answers }) => answers[index]?.space) ? [index] : [],
  );
  const rows = raw.rows.map((row, at): AccuracyRow => {
    const space = inSpace.includes(row) ? spaceFigures(raw.people, row.answers, foundInSpace) : null;
    const byPerson = errors[at] as number[][];
    const all = byPerson.flat();
    return {
      name: row.name,
      kind: row.kind,
      epeMeanPx: meanOf(all),
      epeMedianPx: medianOf(all),
      epeNorm: meanOf(
        byPerson.flatMap((one, index) => one.map((error) => error / Math.sqrt(people[index]?.area ?? 1))),
      ),
      pck05: pck(all, sides, 0.05),
      pck10: pck(all, sides, 0.1),
      ap: keypointPrecision(imagesOf(people, raw.perView, row.seen)).ap,
      subpixelRms: row.subpixel.length > 0 ? Math.sqrt(meanOf(row.subpixel)) : null,
      found: row.answers.filter(({ keypoints }) => keypoints).length,
      epeFoundPx: meanOf(byPerson.filter((_, index) => foundByAll[index]).flat()),
      interval: bootstrap(people.length, (picked) => meanOf(picked.flatMap((index) => byPerson[index] ?? []))),
      default: row.name === raw.defaultDecoder,
      mpjpeMm: space?.mpjpeMm ?? null,
      paMpjpeMm: space?.paMpjpeMm ?? null,
      zSlope: space?.zSlope ?? null,
      coverage: coverage(raw.people, row.answers),
    };
  });
  const inSpaceBy: Record<string, Record<string, Record<string, SpaceFigures>>> = {};
  for (const key of new Set(raw.people.flatMap(({ facts = {} }) => Object.keys(facts)))) {
    const values = new Set(foundInSpace.map((index) => raw.people[index]?.facts?.[key] ?? ''));
    inSpaceBy[key] = Object.fromEntries(
      [...values].sort().map((value) => {
        const those = foundInSpace.filter((index) => (raw.people[index]?.facts?.[key] ?? '') === value);
        const figures = inSpace.map((row) => [row.name, spaceFigures(raw.people, row.answers, those)] as const);
        return [value, Object.fromEntries(figures.filter(([, each]) => each)) as Record<string, SpaceFigures>];
      }),
    );
  }
  const peopleInSpace = inSpace.length > 0 ? foundInSpace.length : 0;
  return {
    model,
    detector,
    stretch,
    images: raw.images,
    people: people.length,
    peopleInSpace,
    inSpaceBy,
    rows,
    paired: differences(raw, errors),
  };
}

/** The default decoder against every other row. */
function differences(raw: RawAccuracy, errors: readonly (readonly number[][])[]): PairedDifference[] {
  const base = raw.rows.findIndex(({ name }) => name === raw.defaultDecoder);
  const ours = errors[base];
  if (!ours) return [];
  return raw.rows.flatMap(({ name }, at): PairedDifference[] => {
    if (at === base) return [];
    const theirs = errors[at] as number[][];
    const difference = (picked: readonly number[]) =>
      meanOf(picked.flatMap((index) => ours[index] ?? [])) - meanOf(picked.flatMap((index) => theirs[index] ?? []));
    const differencePx = difference(ours.map((_, index) => index));
    return [{ a: raw.defaultDecoder, b: name, differencePx, interval: bootstrap(ours.length, difference) }];
  });
}

/** COCO's numbers as the metrics take them. */
function labelled({ keypoints, bbox: [x, y, width, height], area, iscrowd }: CocoPerson): LabelledPerson {
  const points = Array.from({ length: 17 }, (_, joint): LabelledPoint => {
    const [px = 0, py = 0, flag = 0] = keypoints.slice(3 * joint, 3 * joint + 3);
    return { x: px, y: py, visibility: flag === 0 ? 0 : flag === 1 ? 1 : 2 };
  });
  return { points, box: { x, y, width, height }, area, crowd: iscrowd === 1 };
}

/** Error of each joint, px; NaN where it is not labelled. Of a person not found, half the box's diagonal. */
function errorsOf({ points, box }: LabelledPerson, answer: Answer | undefined): number[] {
  if (answer?.keypoints) return endPointErrors(answer.keypoints.map(asPoint), points);
  const lost = Math.hypot(box.width, box.height) / 2;
  return points.map(({ visibility }) => (visibility === 0 ? Number.NaN : lost));
}

function asPoint([x, y]: readonly [number, number]) {
  return { x, y };
}

function imagesOf(
  people: readonly LabelledPerson[],
  perView: readonly number[],
  seen: readonly (readonly SeenPerson[])[],
) {
  let from = 0;
  return perView.map((count, view) => {
    const truth = people.slice(from, from + count);
    from += count;
    const estimated = (seen[view] ?? []).map(({ keypoints, score }) => ({ points: keypoints.map(asPoint), score }));
    return { truth, estimated };
  });
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
