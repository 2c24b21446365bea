import { canvasFrames } from '@integral-pose/sdk';
import {
  createAvatar,
  createStage,
  type Performer,
  performance as play,
  type Stage,
  type Truth,
} from '@integral-pose/test-kit/avatar';
import { defer, Subject, startWith } from 'rxjs';
import type { OpenSource, TrueBody, TrueJoints } from './open-source.ts';

const SMALL = { width: 640, height: 480 };
const LARGE = { width: 1280, height: 960 };
/** A GPU draws the small picture in less, ms; drawing in software takes several times as long. */
const FAST = 4;
/** Pictures a second. */
const RATE = 30;
/** Pictures whose truth is kept until their results come. */
const REMEMBERED = 150;

function visibleJoints({ people }: Truth): TrueJoints[] {
  return people.map(({ keypoints2d }) => {
    const seen = keypoints2d.filter(({ visible }) => visible);
    return new Map(seen.map(({ name, x, y }) => [name, { x, y }] as const));
  });
}

function bodiesOf({ people }: Truth): TrueBody[] {
  return people.map(({ keypoints3d, origin }) => ({
    joints: new Map(keypoints3d.map(({ name, x, y, z }) => [name, { x, y, z }] as const)),
    hips: origin,
  }));
}

/** Figures side by side, each at another point of the same movements. */
function createPeople(count: number): Performer[] {
  const motion = play();
  return Array.from({ length: count }, (_, index) => ({
    avatar: createAvatar({ seed: index + 1 }),
    motion: (time, height) => motion(time + 7_000 * index, height),
    place: { x: 1.05 * (index - (count - 1) / 2), z: 0, facing: 0 },
  }));
}

interface Picture {
  readonly canvas: HTMLCanvasElement;
  readonly stage: Stage;
}

function createPicture(size: typeof SMALL, people: readonly Performer[]): Picture {
  const canvas = document.createElement('canvas');
  return { canvas, stage: createStage({ canvas, ...size, people }) };
}

/** How long a picture takes to be drawn, ms. Reading a pixel back waits until it is. */
function drawingTime({ canvas, stage }: Picture): number {
  const gl = canvas.getContext('webgl2');
  const draw = () => {
    stage.render(0);
    gl?.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
  };
  draw(); // compiles the shaders
  const begin = performance.now();
  draw();
  return performance.now() - begin;
}

/**
 * A person, or up to three, drawn and animated on a canvas: for where there is neither camera nor video.
 * @param figures 1..3
 */
export function openSyntheticSource(figures = 1): OpenSource {
  const people = createPeople(Math.min(3, Math.max(1, Math.round(figures) || 1)));
  let picture = createPicture(SMALL, people);
  if (drawingTime(picture) < FAST) {
    picture.stage.dispose();
    picture = createPicture(LARGE, people);
  }
  const { canvas, stage } = picture;
  const drawn = new Subject<number>();
  /** ms on the figure's own clock, which stands still in a pause. */
  let time = 0;
  let last: number | undefined;
  let paused = false;

  const truths = new Map<number, { readonly joints: readonly TrueJoints[]; readonly bodies: readonly TrueBody[] }>();
  const { focal, centre } = stage.measure(0).camera;

  const draw = () => {
    const truth = stage.render(time);
    truths.set(time, { joints: visibleJoints(truth), bodies: bodiesOf(truth) });
    const oldest = truths.keys().next().value;
    if (truths.size > REMEMBERED && oldest !== undefined) truths.delete(oldest);
    drawn.next(time);
  };
  const step = (now: number) => {
    handle = requestAnimationFrame(step);
    // Half a millisecond early is not early.
    if (last !== undefined && now - last < 1000 / RATE - 0.5) return;
    if (!paused && last !== undefined) time += Math.min(now - last, 200);
    last = now;
    if (!paused) draw();
  };
  let handle = requestAnimationFrame(step);

  return {
    kind: 'synthetic',
    name: people.length === 1 ? 'Synthetic person' : `${people.length} synthetic people`,
    element: canvas,
    mirrored: false,
    // A paused figure gives its picture once, as a paused video does.
    frames: () => canvasFrames(canvas, { drawn: defer(() => (paused ? drawn.pipe(startWith(time)) : drawn)) }),
    setPaused(value) {
      paused = value;
    },
    truth: (time) => truths.get(time)?.joints ?? [],
    bodies: (time) => truths.get(time)?.bodies ?? [],
    camera: { focalLength: focal, centre },
    close() {
      cancelAnimationFrame(handle);
      drawn.complete();
      stage.dispose();
    },
  };
}
