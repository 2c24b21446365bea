import type { Avatar } from '@integral-pose/test-kit/avatar';
import { DirectionalLight, HemisphereLight, type PerspectiveCamera, Scene, WebGLRenderer } from 'three';
import type { Rectangle } from './framing.ts';
import type { Random } from './random.ts';
import { VIRTUAL_SIDE } from './shot.ts';

/** Side of a picture before it is shrunk, px. */
export const TILE = 192;
/** Pictures in a row and in a column of one sheet. */
const ROW = 6;
/** Pictures drawn before the GPU is asked for them. */
export const TILES = ROW * ROW;

/** Draws figures, many to a sheet, on nothing; then the sheet is taken once. */
export interface Easel {
  /** Draws figures as a camera sees them inside a square of its picture, under a light of their own. */
  draw(tile: number, figures: readonly Avatar[], camera: PerspectiveCamera, crop: Rectangle, random: Random): void;
  /** The sheet; what is not covered by figures is transparent. */
  readonly sheet: OffscreenCanvas;
  /** Where a picture lies on the sheet: px from the top left. */
  place(tile: number): { readonly x: number; readonly y: number };
  clear(): void;
  /** Releases what the GPU holds. */
  dispose(): void;
}

export function createEasel(): Easel {
  const side = TILE * ROW;
  const sheet = new OffscreenCanvas(side, side);
  const renderer = new WebGLRenderer({ canvas: sheet, antialias: false, alpha: true, preserveDrawingBuffer: true });
  renderer.setSize(side, side, false);
  renderer.setClearColor(0, 0);
  renderer.autoClear = false;
  renderer.setScissorTest(true);
  const sky = new HemisphereLight('#ffffff', '#806a55', 1.5);
  const key = new DirectionalLight('#ffffff', 2);
  const fill = new DirectionalLight('#ffffff', 0.5);
  const scene = new Scene().add(sky, key, fill);
  const place = (tile: number): { x: number; y: number } => ({
    x: (tile % ROW) * TILE,
    y: Math.floor(tile / ROW) * TILE,
  });
  return {
    sheet,
    place,
    clear() {
      renderer.setScissor(0, 0, side, side);
      renderer.clear();
    },
    draw(tile, figures, camera, crop, random) {
      light(random);
      const { x, y } = place(tile);
      for (const { object } of figures) scene.add(object);
      camera.setViewOffset(VIRTUAL_SIDE, VIRTUAL_SIDE, crop.x, crop.y, crop.width, crop.height);
      // WebGL counts rows from below.
      renderer.setViewport(x, side - y - TILE, TILE, TILE);
      renderer.setScissor(x, side - y - TILE, TILE, TILE);
      renderer.render(scene, camera);
      for (const { object } of figures) scene.remove(object);
    },
    dispose() {
      renderer.dispose();
      renderer.forceContextLoss();
    },
  };

  function light({ between }: Random): void {
    key.position.set(between(-3, 3), between(0.3, 4), between(0.6, 3.5));
    key.intensity = between(0.8, 2.4);
    key.color.setHSL(between(0, 1), between(0, 0.12), 0.9);
    fill.position.set(between(-3, 3), between(-0.5, 2), between(0, 3));
    fill.intensity = between(0, 1);
    sky.intensity = between(1, 2);
    sky.color.setHSL(between(0, 1), between(0, 0.12), 0.92);
  }
}
