/** How a map becomes a coordinate. Names and meaning as the SDK's decoders. */
export type DecoderSpec =
  | { readonly kind: 'argmax' | 'quarterOffset' | 'distributionMatching' }
  | { readonly kind: 'dark'; readonly blur: number }
  | { readonly kind: 'integral' | 'debiasedIntegral'; readonly beta: number };

/** What every term of a loss may say. */
interface Term {
  /** The term's factor in the sum. Default 1. */
  readonly factor?: number;
  /** The term counts in so many first epochs only. Default: in all. */
  readonly epochs?: number;
}

/** One term of a loss. Lengths in cells of the map; formulas stand with the losses of `@integral-pose/sdk/train`. */
export type LossTerm = Term &
  (
    | { readonly kind: 'H1'; readonly sigma: number }
    | { readonly kind: 'H2' }
    | { readonly kind: 'H3'; readonly radius: number }
    /** Mean squared error to the four demanders of a dot annotation. */
    | { readonly kind: 'dot' }
    /** Direct regression; only with `map: null`. Its unit is px of the picture. */
    | { readonly kind: 'R1' }
    | { readonly kind: 'integral'; readonly beta: number }
    /** `floor` and `pull` as `CompensationOptions` of the SDK. Default 0.1 and 1. */
    | { readonly kind: 'debiasedIntegral'; readonly beta: number; readonly floor?: number; readonly pull?: number }
    | { readonly kind: 'prior'; readonly sigma: number; readonly beta: number }
    | { readonly kind: 'distributionMatching'; readonly regularisation: number; readonly iterations: number }
  );

/** One training. The same job gives the same network, bit by bit, on the same machine. */
export interface TrainingJob {
  readonly loss: readonly LossTerm[];
  /** What the learning curve is read with; not used for R1. */
  readonly decoder: DecoderSpec;
  /** Side of the pictures that the network sees, px: 64, or 32 for pictures averaged down. */
  readonly input: 64 | 32;
  /** Side of the maps, cells: a half or a quarter of the input's. `null`: no maps, coordinates (R1). */
  readonly map: number | null;
  /** Initial weights and order of the pictures. Jobs that differ in the loss only start and go on alike. */
  readonly seed: number;
  readonly epochs: number;
  /** Pictures that make an epoch. `null`: all there are. With fewer, the next epoch goes on with the others. */
  readonly epochPictures: number | null;
  /** Pictures a step. */
  readonly batch: number;
  /** Learning rate of Adam at the start; falls to 0 along half a cosine. */
  readonly rate: number;
  /** Mirrors every other picture, at random. */
  readonly flips: boolean;
  /** So many pictures of the training split, spread evenly over it; `null`: all. */
  readonly trainingPictures: number | null;
  /** The same of the validation split, for the learning curve. */
  readonly validationPictures: number | null;
}

/** A point of a learning curve. */
export interface CurvePoint {
  /** Epochs trained; 0 is the untrained network. */
  readonly epoch: number;
  /** Mean loss over the epoch; null before the first. */
  readonly loss: number | null;
  /** Mean end-point error on the validation pictures, px of the 64 × 64 picture, read with the job's decoder. */
  readonly error: number;
}

/** A training that has been done. */
export interface TrainedRun {
  readonly job: TrainingJob;
  /** Where its files are: `weights.pt`, `run.json`, and predictions that were asked for. */
  readonly folder: string;
  readonly curve: readonly CurvePoint[];
  /** Trainable numbers of the network. */
  readonly parameters: number;
  /** Processor time it took, s. */
  readonly seconds: number;
}
