import { OrthographicCamera, Scene, WebGLRenderer } from 'three';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { blazePose33 } from '../types/skeletons.ts';
import { createPoseScene } from './create-pose-scene.ts';

const SIZE = 64;
let renderer: WebGLRenderer;

beforeEach(() => {
  renderer = new WebGLRenderer({ canvas: new OffscreenCanvas(SIZE, SIZE), preserveDrawingBuffer: true });
  renderer.setClearColor('#000000');
});
afterEach(() => {
  renderer.dispose();
  renderer.forceContextLoss();
});

const person = (id: number) => ({
  id,
  keypoints: blazePose33.keypoints.map((name, i) => ({
    name,
    x: 0.3 * Math.cos(i),
    y: 0.05 * i,
    z: 0.3 * Math.sin(i),
    score: 1,
    zSpread: 0.1,
  })),
});

/** Pixels that are not black. */
function lit(): number {
  const gl = renderer.getContext();
  const pixels = new Uint8Array(4 * SIZE * SIZE);
  gl.readPixels(0, 0, SIZE, SIZE, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
  let count = 0;
  for (let i = 0; i < pixels.length; i += 4) {
    if ((pixels[i] ?? 0) + (pixels[i + 1] ?? 0) + (pixels[i + 2] ?? 0) > 60) count++;
  }
  return count;
}

test('people are seen without lights; the GPU holds the same after many frames, and nothing after disposing', () => {
  const camera = new OrthographicCamera(-1, 1, 1.8, -0.2, 0.1, 10);
  camera.position.z = 5;
  const stage = new Scene();
  const live = Buffers.of(renderer.getContext() as WebGL2RenderingContext);
  const people = createPoseScene({ skeleton: blazePose33, grid: false, jointRadius: 0.06 });
  stage.add(people.object);
  const draw = (...ids: number[]) => {
    people.update({ origin: 'hips', people: ids.map(person) });
    renderer.render(stage, camera);
  };

  draw();
  expect(lit()).toBe(0);
  draw(1);
  const alone = lit();
  expect(alone).toBeGreaterThan(100);
  const { memory } = renderer.info;
  const held = { ...memory, buffers: live.count };
  for (let i = 0; i < 20; i++) draw(1);
  expect({ ...memory, buffers: live.count }).toEqual(held);
  // More than there was room for: larger buffers in place of the first.
  draw(1, 2, 3, 4, 5);
  expect({ ...memory, buffers: live.count }).toEqual(held);
  draw(1);
  expect(lit()).toBe(alone);

  people.dispose();
  renderer.render(stage, camera);
  expect(lit()).toBe(0);
  expect(memory).toMatchObject({ geometries: 0, textures: 0 });
  expect(renderer.info.programs).toEqual([]);
  expect(live.count).toBe(0);
});

/** How many buffers of a context live. */
class Buffers {
  count = 0;

  static of(gl: WebGL2RenderingContext): Buffers {
    const buffers = new Buffers();
    const [create, remove] = [gl.createBuffer.bind(gl), gl.deleteBuffer.bind(gl)];
    gl.createBuffer = () => {
      buffers.count++;
      return create();
    };
    gl.deleteBuffer = (buffer) => {
      if (buffer) buffers.count--;
      remove(buffer);
    };
    return buffers;
  }
}
