import { Color, type ColorRepresentation } from 'three';
import type { Skeleton } from '../types/skeleton.ts';

/** Colours of a pose scene. */
export interface PoseSceneColours {
  /** Bones of the subject's left. Default orange `#ff9f1c`. */
  readonly left: ColorRepresentation;
  /** Bones of the subject's right. Default sky blue `#4cc9f0`. */
  readonly right: ColorRepresentation;
  /** Bones of neither. Default near white `#f8fafc`. */
  readonly centre: ColorRepresentation;
  /** Joints, one colour a person, taken in turn by id. */
  readonly people: readonly [ColorRepresentation, ...ColorRepresentation[]];
  /** Error bars. Default `#9fb4b1`. */
  readonly spread: ColorRepresentation;
  /** Lines of the ground. Default `#6b8583`. */
  readonly grid: ColorRepresentation;
  /** The camera's pyramid. Default `#63ddc3`. */
  readonly camera: ColorRepresentation;
}

/** The default colours: those of the 2D overlay. */
export const DEFAULT_SCENE_COLOURS: PoseSceneColours = {
  left: '#ff9f1c',
  right: '#4cc9f0',
  centre: '#f8fafc',
  people: ['#f0b429', '#56b4e9', '#2dd4a0', '#e58fc4', '#f4e04d', '#ff7f50', '#9aa5ff', '#c3e88d'],
  spread: '#9fb4b1',
  grid: '#6b8583',
  camera: '#63ddc3',
};

/** What may be changed while a pose scene lives. */
export interface PoseSceneView {
  /** Show how far off the depth of a joint may be: a bar along z, one standard deviation to each side. Default true. */
  readonly spread: boolean;
  /** Show the ground. Default true. */
  readonly grid: boolean;
  /** Joints below are left out, 0..1. Default 0.3. */
  readonly leastScore: number;
  /** From one body to the next where they have no place of their own, metres, ≥ 0. Default 1.2. */
  readonly spacing: number;
}

/** Options of `createPoseScene`. */
export interface PoseSceneOptions extends Partial<PoseSceneView> {
  /** `tracker.skeleton`. */
  readonly skeleton: Skeleton;
  /** Those that are not given are {@link DEFAULT_SCENE_COLOURS}. */
  readonly colours?: Partial<PoseSceneColours>;
  /** Radius of a large joint, metres, > 0; small joints and bones go with it. Default 0.024. */
  readonly jointRadius?: number;
}

/** Colours ready to be written into buffers: linear light. */
export interface LinearColours {
  readonly left: Color;
  readonly right: Color;
  readonly centre: Color;
  readonly people: readonly Color[];
  readonly spread: Color;
  readonly grid: Color;
  readonly camera: Color;
}

export function linearColours(given: Partial<PoseSceneColours>): LinearColours {
  const { people, ...single } = { ...DEFAULT_SCENE_COLOURS, ...given };
  return {
    left: new Color(single.left),
    right: new Color(single.right),
    centre: new Color(single.centre),
    people: people.map((colour) => new Color(colour)),
    spread: new Color(single.spread),
    grid: new Color(single.grid),
    camera: new Color(single.camera),
  };
}

/** The colour of a person: the same for the same id, which starts at 1. */
export function colourOfPerson({ people }: LinearColours, id: number): Color {
  const index = (((id - 1) % people.length) + people.length) % people.length;
  return people[index] as Color;
}
