import type { Box, Covariance, PoseFrame, Size, Skeleton } from '../../packages/sdk/src/index.ts';
import type { FileKind } from './file-kind.ts';

/** What is said once in a poses file. */
export interface PosesHeader {
  /** Name of the picture or video, without its folder. */
  readonly file: string;
  readonly kind: FileKind;
  /** px, as the file is shown: turned and stretched as it says itself. */
  readonly size: Size;
  /** For example `blazepose-full`. */
  readonly model: string;
  /** For example `localDebiasedIntegral`. */
  readonly decoder: string;
  /** What computed it, for example `wasm`. */
  readonly backend: string;
  /** What the keypoints are, and which to draw lines between. */
  readonly skeleton: Skeleton;
}

/** A joint. px of the picture: pixel i covers [i, i + 1), origin top left. */
export interface PosesKeypoint {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  /** 0..1. */
  readonly score: number;
  /** Covariance of the error, px². */
  readonly spread: Covariance;
}

/** A person. */
export interface PosesPerson {
  /** The same person in every frame. From 1. */
  readonly id: number;
  /** 0..1. */
  readonly score: number;
  /** px. */
  readonly box: Box;
  /** In the skeleton's order. */
  readonly keypoints: readonly PosesKeypoint[];
}

/** One picture. */
export interface PosesFrame {
  /** ms from the video's beginning; 0 for a picture. */
  readonly time: number;
  /** The likeliest first; empty where nobody was found. */
  readonly poses: readonly PosesPerson[];
}

/** A poses file. README.md beside this documents it for readers of the file. */
export interface PosesDocument extends PosesHeader {
  readonly schema: 'integral-pose/poses';
  readonly version: 1;
  /** Every frame of the file, in order. */
  readonly frames: readonly PosesFrame[];
}

/** Decimals that are written: finer than any answer is exact. */
const DECIMALS = 4;

const round = (value: number): number => {
  const rounded = Number(value.toFixed(DECIMALS));
  return rounded === 0 ? 0 : rounded; // no −0
};

/** What a poses file keeps of a result, rounded to four decimals. */
export function toPosesFrame({ time, poses }: Pick<PoseFrame, 'time' | 'poses'>): PosesFrame {
  return {
    time: round(time),
    poses: poses.map(({ id, score, box, keypoints }) => ({
      id,
      score: round(score),
      box: { x: round(box.x), y: round(box.y), width: round(box.width), height: round(box.height) },
      keypoints: keypoints.map(({ name, x, y, score, spread }) => ({
        name,
        x: round(x),
        y: round(y),
        score: round(score),
        spread: { xx: round(spread.xx), xy: round(spread.xy), yy: round(spread.yy) },
      })),
    })),
  };
}

/** Writes a poses file piece by piece: a frame a line, never all of it in memory. */
export interface PosesWriter {
  add(frame: PosesFrame): void;
  end(): void;
}

/** Writes the header at once. */
export function writePoses(header: PosesHeader, write: (text: string) => void): PosesWriter {
  const { file, kind, size, model, decoder, backend, skeleton } = header;
  const { name, keypoints, bones, pairs } = skeleton;
  const head = {
    schema: 'integral-pose/poses',
    version: 1,
    file,
    kind,
    size: { width: size.width, height: size.height },
    model,
    decoder,
    backend,
    skeleton: { name, keypoints, bones, pairs },
  } satisfies Omit<PosesDocument, 'frames'>;
  const lines = Object.entries(head).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`);
  write(`{\n${lines.join('')}  "frames": [`);
  let separator = '\n';
  return {
    add(frame) {
      write(`${separator}    ${JSON.stringify(frame)}`);
      separator = ',\n';
    },
    end: () => write('\n  ]\n}\n'),
  };
}
