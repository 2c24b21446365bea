import {
  keep,
  reshape,
  sigmoid,
  slice,
  type Tensor2D,
  type Tensor4D,
  type Tensor5D,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import type { ValueKind } from '../types/manifest.ts';

/** How a batch of heatmaps is to be read. */
export interface HeatmapFacts {
  readonly layout: 'hwk' | 'dhwk';
  readonly values: ValueKind;
  /** Value of an empty cell, in the unit of `values`. */
  readonly background: number;
  /** How many of the leading channels are joints. Default: all. */
  readonly joints?: number;
}

/**
 * A batch of heatmaps, one a joint and person, with what several decoders have in common computed once and
 * kept until `dispose`. Everything a getter returns belongs to this object: do not dispose it.
 */
export class Heatmaps {
  readonly people: number;
  readonly joints: number;
  readonly width: number;
  readonly height: number;
  /** 1 for flat maps. */
  readonly depth: number;
  readonly values: ValueKind;
  readonly background: number;
  /** [people · joints, depth · height · width], as the network gave them. */
  readonly planes: Tensor2D;
  private kept: Tensor2D[] = [];

  /** @param output [people, height, width, channels] or [people, depth, height, width, channels]; stays the caller's */
  constructor(output: Tensor4D | Tensor5D, facts: HeatmapFacts) {
    const shape = output.shape;
    const volume = facts.layout === 'dhwk';
    this.people = shape[0];
    this.depth = volume ? shape[1] : 1;
    this.height = (volume ? shape[2] : shape[1]) as number;
    this.width = (volume ? shape[3] : shape[2]) as number;
    const channels = shape[shape.length - 1] as number;
    this.joints = facts.joints ?? channels;
    this.values = facts.values;
    this.background = facts.background;
    const cells = this.depth * this.height * this.width;
    this.planes = tidy(() => {
      const flat = reshape(output, [this.people, cells, channels]);
      const joints = this.joints === channels ? flat : slice(flat, [0, 0, 0], [-1, -1, this.joints]);
      return keep(
        reshape<import('@tensorflow/tfjs-core').Rank.R2>(transpose(joints, [0, 2, 1]), [
          this.people * this.joints,
          cells,
        ]),
      );
    });
    this.kept.push(this.planes);
  }

  dispose(): void {
    for (const tensor of this.kept) tensor.dispose();
    this.kept = [];
  }
}
void sigmoid;
