import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argmax, type Decoder, debiasedIntegral, Heatmaps, integral } from '@integral-pose/sdk';
import {
  addLosses,
  debiasedIntegralLoss,
  discLoss,
  distributionMatchingLoss,
  dotTargets,
  gaussianLoss,
  type HeatmapLoss,
  integralLoss,
  oneHotLoss,
  spatialPriorLoss,
} from '@integral-pose/sdk/train';
import { seededRandom } from '@integral-pose/test-kit';
import {
  mean,
  ready,
  setBackend,
  square,
  sub,
  type Tensor4D,
  tensor2d,
  tensor3d,
  tensor4d,
  tidy,
  valueAndGrad,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { missingTorch, runPython } from '../experiments/training/python.ts';
import type { DecoderSpec, LossTerm } from '../experiments/training/training-job.ts';

type Nested = readonly (readonly (readonly (readonly number[])[])[])[];

/** [people, joints, height, width] */
const [PEOPLE, JOINTS, HEIGHT, WIDTH] = [2, 3, 9, 11];

/** Maps of every kind that training meets. */
const MAPS: Readonly<Record<string, Nested>> = {
  noise: build((random) => () => random() * 2 - 1),
  peaks: build((random) => {
    const [x, y] = [random() * WIDTH, random() * HEIGHT];
    return (u, v) => Math.exp(-((u + 0.5 - x) ** 2 + (v + 0.5 - y) ** 2) / 4) + 0.05 * (random() - 0.5);
  }),
  untrained: build((random) => () => 0.01 * (random() - 0.5)),
  'below the background': build((random) => () => -0.5 - random()),
  'large values': build((random) => () => 60 * (random() - 0.5)),
};

/** Joints inside, on a border, and one without a label, whose place is NaN. */
const TRUTH: readonly (readonly (readonly [number, number])[])[] = [
  [
    [5.3, 4.2],
    [0.2, 8.9],
    [Number.NaN, Number.NaN],
  ],
  [
    [10.4, 0.7],
    [3, 6.5],
    [7.7, 2.1],
  ],
];
const WEIGHTS = [
  [1, 1, 0],
  [1, 0.5, 1],
];

const dotLoss: HeatmapLoss = (maps, truth, weights) =>
  tidy(() => {
    // The mean over labelled joints alone is what the other losses do; here all joints are given a label.
    if (weights) throw new RangeError('The reference of the dot loss takes no weights.');
    return mean(square(sub(maps, dotTargets(truth, { width: WIDTH, height: HEIGHT }))));
  });

const LOSSES: readonly (readonly [terms: readonly LossTerm[], loss: HeatmapLoss, weighted?: boolean])[] = [
  [[{ kind: 'H1', sigma: 1 }], gaussianLoss({ sigma: 1 })],
  [[{ kind: 'H1', sigma: 2 }], gaussianLoss({ sigma: 2 })],
  [[{ kind: 'H2' }], oneHotLoss()],
  [[{ kind: 'H3', radius: 1.875 }], discLoss({ radius: 1.875 })],
  [[{ kind: 'dot' }], dotLoss, false],
  [[{ kind: 'integral', beta: 1 }], integralLoss({ beta: 1 })],
  [[{ kind: 'integral', beta: 10 }], integralLoss({ beta: 10 })],
  ...[1, 10, 20].map((beta) => [[{ kind: 'debiasedIntegral', beta }], debiasedIntegralLoss({ beta })] as const),
  [[{ kind: 'prior', sigma: 0.5, beta: 10 }], spatialPriorLoss({ sigma: 0.5, beta: 10 })],
  [[{ kind: 'prior', sigma: 4, beta: 1 }], spatialPriorLoss({ sigma: 4, beta: 1 })],
  [
    [{ kind: 'distributionMatching', regularisation: 0.1, iterations: 20 }],
    distributionMatchingLoss({ regularisation: 0.1, iterations: 20 }),
  ],
  [
    [
      { kind: 'integral', beta: 10 },
      { kind: 'H1', sigma: 2, factor: 100 },
    ],
    addLosses([1, integralLoss({ beta: 10 })], [100, gaussianLoss({ sigma: 2 })]),
  ],
];

const DECODERS: readonly (readonly [DecoderSpec, Decoder])[] = [
  [{ kind: 'argmax' }, argmax()],
  [{ kind: 'integral', beta: 1 }, integral({ beta: 1, values: 'probability' })],
  [{ kind: 'integral', beta: 10 }, integral({ beta: 10, values: 'probability' })],
  [{ kind: 'debiasedIntegral', beta: 10 }, debiasedIntegral({ beta: 10 })],
];

const cases = Object.entries(MAPS).flatMap(([name, maps]) => [
  ...LOSSES.map(([terms, loss, weighted = true]) => ({
    name: `${terms.map(describeTerm).join(' + ')}, ${name}`,
    maps,
    loss,
    truth: weighted ? TRUTH : TRUTH.map((joints) => joints.map(([x]) => (Number.isNaN(x) ? [4, 4] : [5, 3.2]))),
    weights: weighted ? WEIGHTS : undefined,
    asked: { terms },
  })),
]);
const decodings = Object.entries(MAPS).flatMap(([name, maps]) =>
  DECODERS.map(([spec, decoder]) => ({
    name: `${JSON.stringify(spec)}, ${name}`,
    maps,
    decoder,
    asked: { decoder: spec },
  })),
);

interface FromTorch {
  readonly value: number;
  readonly gradient: Nested;
  readonly points: readonly (readonly (readonly number[])[])[];
}

const missing = missingTorch();

describe.skipIf(missing)(`losses in PyTorch${missing ? `: skipped. ${missing}` : ''}`, () => {
  const fromTorch = new Map<string, FromTorch>();

  beforeAll(async () => {
    await setBackend('cpu');
    await ready();
    const folder = mkdtempSync(join(tmpdir(), 'torch-losses-'));
    try {
      const asked = [...cases, ...decodings].map((each) => ({
        maps: each.maps,
        ...('truth' in each
          ? { truth: each.truth, weights: each.weights ?? WEIGHTS.map((row) => row.map(() => 1)) }
          : {}),
        ...each.asked,
      }));
      writeFileSync(join(folder, 'cases.json'), JSON.stringify(asked));
      await runPython('loss_values.py', [join(folder, 'cases.json'), join(folder, 'out.json')]);
      const answers = JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8')) as FromTorch[];
      [...cases, ...decodings].forEach(({ name }, i) => {
        fromTorch.set(name, answers[i] as FromTorch);
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 60_000);

  test.each(cases)('$name', ({ name, maps, loss, truth, weights }) => {
    const torch = fromTorch.get(name) as FromTorch;
    const [value, gradient] = tidy(() => {
      const at = tensor3d(truth.map((joints) => joints.map((point) => [...point])));
      const count = weights && tensor2d(weights);
      const ours = valueAndGrad((x) => loss(x as Tensor4D, at, count))(tensor4d(channelsLast(maps)));
      return [ours.value.dataSync()[0] as number, ours.grad.arraySync() as number[][][][]];
    });
    expect(Math.abs(torch.value - value), `${torch.value} against ${value}`).toBeLessThanOrEqual(
      1e-4 * Math.abs(value) + 1e-7,
    );
    const pairs = channelsLast(torch.gradient)
      .flat(3)
      .map((theirs, i) => [theirs, gradient.flat(3)[i] as number] as const);
    const largest = Math.max(...pairs.map(([, ours]) => Math.abs(ours)));
    const worst = Math.max(...pairs.map(([theirs, ours]) => Math.abs(theirs - ours)));
    expect(largest).toBeGreaterThan(0);
    expect(worst / largest).toBeLessThanOrEqual(1e-4);
  });

  test.each(decodings)('$name', ({ name, maps, decoder }) => {
    const points = (fromTorch.get(name) as FromTorch).points.flat();
    const decoded = tidy(() => {
      const heatmaps = new Heatmaps(tensor4d(channelsLast(maps)), {
        layout: 'hwk',
        values: 'probability',
        background: 0,
      });
      const answer = decoder.decode(heatmaps).arraySync().flat();
      heatmaps.dispose();
      return answer;
    });
    points.forEach(([x, y], i) => {
      expect(Math.abs((x as number) - (decoded[i]?.[0] as number))).toBeLessThanOrEqual(2e-4);
      expect(Math.abs((y as number) - (decoded[i]?.[1] as number))).toBeLessThanOrEqual(2e-4);
    });
  });
});

function build(joint: (random: () => number) => (u: number, v: number) => number): Nested {
  const random = seededRandom(7).next;
  return Array.from({ length: PEOPLE }, () =>
    Array.from({ length: JOINTS }, () => {
      const cell = joint(random);
      return Array.from({ length: HEIGHT }, (_, v) => Array.from({ length: WIDTH }, (_, u) => Math.fround(cell(u, v))));
    }),
  );
}

/** [people][joints][height][width] → [people][height][width][joints] */
function channelsLast(maps: Nested): number[][][][] {
  return maps.map((joints) =>
    Array.from({ length: HEIGHT }, (_, v) =>
      Array.from({ length: WIDTH }, (_, u) => joints.map((map) => map[v]?.[u] as number)),
    ),
  );
}

function describeTerm(term: LossTerm): string {
  const { kind, ...rest } = term;
  return [kind, ...Object.entries(rest).map(([name, value]) => `${name} ${value}`)].join(' ');
}
