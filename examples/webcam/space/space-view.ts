import { type Object3D, PerspectiveCamera, Scene, type Vector3Tuple, WebGLRenderer } from 'three';
import { OrbitControls } from 'three/addons/controls/OrbitControls.js';

/** Where a view is looked at from, metres. */
export interface Viewpoint {
  readonly from: Vector3Tuple;
  readonly at: Vector3Tuple;
}

/** Angle of view from top to bottom, degrees, of a canvas at least as wide as {@link WIDE} times its height. */
const ANGLE = 38;
const WIDE = 1.3;

/** A canvas with a 3D scene that can be turned, moved and zoomed. It is drawn only when something changed. */
export class SpaceView {
  readonly scene = new Scene();
  readonly camera = new PerspectiveCamera(ANGLE, 1, 0.05, 60);
  readonly #renderer: WebGLRenderer;
  readonly #controls: OrbitControls;
  readonly #resizing: ResizeObserver;
  readonly #beforeDrawing: () => void;
  #asked = 0;

  /** @param beforeDrawing runs before every picture, with the camera in place */
  constructor(canvas: HTMLCanvasElement, viewpoint: Viewpoint, beforeDrawing: () => void = () => undefined) {
    this.#renderer = new WebGLRenderer({ canvas, antialias: devicePixelRatio < 2, alpha: true });
    this.#controls = new OrbitControls(this.camera, canvas);
    this.#controls.enableDamping = false;
    this.#controls.maxDistance = 20;
    this.#controls.addEventListener('change', () => this.redraw());
    this.#beforeDrawing = beforeDrawing;
    this.#resizing = new ResizeObserver(() => this.#fit());
    this.#resizing.observe(canvas);
    this.look(viewpoint);
  }

  /** Are shadows drawn? Default no. */
  set shadows(on: boolean) {
    this.#renderer.shadowMap.enabled = on;
    this.redraw();
  }

  get canvas(): HTMLCanvasElement {
    return this.#renderer.domElement;
  }

  add(...objects: Object3D[]): void {
    this.scene.add(...objects);
    this.redraw();
  }

  look({ from, at }: Viewpoint): void {
    this.camera.position.set(...from);
    this.#controls.target.set(...at);
    this.#controls.update();
    this.redraw();
  }

  /** Draws with the next animation frame, once. */
  redraw(): void {
    this.#asked ||= requestAnimationFrame(() => {
      this.#asked = 0;
      this.#draw();
    });
  }

  /** Releases the canvas's context. What was added is disposed by whoever made it. */
  dispose(): void {
    cancelAnimationFrame(this.#asked);
    this.#resizing.disconnect();
    this.#controls.dispose();
    this.#renderer.dispose();
    this.#renderer.forceContextLoss();
  }

  #fit(): void {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (width === 0 || height === 0) return;
    this.#renderer.setPixelRatio(Math.min(devicePixelRatio, 2));
    this.#renderer.setSize(width, height, false);
    this.camera.aspect = width / height;
    // As much from left to right on a narrow canvas as on a wide one.
    const half = Math.tan((ANGLE * Math.PI) / 360) * Math.max(1, WIDE / this.camera.aspect);
    this.camera.fov = (Math.atan(half) * 360) / Math.PI;
    this.camera.updateProjectionMatrix();
    // Setting the size clears the canvas: draw before it is shown.
    this.#draw();
  }

  #draw(): void {
    this.#beforeDrawing();
    this.#renderer.render(this.scene, this.camera);
  }
}
