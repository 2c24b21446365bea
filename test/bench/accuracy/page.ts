import type { Decoder, Pose, PoseTracker, Region } from '@integral-pose/sdk';
import * as sdk from '@integral-pose/sdk';
import { wasm } from '@integral-pose/sdk/wasm';
import { FilesetResolver, PoseLandmarker } from '@mediapipe/tasks-vision';
import { firstValueFrom, of } from 'rxjs';
import { decoders as allDecoders, defaultDecoder } from '../decoders.ts';
import type { AccuracyJob, Answer, CocoFile, CocoPerson, RawAccuracy, RowKind, SeenPerson } from './job.ts';
import { createProbe } from './probe.ts';
import { withStretch } from './with-stretch.ts';

declare global {
  interface Window {
    measure(job: AccuracyJob): Promise<RawAccuracy>;
    report?(done: number, total: number): void;
  }
}

type Named = Record<string, Decoder>;
type Points = readonly (readonly [number, number])[];

const PEER = 'PoseLandmarker';
/** What the network regresses in space beside its heatmaps. */
const WORLD = 'world-landmarks';
/** Our own volumes, by what reads them. */
const HEADS = { head: sdk.twoStepIntegral(), 'head-debiased': sdk.debiasedTwoStepIntegral() } as const;
const HEAD_MODEL = '/models/integral-pose-3d/manifest.json';

/** Padding of the annotated box, for ours and the peer alike. */
const PADDING = 1.25;

window.measure = async (job) => {
  const names = job.decoders ?? Object.keys(allDecoders);
  const stray = names.find((name) => !(name in allDecoders));
  if (stray) throw new Error(`There is no decoder ${stray}. There are ${Object.keys(allDecoders).join(', ')}.`);
  const decoders: Named = Object.fromEntries(names.map((name) => [name, allDecoders[name] as Decoder]));
  const backend = wasm({ path: '/tfjs-wasm/' });
  const truth = job.detector === 'truth';
  const maxPeople = truth ? 1 : Math.min(20, Math.max(5, mostPeople(job.file)));
  const manifest = `/models/blazepose-${job.model}/manifest.json`;
  const tracker = await sdk.createPoseTracker({
    backends: [backend],
    detector: sdk.blazePoseDetector({ model: '/models/blazepose-detector/manifest.json' }),
    model: sdk.heatmapModel(manifest),
    decoder: defaultDecoder,
    maxPeople,
  });
  const probe = await createProbe(manifest, backend, decoders);
  const inSpace = job.file.annotations.some(({ keypoints3d_mm }) => keypoints3d_mm);
  const head = sdk.heatmapModel(HEAD_MODEL);
  const headTracker = inSpace
    ? await sdk.createPoseTracker({
        backends: [backend],
        detector: sdk.blazePoseDetector({ model: '/models/blazepose-detector/manifest.json' }),
        model: job.stretch ? withStretch(head, job.stretch) : head,
        maxPeople,
      })
    : null;
  const kinds = new Map<string, RowKind>([
    [PEER, 'peer'],
    ['regression', 'regression'],
    [WORLD, 'world'],
    ...Object.keys(HEADS).map((name) => [name, 'head'] as const),
  ]);
  const peer = job.task ? await createPeer('/task/bundle.task', maxPeople) : null;

  const people: CocoPerson[] = [];
  const perView: number[] = [];
  const rowNames = [...names, ...(headTracker ? [WORLD, ...Object.keys(HEADS)] : []), ...(peer ? [PEER] : [])];
  const answers: Record<string, Answer[]> = Object.fromEntries(rowNames.map((name) => [name, []]));
  const seen: Record<string, SeenPerson[][]> = Object.fromEntries(rowNames.map((name) => [name, []]));
  const subpixel: Record<string, number[]> = Object.fromEntries(rowNames.map((name) => [name, []]));

  for (const [index, { id, file_name }] of job.file.images.entries()) {
    const annotated = job.file.annotations.filter((person) => person.image_id === id && isUsable(person));
    const picture = await bitmapOf(`/images/${encodeURIComponent(file_name)}`);
    const views = truth
      ? await Promise.all(
          annotated.map(async (person) => ({ people: [person], ...(await paddedBox(picture, person)) })),
        )
      : [{ people: annotated, image: picture, x: 0, y: 0 }];
    for (const view of views) {
      const record = <T extends SeenPerson>(name: string, found: readonly T[]): (T | null)[] => {
        const moved = found.map((one) => ({
          ...one,
          keypoints: one.keypoints.map(([x, y]) => [x + view.x, y + view.y] as const),
        }));
        const matched = match(view.people, moved);
        answers[name]?.push(
          ...matched.map((one) => ({
            keypoints: one?.keypoints ?? null,
            variances: one?.variances ?? null,
            space: one?.space ?? null,
            zSpreads: one?.zSpreads ?? null,
          })),
        );
        seen[name]?.push(moved.map(({ keypoints, score }) => ({ keypoints, score })));
        return matched;
      };
      const found = await ours(tracker, view.image, headTracker ? { ...decoders, [WORLD]: WORLD_POINTS } : decoders);
      if (headTracker) {
        record(
          WORLD,
          (found[WORLD] ?? []).map((pose) => ({ ...seenPose(pose), ...inSpaceOf(pose.worldLandmarks) })),
        );
        const lifted = await ours(headTracker, view.image, HEADS, cameraOf(picture, view));
        for (const name of Object.keys(HEADS))
          record(
            name,
            (lifted[name] ?? []).map((pose) => ({ ...seenPose(pose), ...inSpaceOf(pose.keypoints3D) })),
          );
      }
      for (const [at, name] of names.entries()) {
        const matched = record(name, (found[name] ?? []).map(seenPose));
        if (at > 0 || !job.subpixel) continue;
        for (const [which, person] of view.people.entries()) {
          const region = matched[which]?.region;
          if (!region) continue;
          const residuals = await probe.stability(sdk.createFrame(await createImageBitmap(view.image)), region, person);
          for (const each of names) subpixel[each]?.push(residuals[each] as number);
        }
      }
      if (peer) record(PEER, peer(view.image));
      people.push(...view.people);
      perView.push(view.people.length);
      if (view.image !== picture) view.image.close();
    }
    picture.close();
    window.report?.(index + 1, job.file.images.length);
  }
  tracker.dispose();
  headTracker?.dispose();
  probe.dispose();
  return {
    images: job.file.images.length,
    people,
    perView,
    defaultDecoder: names.find((name) => allDecoders[name] === defaultDecoder) ?? '',
    rows: rowNames.map((name) => ({
      name,
      kind: kinds.get(name) ?? 'decoder',
      answers: answers[name] ?? [],
      seen: seen[name] ?? [],
      subpixel: subpixel[name] ?? [],
    })),
  };
};

/** A pose as it is compared: COCO's joints, ranked by how well they are seen. */
function seenPose({ keypoints, region, score }: Pose): SeenPerson & { readonly region: Region } {
  const mean = keypoints.reduce((sum, keypoint) => sum + keypoint.score, 0) / keypoints.length;
  const joints = cocoJoints(keypoints);
  return {
    keypoints: joints.map(({ x, y }) => [x, y] as const),
    variances: joints.map(({ spread: { xx, yy } }) => [xx, yy] as const),
    region,
    score: score * mean,
  };
}

/** The picture's side of the world landmarks: what the network regresses in the picture. */
const WORLD_POINTS = sdk.regression();

function inSpaceOf(found: readonly sdk.Keypoint3D[] | undefined): Pick<Answer, 'space' | 'zSpreads'> {
  const joints = found && cocoJoints(found);
  return {
    space: joints?.map(({ x, y, z }) => [x, y, z] as const) ?? null,
    zSpreads: joints?.map(({ zSpread }) => zSpread) ?? null,
  };
}

/** COCO's joints of a pose in either skeleton. */
function cocoJoints<T extends { readonly name: string }>(joints: readonly T[]): T[] {
  return sdk.coco17.keypoints.map((name) => joints.find((joint) => joint.name === name) as T);
}

function isUsable(person: CocoPerson): boolean {
  return !person.iscrowd && person.keypoints.some((value, index) => index % 3 === 2 && value > 0);
}

/** How many people the fullest picture has. */
function mostPeople({ images, annotations }: CocoFile): number {
  return Math.max(0, ...images.map(({ id }) => annotations.filter(({ image_id }) => image_id === id).length));
}

async function bitmapOf(address: string): Promise<ImageBitmap> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: status ${response.status}`);
  return createImageBitmap(await response.blob());
}

/** The square round a person, with its place in the picture. Outside the picture is black. */
async function paddedBox(picture: ImageBitmap, { bbox }: CocoPerson) {
  const [left, top, width, height] = bbox;
  const side = Math.round(Math.max(width, height) * PADDING);
  const x = Math.round(left + width / 2 - side / 2);
  const y = Math.round(top + height / 2 - side / 2);
  const canvas = new OffscreenCanvas(side, side);
  const context = canvas.getContext('2d', { alpha: false }) as OffscreenCanvasRenderingContext2D;
  context.drawImage(picture, -x, -y);
  return { image: await createImageBitmap(canvas), x, y };
}

/** What the tracker would assume of the whole picture, for a view that was cut out of it. */
function cameraOf({ width, height }: ImageBitmap, { x, y }: sdk.Point): sdk.CameraView {
  return { focalLength: Math.hypot(width, height), centre: { x: width / 2 - x, y: height / 2 - y } };
}

async function ours(
  tracker: PoseTracker,
  image: ImageBitmap,
  decoders: Named,
  camera?: sdk.CameraView,
): Promise<Record<string, readonly Pose[]>> {
  const frame = sdk.createFrame(await createImageBitmap(image));
  return (await firstValueFrom(tracker.compare(of(frame), decoders, () => (camera ? { lift: { camera } } : {})))).poses;
}

function cocoPoints(keypoints: readonly sdk.Point[]): Points {
  return sdk.cocoFromBlazePose.map((index) => [keypoints[index]?.x ?? 0, keypoints[index]?.y ?? 0]);
}

/** The nearest answer for each annotated person, each answer once; none where half the box's diagonal is nearer. */
function match<T extends { readonly keypoints: Points }>(
  people: readonly CocoPerson[],
  answers: readonly T[],
): (T | null)[] {
  const pairs = people
    .flatMap((person, row) => answers.map((answer) => ({ row, answer, error: meanError(person, answer.keypoints) })))
    .filter(({ row, error }) => error < halfDiagonal(people[row] as CocoPerson))
    .sort((a, b) => a.error - b.error);
  const matched = new Array<T | null>(people.length).fill(null);
  for (const { row, answer } of pairs) {
    if (matched[row] === null && !matched.includes(answer)) matched[row] = answer;
  }
  return matched;
}

function halfDiagonal({ bbox }: CocoPerson): number {
  return Math.hypot(bbox[2], bbox[3]) / 2;
}

function meanError({ keypoints }: CocoPerson, points: Points): number {
  let sum = 0;
  let count = 0;
  for (const [joint, [x, y]] of points.entries()) {
    if (!keypoints[3 * joint + 2]) continue;
    sum += Math.hypot(x - (keypoints[3 * joint] as number), y - (keypoints[3 * joint + 1] as number));
    count++;
  }
  return sum / count;
}

/** MediaPipe's PoseLandmarker on the CPU, on single pictures. */
async function createPeer(task: string, numPoses: number): Promise<(image: ImageBitmap) => SeenPerson[]> {
  const fileset = await FilesetResolver.forVisionTasks('/tasks-vision');
  const landmarker = await PoseLandmarker.createFromOptions(fileset, {
    baseOptions: { modelAssetPath: task, delegate: 'CPU' },
    runningMode: 'IMAGE',
    numPoses,
  });
  return (image) =>
    landmarker.detect(image).landmarks.map((points) => ({
      keypoints: cocoPoints(points.map(({ x, y }) => ({ x: x * image.width, y: y * image.height }))),
      score: points.reduce((sum, { visibility }) => sum + visibility, 0) / points.length,
    }));
}
