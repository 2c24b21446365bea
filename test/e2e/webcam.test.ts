import { inject, test } from 'vitest';
import { launch, ALLOW_CAMERA, fakeCamera } from './support/launch.ts';
import { recordPoses, framesOf } from './support/record-poses.ts';
import { watchPage } from './support/watch-page.ts';
import { writeFileSync } from 'node:fs';

test('explore', async () => {
  const browser = await launch([ALLOW_CAMERA, ...fakeCamera(inject('cameraFile') as string)]);
  const context = await browser.newContext();
  const page = await context.newPage();
  const w = watchPage(context, page);
  await recordPoses(page);
  await page.goto(`${inject('site')}webcam/?source=camera&model=lite&backend=wasm`);
  try {
  const frames = await framesOf(page, 60, 100000);
  writeFileSync('/tmp/frames.json', JSON.stringify(frames));
  } finally {
  console.log(JSON.stringify(w, null, 1));
  console.log(await page.evaluate(() => [document.getElementById('message')?.textContent, document.getElementById('app')?.dataset.phase]));
  await page.screenshot({path: '/tmp/shot.png'});
  await browser.close();
  }
});
