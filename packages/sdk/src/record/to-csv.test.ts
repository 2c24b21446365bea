import { expect, test } from 'vitest';
import type { PoseRecording, RecordedPose } from '../types/recording.ts';
import { toCsv } from './to-csv.ts';

const names = ['elbow', 'the "wrist", so called'];

const pose = (id: number, more: Partial<RecordedPose> = {}): RecordedPose => ({
  id,
  score: 0.875,
  box: { x: 0, y: 0, width: 1, height: 1 },
  keypoints: names.map((name, i) => ({
    name,
    x: 10.25 + i + id,
    y: -3.5,
    score: 0.5,
    spread: { xx: 1.5, xy: -0.25, yy: 2 },
  })),
  ...more,
});

const inSpace = (zSpread: number, z: number) =>
  names.map((name, i) => ({ name, x: 0.1, y: -0.2 - i, z, score: 0.5, zSpread }));

const recording: PoseRecording = {
  schema: 'integral-pose/poses',
  version: 1,
  size: { width: 640, height: 480 },
  skeleton: { name: 'arm', keypoints: names, bones: [[0, 1]], pairs: [] },
  frames: [
    {
      time: 0,
      poses: [pose(1, { keypoints3D: inSpace(0.03, 1e-7), worldLandmarks: inSpace(Number.NaN, 0.4) }), pose(2)],
    },
    { time: 33.3667, poses: [] },
    { time: 66.7334, poses: [pose(2, { keypoints3D: inSpace(Number.NaN, -0.5) })] },
  ],
};

/** An independent reading of RFC 4180: records of fields, quotes undone. */
function parse(text: string): string[][] {
  expect(text.endsWith('\r\n')).toBe(true);
  const records: string[][] = [];
  let fields: string[] = [];
  const piece = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  for (let match = piece.exec(text); match; match = piece.exec(text)) {
    fields.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === ',') continue;
    records.push(fields);
    fields = [];
  }
  expect(records.flat().length).toBe(text.replaceAll(/"(?:[^"]|"")*"/g, '').match(/,|\r\n/g)?.length);
  return records;
}

test('a line for every keypoint of every person in every frame, every number exactly as recorded', () => {
  const [header = [], ...lines] = parse(toCsv(recording));
  expect(new Set(header).size).toBe(header.length);
  const rows = lines.map((line) => {
    expect(line).toHaveLength(header.length);
    return Object.fromEntries(header.map((column, i) => [column, line[i] ?? '']));
  });
  const expected = recording.frames.flatMap(({ time, poses }, frame) =>
    poses.flatMap(({ id, keypoints, keypoints3D, worldLandmarks }) =>
      keypoints.map((keypoint, k) => ({
        frame,
        time,
        id,
        keypoint,
        joint: keypoints3D?.[k],
        world: worldLandmarks?.[k],
      })),
    ),
  );
  expect(rows).toHaveLength(expected.length);
  const number = (text: string | undefined) => (text ? Number(text) : undefined);
  const known = (value: number | undefined) => (Number.isNaN(value) ? undefined : value);
  for (const [i, { frame, time, id, keypoint, joint, world }] of expected.entries()) {
    const row = rows[i] ?? {};
    expect([row.frame, row.time_ms, row.person, row.person_score].map(number)).toEqual([frame, time, id, 0.875]);
    expect(row.keypoint).toBe(keypoint.name);
    expect([row.x_px, row.y_px, row.score].map(number)).toEqual([keypoint.x, keypoint.y, keypoint.score]);
    expect([row.spread_xx_px2, row.spread_xy_px2, row.spread_yy_px2].map(number)).toEqual([1.5, -0.25, 2]);
    expect([row.x_m, row.y_m, row.z_m].map(number)).toEqual([joint?.x, joint?.y, joint?.z]);
    expect(number(row.z_spread_m)).toBe(known(joint?.zSpread));
    expect([row.world_x_m, row.world_y_m, row.world_z_m].map(number)).toEqual([world?.x, world?.y, world?.z]);
  }
});
