import { coco17 } from '@integral-pose/sdk';
import { seededRandom } from '@integral-pose/test-kit';
import {
  createAvatar,
  createStage,
  idle,
  jumpingJack,
  type Motion,
  squat,
  type TruePerson,
  walk,
  wave,
} from '@integral-pose/test-kit/avatar';
import type { PersonPicture } from './job.ts';

declare global {
  interface Window {
    drawPerson(index: number): Promise<PersonPicture>;
  }
}

const MOTIONS: readonly (readonly [string, Motion])[] = [
  ['idle', idle()],
  ['wave', wave()],
  ['walk', walk()],
  ['squat', squat()],
  ['jumping jack', jumpingJack()],
];
const SIZE = { width: 640, height: 480 };

window.drawPerson = async (index) => {
  const random = seededRandom(7000 + index);
  const [motion, move] = MOTIONS[index % MOTIONS.length] as (typeof MOTIONS)[number];
  const body = 100 + (Math.floor(index / MOTIONS.length) % 12);
  const facing = random.next() < 0.6 ? random.between(-60, 60) : random.between(-180, 180);
  const distance = random.between(3.2, 6);
  const height = random.between(0.5, 2.4);
  const fieldOfView = random.between(30, 55);
  const canvas = new OffscreenCanvas(SIZE.width, SIZE.height);
  const stage = createStage({
    canvas,
    ...SIZE,
    people: [{ avatar: createAvatar({ seed: body }), motion: move, place: { x: 0, z: 0, facing } }],
    background: random.next() < 0.7 ? 'room' : { plain: `hsl(${Math.floor(random.between(0, 360))}, 30%, 55%)` },
    camera: {
      position: [random.between(-0.8, 0.8), height, distance],
      target: [random.between(-0.3, 0.3), 0.95, 0],
      fieldOfView,
    },
  });
  const { people } = stage.render(random.between(0, 12_000));
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.92 });
  stage.dispose();
  const [person] = people as [TruePerson];
  const joints = coco17.keypoints.map((name) => {
    const flat = person.keypoints2d.find((each) => each.name === name);
    const deep = person.keypoints3d.find((each) => each.name === name);
    if (!flat || !deep) throw new Error(`The figure has no ${name}.`);
    const inside = flat.x >= 0 && flat.x < SIZE.width && flat.y >= 0 && flat.y < SIZE.height;
    return { flat, deep, flag: inside ? (flat.visible ? 2 : 1) : 0 };
  });
  const { x, y, width, height: tall } = person.box;
  return {
    jpeg: await addressOf(blob),
    person: {
      bbox: [x, y, width, tall],
      area: 0.53 * width * tall,
      keypoints: joints.flatMap(({ flat, flag }) => [flat.x, flat.y, flag]),
      keypoints3d_mm: joints.map(({ deep }) => [1000 * deep.x, 1000 * deep.y, 1000 * deep.z]),
      facts: {
        body: `figure ${body}`,
        pose: motion,
        camera: `${height > 1.6 ? 'from above' : height < 0.9 ? 'from below' : 'level'}, ${Math.abs(facing) < 60 ? 'front' : Math.abs(facing) < 120 ? 'side' : 'back'}`,
      },
    },
  };
};

async function addressOf(blob: Blob): Promise<string> {
  const reader = new FileReader();
  return new Promise((done, fail) => {
    reader.onload = () => done(reader.result as string);
    reader.onerror = () => fail(reader.error);
    reader.readAsDataURL(blob);
  });
}
