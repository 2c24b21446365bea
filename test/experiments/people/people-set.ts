import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PICTURE_SIDE, type PictureFacts, type Split } from './picture-facts.ts';

/** Joints of a person, in the order of the SDK's `coco17`. */
export const JOINTS = 17;

/** Pictures of synthetic people. Train, validation and test lie one after the other. */
export interface PeopleSet {
  /** Where the files are: `pictures.u8`, `joints.f32`, `world.f32`, `facts.json`. Little endian, no headers. */
  readonly folder: string;
  readonly count: number;
  /** [count, 64, 64, 3], sRGB 0..255. */
  readonly pictures: Uint8Array;
  /**
   * [count, 17, 4]: x and y in px of the picture (pixel i covers [i, i + 1); true also where they lie outside), z in
   * metres from the hips' middle, positive towards the camera, and the state: 0 outside the picture and so not labelled,
   * 1 occluded, 2 visible.
   */
  readonly joints: Float32Array;
  /** [count, 17, 3], metres from the hips' middle in the camera's axes: x right in the picture, y up, z towards the camera. */
  readonly world: Float32Array;
  readonly facts: readonly PictureFacts[];
  /** Indices of the pictures of a split. */
  indices(split: Split): readonly number[];
}

/** Reads a folder that `renderPeople` has made. */
export async function readPeople(folder: string): Promise<PeopleSet> {
  const facts = JSON.parse(await readFile(join(folder, 'facts.json'), 'utf8')) as PictureFacts[];
  const floats = async (name: string): Promise<Float32Array> => {
    const bytes = await readFile(join(folder, name));
    return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  };
  const pictures = new Uint8Array(await readFile(join(folder, 'pictures.u8')));
  const joints = await floats('joints.f32');
  const world = await floats('world.f32');
  const count = facts.length;
  const expected = [count * PICTURE_SIDE * PICTURE_SIDE * 3, count * JOINTS * 4, count * JOINTS * 3];
  if (pictures.length !== expected[0] || joints.length !== expected[1] || world.length !== expected[2])
    throw new Error(`The files in ${folder} do not belong together. Delete the folder: it is then made again.`);
  return {
    folder,
    count,
    pictures,
    joints,
    world,
    facts,
    indices: (split) => facts.flatMap((each, i) => (each.split === split ? [i] : [])),
  };
}
