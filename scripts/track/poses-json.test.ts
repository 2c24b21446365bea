import { describe, expect, test } from 'vitest';
import { type PosesDocument, type PosesHeader, toPosesFrame, writePoses } from './poses-json.ts';

const header: PosesHeader = {
  file: 'a "quoted" clip.mp4',
  kind: 'video',
  size: { width: 640, height: 480 },
  model: 'blazepose-lite',
  decoder: 'argmax',
  backend: 'wasm',
  skeleton: { name: 'two', keypoints: ['left_hip', 'right_hip'], bones: [[0, 1]], pairs: [[0, 1]] },
};

const result = {
  time: 33.366666666,
  captured: 5,
  poses: [
    {
      id: 3,
      score: 0.99999,
      box: { x: 1.00004, y: -2.5, width: 10, height: 20 },
      keypoints: [
        { name: 'left_hip', x: 12.34567, y: -0.00001, score: 0.5, spread: { xx: 1.23456, xy: -0.00004, yy: 2 } },
      ],
      region: { centre: { x: 0, y: 0 }, side: 1, angle: 0 },
    },
  ],
};

function written(frames: readonly ReturnType<typeof toPosesFrame>[]): string {
  let text = '';
  const writer = writePoses(header, (piece) => {
    text += piece;
  });
  for (const frame of frames) writer.add(frame);
  writer.end();
  return text;
}

describe('toPosesFrame', () => {
  test('keeps what the schema names, rounded to four decimals, without a negative zero', () => {
    expect(toPosesFrame(result)).toEqual({
      time: 33.3667,
      poses: [
        {
          id: 3,
          score: 1,
          box: { x: 1, y: -2.5, width: 10, height: 20 },
          keypoints: [{ name: 'left_hip', x: 12.3457, y: 0, score: 0.5, spread: { xx: 1.2346, xy: 0, yy: 2 } }],
        },
      ],
    });
    expect(Object.is(toPosesFrame(result).poses[0]?.keypoints[0]?.y, 0)).toBe(true);
  });
});

describe('writePoses', () => {
  test('writes a document of the schema, whatever the number of frames', () => {
    const frame = toPosesFrame(result);
    for (const frames of [[], [frame], [frame, { time: 66.7, poses: [] }, frame]]) {
      const expected: PosesDocument = { schema: 'integral-pose/poses', version: 1, ...header, frames };
      expect(JSON.parse(written(frames))).toEqual(expected);
    }
  });

  test('writes each frame on a line of its own', () => {
    const frames = [toPosesFrame(result), { time: 50, poses: [] }];
    const lines = written(frames).split('\n');
    for (const frame of frames)
      expect(lines.map((line) => line.replace(/,$/, '').trim())).toContain(JSON.stringify(frame));
    expect(lines.at(-1)).toBe('');
  });

  test('writes piece by piece', () => {
    const pieces: string[] = [];
    const writer = writePoses(header, (piece) => pieces.push(piece));
    const begun = pieces.length;
    expect(begun).toBeGreaterThan(0);
    writer.add(toPosesFrame(result));
    expect(pieces.length).toBeGreaterThan(begun);
    expect(pieces.at(-1)).toContain('"left_hip"');
  });
});
