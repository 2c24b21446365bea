import * as v from 'valibot';
import { PoseError } from '../types/pose-error.ts';
import type { PoseRecording } from '../types/recording.ts';

const number = v.pipe(v.number(), v.finite());
const positive = v.pipe(number, v.gtValue(0));
const count = v.pipe(number, v.integer(), v.minValue(0));
const text = v.string();
const size = v.object({ width: positive, height: positive });
const indexPairs = v.array(v.tuple([count, count]));

const keypoint = v.object({
  name: text,
  x: number,
  y: number,
  score: number,
  spread: v.object({ xx: number, xy: number, yy: number }),
});

const keypoints3D = v.array(
  v.object({
    name: text,
    x: number,
    y: number,
    z: number,
    score: number,
    // JSON has no NaN: a spread that nobody knows is null there.
    zSpread: v.union([
      number,
      v.nan(),
      v.pipe(
        v.null(),
        v.transform(() => Number.NaN),
      ),
    ]),
  }),
);

const pose = v.object({
  id: v.pipe(count, v.minValue(1)),
  score: number,
  box: v.object({ x: number, y: number, width: number, height: number }),
  region: v.exactOptional(v.object({ centre: v.object({ x: number, y: number }), side: number, angle: number })),
  keypoints: v.array(keypoint),
  keypoints3D: v.exactOptional(keypoints3D),
  worldLandmarks: v.exactOptional(keypoints3D),
});

const stage = v.exactOptional(number);
const timings = v.object({
  detect: stage,
  crop: stage,
  infer: stage,
  decode: stage,
  track: stage,
  smooth: stage,
  total: stage,
});

const frame = v.object({
  time: number,
  captured: v.exactOptional(number),
  emitted: v.exactOptional(number),
  dropped: v.exactOptional(count),
  timings: v.exactOptional(timings),
  size: v.exactOptional(size),
  poses: v.array(pose),
});

const recording = v.pipe(
  v.object({
    schema: v.literal('integral-pose/poses'),
    version: v.literal(1),
    file: v.exactOptional(text),
    kind: v.exactOptional(v.picklist(['video', 'picture', 'live'])),
    size,
    model: v.exactOptional(text),
    decoder: v.exactOptional(text),
    backend: v.exactOptional(text),
    skeleton: v.object({ name: text, keypoints: v.array(text), bones: indexPairs, pairs: indexPairs }),
    frames: v.array(frame),
  }),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const { skeleton, frames } = dataset.value;
    const names = skeleton.keypoints.join();
    const at = frames.findIndex(({ poses }) =>
      poses.some((pose) =>
        [pose.keypoints, pose.keypoints3D, pose.worldLandmarks].some(
          (joints) => joints && joints.map(({ name }) => name).join() !== names,
        ),
      ),
    );
    if (at >= 0)
      addIssue({ message: `frames.${at}: keypoints of another skeleton`, expected: names, received: `frames.${at}` });
  }),
) satisfies v.GenericSchema<unknown, PoseRecording>;

/**
 * Reads a recording: what `recordPoses` or `npm run track` wrote. Fields it does not know are left out.
 *
 * @param source the text of a JSON file, or what was parsed from it
 * @throws PoseError `invalid-argument`: it is not JSON, not a recording, of a newer version, or a field is wrong; the
 * detail's `argument` names the field, for example `recording.frames.3.time`
 * @example
 * const recording = readRecording(await file.text());
 * replayPoses(recording, { speed: 0.5 }).subscribe(draw);
 */
export function readRecording(source: unknown): PoseRecording {
  const data = typeof source === 'string' ? parse(source) : source;
  const version = typeof data === 'object' && data !== null && 'version' in data ? data.version : undefined;
  if (typeof version === 'number' && version > 1) {
    throw new PoseError(
      { reason: 'invalid-argument', argument: 'recording.version', found: String(version), wanted: '1' },
      `The recording has version ${version}, which this SDK does not know.`,
      'Update the SDK, or record again.',
    );
  }
  const result = v.safeParse(recording, data, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = ['recording', v.getDotPath(issue)].filter(Boolean).join('.');
  throw invalid(path, issue.received, issue.expected ?? 'another value', issue.message);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw invalid('recording', 'text that is not JSON', 'JSON', thrown instanceof Error ? thrown.message : '', thrown);
  }
}

function invalid(argument: string, found: string, wanted: string, why: string, cause?: unknown): PoseError {
  return new PoseError(
    { reason: 'invalid-argument', argument, found, wanted },
    `The recording cannot be read, at ${argument}: ${why}.`,
    'Give a file that recordPoses or the track command wrote, whole and unchanged.',
    { cause },
  );
}
