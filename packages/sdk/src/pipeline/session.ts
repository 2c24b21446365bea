import type { LiftOptions } from '../lift/lift-depth.ts';
import { poseSimilarity } from '../math/object-keypoint-similarity.ts';
import { boundingBox } from '../math/regions.ts';
import type { Decoder } from '../tensor/decoder.ts';
import type { Detection, Detector } from '../tensor/detector.ts';
import type { PoseNetwork } from '../tensor/network.ts';
import type { Pixels } from '../tensor/pixels.ts';
import type { Filter, FilterFactory } from '../types/filter.ts';
import type { Frame } from '../types/frame.ts';
import type { Region } from '../types/geometry.ts';
import type { Keypoint, Pose } from '../types/pose.ts';
import type { Associator, Sighting } from '../types/tracker.ts';
import { estimatePeople, type Person } from './estimate-people.ts';
import { createStopwatch, type Stopwatch } from './stopwatch.ts';

/** What is loaded and can be replaced after a lost context. */
export interface Engine {
  readonly backend: string;
  readonly detector: Detector;
  readonly network: PoseNetwork;
  open(frame: Frame): Pixels;
  /** Makes its back-end tfjs's current one: another tracker may have made its own so. Before any tensor is made. */
  activate(): void;
}

/** How a session behaves. Read in each step: what changes in between holds from the next one on. */
export interface SessionOptions {
  readonly decoders: readonly [Decoder, ...Decoder[]];
  readonly associator: Associator;
  readonly smooth: FilterFactory | undefined;
  readonly lift?: LiftOptions | undefined;
  readonly maxPeople: number;
  readonly detectEvery: number;
  readonly minPresence: number;
  readonly onSeek: (from: number, to: number) => void;
}

/** One frame's people, under each decoder. */
export interface Step {
  /** Poses of the leading decoder, smoothed if asked. */
  readonly poses: readonly Pose[];
  /** Unsmoothed poses, one list for each decoder, in order. */
  readonly byDecoder: readonly (readonly Pose[])[];
  readonly stopwatch: Stopwatch;
}

/** A detection below is a proposal: the network decides whether somebody is there. */
const SURE = 0.5;

/**
 * A proposal whose joints are seen worse, on average, is nobody: athletes in odd poses had 0.47…0.85, clutter up to 0.45.
 * Somebody whom the detector is sure of may be half hidden and have less.
 */
const CLEAR = 0.45;

/** Detections looked at beyond as many as there is room for. */
const PROPOSALS = 3;

/** Two people whose joints are nearer than this are one person seen from two regions. */
const SAME_PERSON = 0.75;

/** Follows people from frame to frame: one session a subscription. */
export interface Session {
  step(frame: Frame, engine: Engine): Promise<Step>;
  /** Forgets everyone. Ids go on counting. */
  reset(): void;
}

export function createSession(options: SessionOptions): Session {
  let followed: readonly Region[] = [];
  let filters = new Map<number, Filter>();
  let filtering: FilterFactory | undefined;
  let last = Number.NEGATIVE_INFINITY;
  let detected = Number.NEGATIVE_INFINITY;
  let resets = 0;

  function reset() {
    resets++;
    followed = [];
    filters = new Map();
    detected = Number.NEGATIVE_INFINITY;
    last = Number.NEGATIVE_INFINITY;
    options.associator.reset();
  }

  async function step(frame: Frame, engine: Engine): Promise<Step> {
    if (frame.time < last) {
      options.onSeek(last, frame.time);
      reset();
    }
    last = frame.time;
    const stopwatch = createStopwatch();
    const pixels = engine.open(frame);
    const estimation = { ...engine, decoders: options.decoders, lift: options.lift };
    const begun = resets;
    /** Work that was begun before a reset is given up: the context it ran on is gone. */
    const stillWanted = <T>(result: T): T => {
      if (begun !== resets) throw new Error('The session was reset.');
      return result;
    };
    const look = async (regions: readonly Region[]) => {
      engine.activate();
      return stillWanted(await estimatePeople(pixels, regions, estimation, stopwatch));
    };
    /** Somebody whose joints all fall on one point is nobody, and could not be looked at again. */
    const present = (people: readonly Person[]) =>
      people.filter(({ presence, next }) => presence >= options.minPresence && next.side >= 1);

    let people = distinct(byQuality(present(await look(followed)))).slice(0, options.maxPeople);
    const lost = people.length < followed.length;
    const due = people.length === 0 || lost || frame.time - detected >= options.detectEvery;
    if (people.length < options.maxPeople && due) {
      detected = frame.time;
      const detections = await stopwatch.time('detect', () => {
        engine.activate();
        return engine.detector.detect(pixels, options.maxPeople + PROPOSALS);
      });
      stillWanted(detections);
      const found: Person[] = [];
      for (const group of [detections.filter(isSure), detections.filter((detection) => !isSure(detection))]) {
        if (people.length + found.filter(isClear).length >= options.maxPeople) break;
        const unknown = group.filter(({ region }) => !isFollowed(region, [...people, ...found]));
        // A detector's region is coarse: look once, then again where the network itself says the body is.
        const first = present(await look(unknown.map(({ region }) => region)));
        const second = present(await look(first.map(({ next }) => next)));
        found.push(...byQuality(group.every(isSure) ? second : second.filter(isClear)));
      }
      const unclear = found.filter((person) => !isClear(person));
      people = distinct([...people, ...found.filter(isClear), ...unclear]).slice(0, options.maxPeople);
    }
    followed = people.map(({ next }) => next);

    const byDecoder = stopwatch.timeSync('track', () => identify(people, frame.time));
    const leading = byDecoder[0] as readonly Pose[];
    const poses = stopwatch.timeSync('smooth', () => smooth(leading, frame.time));
    return { poses, byDecoder, stopwatch };
  }

  /** Gives ids: one list of poses for each decoder, in order. */
  function identify(people: readonly Person[], time: number): Pose[][] {
    const ids = options.associator.assign(people.map(sightingOf), time);
    return options.decoders.map((_, decoder) =>
      people.map(({ keypoints, keypoints3D, worldLandmarks, presence, region }, index): Pose => {
        const joints = keypoints[decoder] as readonly Keypoint[];
        const space = keypoints3D[decoder] ?? worldLandmarks;
        return {
          id: ids[index] as number,
          box: boundingBox(joints),
          keypoints: joints,
          ...(space ? { keypoints3D: space } : {}),
          ...(worldLandmarks ? { worldLandmarks } : {}),
          score: presence,
          region,
        };
      }),
    );
  }

  function smooth(poses: readonly Pose[], time: number): readonly Pose[] {
    const factory = options.smooth;
    if (factory !== filtering) filters = new Map();
    filtering = factory;
    if (!factory) return poses;
    filters = new Map(poses.map(({ id }) => [id, filters.get(id) ?? factory()]));
    return poses.map((pose) => {
      const filter = filters.get(pose.id) as Filter;
      const keypoints = filter.apply(pose.keypoints, time);
      const space = pose.keypoints3D && filter.apply3D?.(pose.keypoints3D, time);
      return { ...pose, keypoints, ...(space ? { keypoints3D: space } : {}), box: boundingBox(keypoints) };
    });
  }

  return { step, reset };
}

/** Drops whoever was seen from two regions at once, keeping the first: whom we follow keeps being followed. */
function distinct(people: readonly Person[]): Person[] {
  const kept: Person[] = [];
  for (const person of people) {
    if (!kept.some((other) => poseSimilarity(sightingOf(person), sightingOf(other)) > SAME_PERSON)) kept.push(person);
  }
  return kept;
}

/** How well a person is seen, 0..1: their presence times the mean score of their joints. */
function quality({ keypoints, presence }: Person): number {
  const joints = keypoints[0] as readonly Keypoint[];
  return (presence * joints.reduce((sum, { score }) => sum + score, 0)) / joints.length;
}

function isSure({ score }: Detection): boolean {
  return score >= SURE;
}

function isClear(person: Person): boolean {
  return quality(person) >= CLEAR;
}

function byQuality(people: readonly Person[]): Person[] {
  return [...people].sort((a, b) => quality(b) - quality(a));
}

function sightingOf({ keypoints, presence }: Person): Sighting {
  const joints = keypoints[0] as readonly Keypoint[];
  return { keypoints: joints, box: boundingBox(joints), score: presence };
}

/** Whether a detection is so near to a followed person's crop that looking there would tell nothing new. */
function isFollowed(region: Region, people: readonly Person[]): boolean {
  return people.some(
    ({ next }) =>
      Math.hypot(region.centre.x - next.centre.x, region.centre.y - next.centre.y) <
      0.1 * Math.min(region.side, next.side),
  );
}
