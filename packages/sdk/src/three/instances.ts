import {
  type BufferGeometry,
  type Color,
  DynamicDrawUsage,
  InstancedBufferAttribute,
  InstancedMesh,
  type Material,
} from 'three';

/** Bones and bars that are shorter, in metres, are not drawn: they have no direction. */
const SHORTEST = 1e-6;

/**
 * Many copies of one shape, written anew for each frame: `begin`, any number of `put…`, `end`. Writing goes straight into
 * the buffers that are uploaded; they are replaced only when more copies come than ever before, by twice as large ones.
 * Numbers come in typed arrays and not as arguments, which an engine may have to put on its heap.
 */
export class Instances {
  readonly mesh: InstancedMesh<BufferGeometry, Material>;
  #matrices: Float32Array;
  #colours: Float32Array;
  #capacity: number;
  #used = 0;

  /**
   * @param geometry disposed by {@link dispose}
   * @param material shared: not disposed
   */
  constructor(geometry: BufferGeometry, material: Material, capacity: number) {
    this.mesh = new InstancedMesh<BufferGeometry, Material>(geometry, material, 0);
    // Bounds are worked out once, and these copies move.
    this.mesh.frustumCulled = false;
    this.#capacity = capacity;
    this.#matrices = new Float32Array(16 * capacity);
    this.#colours = new Float32Array(3 * capacity);
    this.#attach();
  }

  begin(): void {
    this.#used = 0;
  }

  /**
   * A copy at a place, stretched along the axes.
   * @param places three numbers a point
   * @param sizes three numbers a point: how wide, high and deep
   * @param point index into both
   */
  put(places: Float64Array, sizes: Float64Array, point: number, colour: Color): void {
    const m = this.#next(colour);
    const at = 16 * (this.#used - 1);
    m.fill(0, at, at + 16);
    for (let axis = 0; axis < 3; axis++) {
      m[at + 5 * axis] = sizes[3 * point + axis] as number;
      m[at + 12 + axis] = places[3 * point + axis] as number;
    }
    m[at + 15] = 1;
  }

  /**
   * A copy whose y axis, from −½ to ½, reaches from one point to another.
   * @param places three numbers a point
   * @param radii how wide the other axes are
   * @param radius index into `radii`
   */
  putBetween(places: Float64Array, from: number, to: number, radii: Float64Array, radius: number, colour: Color): void {
    const ax = places[3 * from] as number;
    const ay = places[3 * from + 1] as number;
    const az = places[3 * from + 2] as number;
    const dx = (places[3 * to] as number) - ax;
    const dy = (places[3 * to + 1] as number) - ay;
    const dz = (places[3 * to + 2] as number) - az;
    const length = Math.sqrt(dx * dx + dy * dy + dz * dz);
    if (!(length > SHORTEST)) return;
    const m = this.#next(colour);
    const at = 16 * (this.#used - 1);
    // Any pair of axes at right angles to the direction will do, since the shape is round: start from the x axis, or from
    // the z axis where the direction is near x.
    const nearX = Math.abs(dx) > 0.8 * length;
    const ux = nearX ? dy : 0;
    const uy = nearX ? -dx : dz;
    const uz = nearX ? 0 : -dy;
    const u = (radii[radius] as number) / Math.sqrt(ux * ux + uy * uy + uz * uz);
    const v = u / length;
    m[at] = ux * u;
    m[at + 1] = uy * u;
    m[at + 2] = uz * u;
    m[at + 3] = 0;
    m[at + 4] = dx;
    m[at + 5] = dy;
    m[at + 6] = dz;
    m[at + 7] = 0;
    m[at + 8] = (uy * dz - uz * dy) * v;
    m[at + 9] = (uz * dx - ux * dz) * v;
    m[at + 10] = (ux * dy - uy * dx) * v;
    m[at + 11] = 0;
    m[at + 12] = ax + dx / 2;
    m[at + 13] = ay + dy / 2;
    m[at + 14] = az + dz / 2;
    m[at + 15] = 1;
  }

  /** Shows what was put since `begin`. */
  end(): void {
    const { mesh } = this;
    mesh.count = this.#used;
    mesh.instanceMatrix.needsUpdate = true;
    if (mesh.instanceColor) mesh.instanceColor.needsUpdate = true;
  }

  /** Releases the geometry and the buffers. */
  dispose(): void {
    this.mesh.dispose();
    this.mesh.geometry.dispose();
  }

  #next({ r, g, b }: Color): Float32Array {
    if (this.#used === this.#capacity) this.#grow();
    const at = 3 * this.#used++;
    this.#colours[at] = r;
    this.#colours[at + 1] = g;
    this.#colours[at + 2] = b;
    return this.#matrices;
  }

  #grow(): void {
    this.#capacity *= 2;
    const [matrices, colours] = [this.#matrices, this.#colours];
    this.#matrices = new Float32Array(16 * this.#capacity);
    this.#matrices.set(matrices);
    this.#colours = new Float32Array(3 * this.#capacity);
    this.#colours.set(colours);
    // Tells the renderer to release the buffers that are replaced; the mesh lives on with the new ones.
    this.mesh.dispose();
    this.#attach();
  }

  #attach(): void {
    this.mesh.instanceMatrix = new InstancedBufferAttribute(this.#matrices, 16).setUsage(DynamicDrawUsage);
    this.mesh.instanceColor = new InstancedBufferAttribute(this.#colours, 3).setUsage(DynamicDrawUsage);
  }
}
