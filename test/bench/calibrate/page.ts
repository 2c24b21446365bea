import * as sdk from '@integral-pose/sdk';
import { wasm } from '@integral-pose/sdk/wasm';
import { firstValueFrom, of } from 'rxjs';
import type { CocoPerson } from '../accuracy/job.ts';
import { decoderGrid } from '../decoder-grid.ts';
import { decoders as everyDecoder } from '../decoders.ts';
import type { CalibrateJob, Residual, Residuals } from './job.ts';

declare global {
  interface Window {
    residuals(job: CalibrateJob): Promise<Residuals>;
    report?(done: number, total: number): void;
  }
}

/** People whose joints are farther off than this, on average, are somebody else, or were not seen: no calibration. */
const SAME_PERSON = 0.2; // of the box's diagonal

window.residuals = async ({ model, sets, grid }) => {
  const decoders = grid ? decoderGrid : everyDecoder;
  const backend = wasm({ path: '/tfjs-wasm/' });
  const address = `/models/blazepose-${model}/manifest.json`;
  const tracker = await sdk.createPoseTracker({
    backends: [backend],
    detector: sdk.blazePoseDetector({ model: '/models/blazepose-detector/manifest.json' }),
    model: sdk.heatmapModel(address),
    maxPeople: 5,
  });
  const network = await sdk
    .heatmapModel(address)
    .load({ backend, signal: undefined, onBytes: () => undefined, logger: undefined });
  const { input, heatmaps } = network.manifest;
  const sampler = sdk.createCropSampler(false);
  const result: Record<string, Residual[]> = Object.fromEntries(Object.keys(decoders).map((name) => [name, []]));
  const total = sets.reduce((sum, { file }) => sum + file.images.length, 0);
  let done = 0;
  let count = 0;
  for (const { prefix, file } of sets) {
    for (const { id, file_name } of file.images) {
      const image = await createImageBitmap(await (await fetch(prefix + encodeURIComponent(file_name))).blob());
      const { poses } = await firstValueFrom(tracker.track(of(sdk.createFrame(await createImageBitmap(image)))));
      const frame = sdk.createFrame(image);
      for (const person of file.annotations.filter((one) => one.image_id === id)) {
        const pose = poses.find(
          (one) => distance(one, person) < SAME_PERSON * Math.hypot(person.bbox[2], person.bbox[3]),
        );
        if (pose) await measure(frame, pose.region, person, count++);
      }
      frame.close();
      window.report?.(++done, total);
    }
  }
  network.dispose();
  tracker.dispose();
  return result;

  async function measure(frame: sdk.Frame, region: sdk.Region, { keypoints }: CocoPerson, index: number) {
    const toCrop = sdk.cropTransform(region, input);
    const crops = sampler.open(frame).sample([toCrop], input, input.range);
    const inference = network.infer(crops);
    for (const [name, decoder] of Object.entries(decoders)) {
      const decoded = decoder.decode(inference.maps);
      const values = await decoded.data();
      decoded.dispose();
      for (const [coco, joint] of sdk.cocoFromBlazePose.entries()) {
        const [x, y, labelled] = keypoints.slice(3 * coco, 3 * coco + 3) as [number, number, number];
        if (!labelled) continue;
        const at = (column: number) => values[joint * sdk.DECODED.columns + column] as number;
        const truth = sdk.apply(toCrop, { x, y });
        result[name]?.push({
          person: index,
          joint,
          dx: at(sdk.DECODED.x) + heatmaps.offset.x - (truth.x * heatmaps.width) / input.width,
          dy: at(sdk.DECODED.y) + heatmaps.offset.y - (truth.y * heatmaps.height) / input.height,
          xx: at(sdk.DECODED.xx),
          yy: at(sdk.DECODED.yy),
          score: at(sdk.DECODED.score),
        });
      }
    }
    inference.dispose();
    crops.dispose();
  }
};

function distance({ keypoints }: sdk.Pose, person: CocoPerson): number {
  const errors = sdk.cocoFromBlazePose.flatMap((joint, coco) => {
    const [x, y, labelled] = person.keypoints.slice(3 * coco, 3 * coco + 3) as [number, number, number];
    const { x: px, y: py } = keypoints[joint] as sdk.Keypoint;
    return labelled ? [Math.hypot(px - x, py - y)] : [];
  });
  return errors.reduce((sum, error) => sum + error, 0) / errors.length;
}
