import { createStage } from '@integral-pose/test-kit/avatar';
import type { RenderedPerson } from '../support/person.ts';

declare global {
  interface Window {
    renderedPerson?: RenderedPerson;
  }
}

const JOINTS = ['shoulder', 'elbow', 'wrist', 'knee', 'ankle'].flatMap((joint) => [`left_${joint}`, `right_${joint}`]);

const canvas = new OffscreenCanvas(640, 480);
const stage = createStage({ canvas });
const person = stage.render(0).people[0];
if (!person) throw new Error('There is nobody on the stage.');
const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
stage.dispose();

window.renderedPerson = {
  base64: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')),
  joints: Object.fromEntries(
    person.keypoints2d.filter(({ name }) => JOINTS.includes(name)).map(({ name, x, y }) => [name, [x, y]]),
  ),
};
