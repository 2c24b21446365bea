import { BufferAttribute, BufferGeometry, type Color, DynamicDrawUsage, LineBasicMaterial, LineSegments } from 'three';
import type { Size } from '../types/geometry.ts';
import type { CameraView } from '../types/keypoint-3d.ts';

/** How far before the camera the drawn pyramid ends, metres. */
const DEPTH = 0.6;
/** The camera, the corners of what it sees from the top left clockwise, and the tip of a roof that says where up is. */
const [CAMERA, TOP_LEFT, TOP_RIGHT, BOTTOM_RIGHT, BOTTOM_LEFT, TIP] = [0, 1, 2, 3, 4, 5] as const;
const LINES = [
  ...[CAMERA, TOP_LEFT, CAMERA, TOP_RIGHT, CAMERA, BOTTOM_RIGHT, CAMERA, BOTTOM_LEFT],
  ...[TOP_LEFT, TOP_RIGHT, TOP_RIGHT, BOTTOM_RIGHT, BOTTOM_RIGHT, BOTTOM_LEFT, BOTTOM_LEFT, TOP_LEFT],
  ...[TOP_LEFT, TIP, TIP, TOP_RIGHT],
];

/** A pyramid from the camera's centre of projection through the corners of its picture. */
export class CameraFrustum {
  readonly lines: LineSegments<BufferGeometry, LineBasicMaterial>;
  readonly #positions = new BufferAttribute(new Float32Array(18), 3).setUsage(DynamicDrawUsage);

  constructor(colour: Color) {
    const geometry = new BufferGeometry().setAttribute('position', this.#positions).setIndex(LINES);
    this.lines = new LineSegments(geometry, new LineBasicMaterial({ color: colour }));
    this.lines.frustumCulled = false;
    this.lines.visible = false;
  }

  /** Takes the shape of a camera's view. */
  show(view: CameraView, { width, height }: Size): void {
    const known = 'focalLength' in view;
    const scale = DEPTH / (known ? view.focalLength : width / 2 / Math.tan((view.fieldOfView * Math.PI) / 360));
    const cx = known ? view.centre.x : width / 2;
    const cy = known ? view.centre.y : height / 2;
    const left = -cx * scale;
    const right = (width - cx) * scale;
    const top = cy * scale;
    const bottom = (cy - height) * scale;
    this.#positions.setXYZ(TOP_LEFT, left, top, -DEPTH);
    this.#positions.setXYZ(TOP_RIGHT, right, top, -DEPTH);
    this.#positions.setXYZ(BOTTOM_RIGHT, right, bottom, -DEPTH);
    this.#positions.setXYZ(BOTTOM_LEFT, left, bottom, -DEPTH);
    this.#positions.setXYZ(TIP, (left + right) / 2, top + 0.25 * (top - bottom), -DEPTH);
    this.#positions.needsUpdate = true;
    this.lines.visible = true;
  }

  hide(): void {
    this.lines.visible = false;
  }

  dispose(): void {
    this.lines.geometry.dispose();
    this.lines.material.dispose();
  }
}
