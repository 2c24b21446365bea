import { expect, test } from 'vitest';
import { summarise } from './summarise.ts';

const request = {
  file: '/a/clip.mp4',
  out: '/a/clip.poses.json',
  overlay: undefined,
  model: 'full',
  decoder: 'argmax',
  people: 2,
} as const;

test('says what was found and where it is', () => {
  const overlay = { file: '/a/o.webm', format: 'webm' } as const;
  const found = { kind: 'video', frames: 65, framesWithPeople: 60, people: 2 } as const;
  expect(summarise({ ...request, overlay }, found)).toBe(
    '65 frames, 2 people, seen in 60.\nPoses: /a/clip.poses.json\nOverlay: /a/o.webm\n',
  );
});

test('counts no frames of a picture', () => {
  const one = { kind: 'picture', frames: 1, framesWithPeople: 1, people: 1 } as const;
  expect(summarise(request, one)).toBe('1 person.\nPoses: /a/clip.poses.json\n');
  expect(summarise(request, { ...one, framesWithPeople: 0, people: 0 })).toMatch(/^Nobody found\.\n/);
});
