import { createDrawing } from './draw-people.ts';
import type { DrawPeopleJob, PackedPeople } from './job.ts';

declare global {
  interface Window {
    drawPeople(job: DrawPeopleJob): PackedPeople;
  }
}

const draw = createDrawing();

window.drawPeople = (job) => {
  const { pictures, joints, world, facts } = draw(job);
  return { pictures: packed(pictures), joints: packed(joints), world: packed(world), facts };
};

function packed(values: Uint8Array | Float32Array): string {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
