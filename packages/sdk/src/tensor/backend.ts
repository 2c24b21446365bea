/**
 * A tfjs back-end as a value: `webgl()`, `wasm({ … })`, `webgpu()` or `cpu()`, each from an entry of its own, so that
 * an app ships only those it names.
 */
export interface Backend {
  /** tfjs's name, for example `webgl`. */
  readonly name: string;
  /** True where tensors live on a GPU. Decides whether crops are drawn on a canvas that the GPU keeps. */
  readonly onGpu: boolean;
  /** Registers with tfjs if need be and makes it the current back-end. Rejects when the machine cannot. */
  start(): Promise<void>;
  /** Calls back when the GPU context is lost. Returns what stops listening. Absent where nothing can be lost. */
  onLost?(callback: () => void): () => void;
  /** Makes a fresh context after a loss. Every tensor made before is gone. */
  restart?(): Promise<void>;
}
