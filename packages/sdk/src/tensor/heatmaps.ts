import {
  add,
  clipByValue,
  concat,
  floor,
  keep,
  mean,
  mul,
  reshape,
  scalar,
  sigmoid,
  slice,
  sub,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
  type Tensor5D,
  tidy,
  transpose,
  zerosLike,
} from '@tensorflow/tfjs-core';
import type { ValueKind } from '../types/manifest.ts';
import { PoseError } from '../types/pose-error.ts';
import { findPeaks } from './find-peaks.ts';
import { withoutGradient } from './without-gradient.ts';

/** How a batch of heatmaps is to be read. */
export interface HeatmapFacts {
  /** `hwk`: [people, height, width, channels]. `dhwk`: [people, depth, height, width, channels]. */
  readonly layout: 'hwk' | 'dhwk';
  /** What the numbers are. Softmax decoders of probability type work on the sigmoid of logits. */
  readonly values: ValueKind;
  /** Value of an empty cell, in the unit of `values`. */
  readonly background: number;
  /** How many of the leading channels are joints. Default: all. */
  readonly joints?: number;
  /**
   * Makes [people · joints, 3]: x and y in cells and a score, 0..1, as the network regressed them beside the maps.
   * Called at most once, only when a decoder asks.
   */
  readonly regressed?: () => Tensor2D;
}

/** The highest cell of every map. Owned by the {@link Heatmaps} it came from. */
export interface Peak {
  /** [people · joints, 3]: column, row and depth cell of the maximum, whole numbers. The first of equals, row by row. */
  readonly cell: Tensor2D;
  /** [people · joints, 1]: the maximum itself, in the unit of the maps. */
  readonly value: Tensor2D;
}

/**
 * A batch of heatmaps, one a joint and person, with what several decoders have in common computed once, when first
 * asked for, and kept until `dispose`. Everything a getter or {@link Heatmaps.once} returns belongs to this object:
 * do not dispose it. Nothing is read back from the device.
 *
 * Indices stay small on purpose (a row, then a column, never `row · width + column`), because back-ends that compute
 * in half precision cannot count beyond 2048. The one exception is the maximum of a volume with more than 2048 rows.
 */
export class Heatmaps {
  readonly people: number;
  readonly joints: number;
  readonly width: number;
  readonly height: number;
  /** 1 for flat maps. */
  readonly depth: number;
  readonly values: ValueKind;
  /** Value of an empty cell, in the unit of `values`. */
  readonly background: number;
  /** [people · joints, depth · height · width], as the network gave them. */
  readonly planes: Tensor2D;
  private readonly regress: (() => Tensor2D) | undefined;
  private readonly shared = new Map<string, Tensor>();
  private disposed = false;

  /**
   * @param output [people, height, width, channels] or [people, depth, height, width, channels]; stays the caller's
   * @throws PoseError `invalid-argument` when the shape is not what `facts.layout` says, or a side has fewer than 2 cells
   */
  constructor(output: Tensor4D | Tensor5D, facts: HeatmapFacts) {
    const { people, depth, height, width, channels } = sizesOf(output, facts);
    this.people = people;
    this.depth = depth;
    this.height = height;
    this.width = width;
    this.joints = facts.joints ?? channels;
    this.values = facts.values;
    this.background = facts.background;
    this.regress = facts.regressed;
    const cells = this.cells;
    this.planes = tidy(() => {
      const columns = reshape(output, [people, cells, channels]);
      // The spare channels go first: turning the maps round is the dearest step there is.
      const joints = this.joints === channels ? columns : slice(columns, [0, 0, 0], [people, cells, this.joints]);
      return keep(reshape(transpose(joints, [0, 2, 1]), [this.maps, cells]));
    });
  }

  /** How many maps: people · joints. */
  get maps(): number {
    return this.people * this.joints;
  }

  /** Cells of one map: depth · height · width. */
  get cells(): number {
    return this.depth * this.height * this.width;
  }

  /** {@link Heatmaps.background} as a probability, 0..1. */
  get backgroundProbability(): number {
    return this.values === 'logit' ? 1 / (1 + Math.exp(-this.background)) : this.background;
  }

  /** [people · joints, cells]: the maps as probabilities; for logits their sigmoid. */
  get probabilities(): Tensor2D {
    return this.values === 'logit' ? this.once('probabilities', () => sigmoid(this.planes)) : this.planes;
  }

  /** The highest cell of every map. A constant to gradients: decoders are differentiated through their weights. */
  get peak(): Peak {
    return {
      cell: this.once('peak cell', () => slice(this.found, [0, 0], [this.maps, 3])),
      value: this.once('peak value', () => slice(this.found, [0, 3], [this.maps, 1])),
    };
  }

  /** [people · joints, 1]: height of the peak as a probability, 0..1. */
  get score(): Tensor2D {
    return this.once('score', () =>
      this.values === 'logit' ? sigmoid(this.peak.value) : clipByValue(this.peak.value, 0, 1),
    );
  }

  /** [people · joints, 3]: what the network itself regressed, as `HeatmapFacts.regressed` says; null where it did not. */
  get regressed(): Tensor2D | null {
    return this.regress ? this.once('regressed', this.regress) : null;
  }

  /** [people · joints, 1]: mean over all cells, in the unit of the maps. */
  get mean(): Tensor2D {
    return this.once('mean', () => mean(this.planes, 1, true));
  }

  /**
   * [people · joints, 1]: 0 where every cell is finite, NaN where one is not. Comparisons (and so maxima) lose a NaN on
   * some back-ends, sums do not; a decoder adds this to its answer, so that a broken map is seen where it is read back.
   */
  get health(): Tensor2D {
    return this.once('health', () => mul(this.mean, scalar(0)));
  }

  /**
   * Computes something once and keeps it with the maps: the way decoders share work.
   * @param key names what is computed, with every parameter it depends on
   * @param make computes it; what it makes on the way is released
   * @returns what `make` returned the first time; owned by this object
   * @throws PoseError `disposed` after {@link Heatmaps.dispose}
   */
  once<T extends Tensor>(key: string, make: () => T): T {
    if (this.disposed) {
      throw new PoseError(
        { reason: 'disposed', what: 'heatmaps' },
        'These heatmaps were disposed.',
        'Decode before disposing them.',
      );
    }
    const known = this.shared.get(key);
    if (known !== undefined) return known as T;
    const made = tidy(() => keep(make()));
    this.shared.set(key, made);
    return made;
  }

  /** Releases everything. May be called twice. */
  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.planes.dispose();
    for (const tensor of this.shared.values()) tensor.dispose();
    this.shared.clear();
  }

  /** [people · joints, 4]: column, row, depth cell and value of the maximum. */
  private get found(): Tensor2D {
    return this.once('found', () => withoutGradient((planes) => this.search(planes), this.planes));
  }

  private search(planes: Tensor2D): Tensor2D {
    const { maps, width } = this;
    const peaks = findPeaks(reshape(planes, [maps, this.depth * this.height, width]));
    const [column, row, value] = [0, 1, 2].map((at) => slice(peaks, [0, at], [maps, 1])) as [
      Tensor2D,
      Tensor2D,
      Tensor2D,
    ];
    if (this.depth === 1) return concat([column, row, zerosLike(row), value], 1);
    const t = floor(mul<Tensor2D>(add(row, 0.5), 1 / this.height));
    return concat([column, sub<Tensor2D>(row, mul(t, this.height)), t, value], 1);
  }
}

function sizesOf(output: Tensor4D | Tensor5D, facts: HeatmapFacts) {
  const shape: readonly number[] = output.shape;
  const volume = facts.layout === 'dhwk';
  const [people = 0, depth = 0, height = 0, width = 0, channels = 0] = volume
    ? shape
    : [shape[0], 1, ...shape.slice(1)];
  const joints = facts.joints ?? channels;
  const rank = volume ? 5 : 4;
  if (shape.length !== rank || height < 2 || width < 2 || joints < 1 || joints > channels) {
    throw new PoseError(
      {
        reason: 'invalid-argument',
        argument: 'output',
        found: `[${shape.join(', ')}] with ${joints} joints`,
        wanted: volume ? '[people, depth, height, width, channels]' : '[people, height, width, channels]',
      },
      `A heatmap tensor of shape [${shape.join(', ')}] does not fit the layout ${facts.layout} with ${joints} joints.`,
      'Give the network output and the layout that its manifest states, at least 2×2 cells and as many channels as joints.',
    );
  }
  return { people, depth, height, width, channels };
}
