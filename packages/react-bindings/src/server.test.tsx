import { wholeFrame } from '@integral-pose/sdk';
import { renderToString } from 'react-dom/server';
import { expect, test, vi } from 'vitest';
import {
  PoseCamera,
  PoseOverlay,
  PoseProvider,
  useCamera,
  useDecoderComparison,
  usePoseContext,
  usePoseFrames,
  usePoses,
} from './index.ts';
import { PoseScene } from './scene.ts';

// Whoever shows no scene does without it, and a server shows none.
vi.mock('three', () => {
  throw new Error('three.js was loaded.');
});

const load = vi.fn();
const options = { detector: wholeFrame(), model: { name: 'never', load } };

function Page() {
  const camera = useCamera({ autoStart: true });
  const tracker = usePoseContext();
  usePoseFrames(tracker, camera.videoRef, () => undefined);
  const { frame } = usePoses(tracker, camera.videoRef);
  const compared = useDecoderComparison(tracker, camera.videoRef, {});
  const said = [camera.status, camera.permission, camera.devices.length, tracker.status, frame, compared.frame];
  return (
    <div>
      <video ref={camera.videoRef} muted />
      <PoseOverlay source={camera.videoRef} />
      <PoseScene source={camera.videoRef} fallback="no scene yet" />
      <PoseCamera />
      <output>{JSON.stringify(said)}</output>
    </div>
  );
}

test('R1 R19 on a server, without a window, everything renders as not yet there, and nothing starts', async () => {
  expect([typeof window, typeof document]).toEqual(['undefined', 'undefined']);
  const complaints = vi.spyOn(console, 'error');
  const page = renderToString(
    <PoseProvider options={options}>
      <Page />
    </PoseProvider>,
  );
  expect(page).toContain('[&quot;starting&quot;,&quot;unknown&quot;,0,&quot;loading&quot;,null,null]');
  expect(page).toContain('<canvas');
  expect(page).toContain('no scene yet');
  expect(page).toContain('Start the camera');
  await Promise.resolve();
  expect(load).not.toHaveBeenCalled();
  expect(complaints).not.toHaveBeenCalled();
});
