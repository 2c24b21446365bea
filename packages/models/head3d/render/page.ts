import type { Scenery } from './backdrop.ts';
import type { Split } from './job.ts';
import { createStudio } from './studio.ts';

const read = async <T>(address: string): Promise<T> => (await (await fetch(address)).json()) as T;
const studio = createStudio(
  await read('/shared/data/avatar/bodies.json'),
  await read<Record<Split, Scenery[]>>('/scenery/scenery.json'),
);

window.renderPart = async (job) => {
  const { pictures, joints, facts } = await studio(job);
  return { pictures: packed(pictures), joints: packed(new Uint8Array(joints.buffer)), facts };
};

function packed(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
