import { seededRandom } from '@integral-pose/test-kit';
import { describe, expect, test } from 'vitest';
import { keypointPrecision, OKS_THRESHOLDS } from './average-precision.ts';
import type { EstimatedPerson, LabelledPerson } from './labelled-person.ts';
import { type ImagePeople, matchPeople } from './match-people.ts';
import { COCO_SIGMAS, oks } from './object-keypoint-similarity.ts';

const AREA = 100 ** 2;
/** 17 joints in a grid, from (x, y) on. */
const joints = (x: number, y: number) =>
  Array.from({ length: 17 }, (_, i) => ({
    x: x + 25 * (i % 4),
    y: y + 25 * Math.floor(i / 4),
    visibility: 2 as const,
  }));
const labelled = (x: number, y: number, change: Partial<LabelledPerson> = {}): LabelledPerson => ({
  points: joints(x, y),
  box: { x, y, width: 75, height: 100 },
  area: AREA,
  ...change,
});
/** Joints moved so that every joint's similarity is `similarity`. */
const estimated = (x: number, y: number, score: number, similarity = 1): EstimatedPerson => ({
  points: joints(x, y).map((point, i) => {
    const sigma = COCO_SIGMAS[i] as number;
    return { x: point.x + Math.sqrt(-2 * Math.log(similarity) * AREA) * 2 * sigma, y: point.y };
  }),
  score,
});

describe('object keypoint similarity', () => {
  test('is 1 on the label, and e^(−1/2) at a distance of 2σ√area', () => {
    expect(oks(joints(0, 0), labelled(0, 0))).toBeCloseTo(1, 12);
    const moved = joints(0, 0).map((point, i) => ({ ...point, x: point.x + 2 * (COCO_SIGMAS[i] as number) * 100 }));
    expect(oks(moved, labelled(0, 0))).toBeCloseTo(Math.exp(-0.5), 9);
  });

  test('is the mean over labelled joints only', () => {
    const points = joints(0, 0).map((point, i) => ({ ...point, visibility: i < 2 ? (1 as const) : (0 as const) }));
    const far = joints(0, 0).map((point, i) => (i === 0 ? point : { ...point, x: point.x + 1e4 }));
    expect(oks(far, labelled(0, 0, { points }))).toBeCloseTo(0.5, 12);
  });

  test('of a person without labels is 1 inside the box grown threefold', () => {
    const points = joints(0, 0).map((point) => ({ ...point, visibility: 0 as const }));
    const truth = labelled(0, 0, { points });
    expect(oks(joints(-70, -90), truth)).toBeCloseTo(1, 12);
    expect(oks(joints(-1000, 0), truth)).toBeLessThan(0.01);
  });
});

describe('keypoint AP, by hand', () => {
  test('all found: 1', () => {
    const figures = keypointPrecision([{ truth: [labelled(0, 0)], estimated: [estimated(0, 0, 0.9)] }]);
    expect(figures.ap).toBe(1);
    expect(figures.ar).toBe(1);
    expect(figures.apLarge).toBe(1);
    expect(figures.apMedium).toBeNaN();
  });

  test('a similarity of 0.72 counts at 0.50 … 0.70: 5 of 10 thresholds', () => {
    const figures = keypointPrecision([{ truth: [labelled(0, 0)], estimated: [estimated(0, 0, 0.9, 0.72)] }]);
    expect(figures.ap).toBeCloseTo(0.5, 12);
    expect(figures.ap50).toBe(1);
    expect(figures.ap75).toBe(0);
    expect(figures.ar).toBeCloseTo(0.5, 12);
  });

  test('one of two people found: precision 1 up to recall 0.5, which is 51 of 101 recalls', () => {
    const figures = keypointPrecision([
      { truth: [labelled(0, 0), labelled(900, 0)], estimated: [estimated(0, 0, 0.9)] },
    ]);
    expect(figures.ap).toBeCloseTo(51 / 101, 12);
    expect(figures.ar).toBe(0.5);
  });

  test('a wrong estimate hurts only when it is surer than the right ones', () => {
    const truth = [labelled(0, 0)];
    const wrong = (score: number) => estimated(2000, 2000, score);
    expect(keypointPrecision([{ truth, estimated: [estimated(0, 0, 0.9), wrong(0.1)] }]).ap).toBe(1);
    expect(keypointPrecision([{ truth, estimated: [estimated(0, 0, 0.1), wrong(0.9)] }]).ap).toBe(0.5);
  });

  test('estimates on crowds and on people without labels count neither way', () => {
    const unlabelled = joints(500, 0).map((point) => ({ ...point, visibility: 0 as const }));
    const truth = [labelled(0, 0), labelled(500, 0, { points: unlabelled }), labelled(1500, 0, { crowd: true })];
    const people = [estimated(0, 0, 0.5), estimated(500, 0, 0.9), estimated(1500, 0, 0.9), estimated(1500, 0, 0.8)];
    const figures = keypointPrecision([{ truth, estimated: people }]);
    expect(figures.ap).toBe(1);
    expect(figures.ar).toBe(1);
  });

  test('a second estimate of the same person is wrong, and the 21st is not looked at', () => {
    const twice = [estimated(0, 0, 0.9), estimated(0, 0, 0.8), estimated(900, 0, 0.1)];
    const truth = [labelled(0, 0), labelled(900, 0)];
    // Precisions 1, 1/2, 2/3: 1 up to recall 0.5, then 2/3.
    expect(keypointPrecision([{ truth, estimated: twice }]).ap).toBeCloseTo((51 + 50 * (2 / 3)) / 101, 12);
    const many = [...Array.from({ length: 20 }, () => estimated(5000, 5000, 0.9)), estimated(0, 0, 0.1)];
    expect(keypointPrecision([{ truth: [labelled(0, 0)], estimated: many }]).ar).toBe(0);
  });

  test('people of the other size are ignored, matched or not', () => {
    const small = labelled(0, 0, { area: 50 ** 2 });
    const figures = keypointPrecision([
      { truth: [small, labelled(900, 0)], estimated: [estimated(0, 0, 0.9), estimated(900, 0, 0.8)] },
    ]);
    expect(figures.apMedium).toBe(1);
    expect(figures.apLarge).toBe(1);
  });
});

/** A second implementation, from the definition and not from COCO's code: one event a time, areas under steps. */
function precisionFromDefinition(images: readonly ImagePeople[], threshold: number): { ap: number; ar: number } {
  type Event = { score: number; order: number; right: boolean };
  const events: Event[] = [];
  let people = 0;
  let order = 0;
  for (const { truth, estimated: found } of images) {
    const counts = (person: LabelledPerson) => !person.crowd && person.points.some(({ visibility }) => visibility > 0);
    people += truth.filter(counts).length;
    const free = new Set(truth.filter(counts));
    const others = truth.filter((person) => !counts(person));
    const freeOthers = new Set(others);
    const surest = found
      .map((estimate, i) => ({ estimate, i }))
      .sort((a, b) => b.estimate.score - a.estimate.score || a.i - b.i);
    for (const { estimate } of surest.slice(0, 20)) {
      const likeness = (person: LabelledPerson) => oks(estimate.points, person);
      const candidates = [...free].filter((person) => likeness(person) >= threshold);
      if (candidates.length > 0) {
        free.delete(candidates.reduce((a, b) => (likeness(b) >= likeness(a) ? b : a)));
        events.push({ score: estimate.score, order: order++, right: true });
        continue;
      }
      const excuses = others.filter(
        (person) => (person.crowd || freeOthers.has(person)) && likeness(person) >= threshold,
      );
      if (excuses.length > 0) {
        freeOthers.delete(excuses.reduce((a, b) => (likeness(b) >= likeness(a) ? b : a)));
        continue;
      }
      events.push({ score: estimate.score, order: order++, right: false });
    }
  }
  events.sort((a, b) => b.score - a.score || a.order - b.order);
  const points = events.map((_, i) => {
    const right = events.slice(0, i + 1).filter((event) => event.right).length;
    return { recall: right / people, precision: right / (i + 1) };
  });
  let sum = 0;
  for (let r = 0; r <= 100; r++) {
    sum += Math.max(0, ...points.filter(({ recall }) => recall >= r / 100).map(({ precision }) => precision));
  }
  return { ap: sum / 101, ar: points.at(-1)?.recall ?? 0 };
}

test('agrees with a second implementation on 60 random data sets', () => {
  const random = seededRandom(11);
  let between = 0;
  for (let set = 0; set < 60; set++) {
    const images: ImagePeople[] = Array.from({ length: 1 + Math.floor(random.between(0, 5)) }, () => {
      const truth = Array.from({ length: Math.floor(random.between(0, 5)) }, (_, i) => {
        const points = joints(120 * i, random.between(0, 40)).map((point) => ({
          ...point,
          visibility: (random.next() < 0.3 ? 0 : 2) as 0 | 2,
        }));
        const blank = random.next() < 0.15;
        return labelled(120 * i, 0, {
          points: blank ? points.map((point) => ({ ...point, visibility: 0 as const })) : points,
          crowd: random.next() < 0.1,
        });
      });
      const found = Array.from({ length: Math.floor(random.between(0, 8)) }, () => {
        const near = truth[Math.floor(random.between(0, truth.length + 1))];
        const [x, y] = near ? [near.box.x, near.points[0]?.y ?? 0] : [random.between(-500, 500), 700];
        return estimated(
          x + random.normal() * 6,
          y + random.normal() * 6,
          Math.round(random.between(0, 8)) / 8,
          random.between(0.5, 1),
        );
      });
      return { truth, estimated: found };
    });
    if (!images.some(({ truth }) => matchPeople({ truth, estimated: [] }, [0.5], [0, 1e10]).counted > 0)) continue;
    const figures = keypointPrecision(images);
    const second = OKS_THRESHOLDS.map((threshold) => precisionFromDefinition(images, threshold));
    const mean = (key: 'ap' | 'ar') => second.reduce((sum, entry) => sum + entry[key], 0) / second.length;
    expect(figures.ap).toBeCloseTo(mean('ap'), 10);
    expect(figures.ar).toBeCloseTo(mean('ar'), 10);
    expect(figures.ap50).toBeCloseTo(second[0]?.ap ?? Number.NaN, 10);
    if (figures.ap > 0.05 && figures.ap < 0.95) between++;
  }
  expect(between).toBeGreaterThan(20);
});
