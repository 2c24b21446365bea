import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withPage } from '../../../scripts/headless.ts';
import { sharedFolder } from '../../../scripts/mounts.ts';

/** A picture of one person, and where some joints are. */
export interface Person {
  /** The picture's file. */
  readonly file: string;
  readonly joints: Readonly<Record<string, readonly [x: number, y: number]>>;
  /** How far off a keypoint may be, px. */
  readonly tolerance: number;
}

/** Read off the picture by eye: the tolerance is what clothes leave open, and much less than one joint from the next. */
const JOINTS_OF_POSE_JPG: Person['joints'] = {
  left_shoulder: [543, 318],
  right_shoulder: [447, 325],
  left_wrist: [708, 313],
  right_wrist: [295, 305],
  left_knee: [605, 545],
  right_knee: [352, 492],
  left_ankle: [705, 622],
  right_ankle: [345, 610],
};

/** What the page in `person/` answers. */
export interface RenderedPerson {
  /** The PNG. */
  readonly base64: string;
  readonly joints: Person['joints'];
}

/** The picture that lies beside the checkout, or else a synthetic person. */
export async function findPerson(scratch: string): Promise<Person> {
  if (sharedFolder) {
    return { file: join(sharedFolder, 'data/video/pose.jpg'), joints: JOINTS_OF_POSE_JPG, tolerance: 20 };
  }
  return renderPerson(scratch);
}

/** Draws the synthetic person once. */
export function renderPerson(scratch: string): Promise<Person> {
  return withPage({ page: 'test/package/person/index.html' }, async (page) => {
    const handle = await page.waitForFunction(() => window.renderedPerson, undefined, { timeout: 300_000 });
    const { base64, joints } = (await handle.jsonValue()) as RenderedPerson;
    const file = join(scratch, 'person.png');
    writeFileSync(file, Buffer.from(base64, 'base64'));
    return { file, joints, tolerance: 12 };
  });
}
