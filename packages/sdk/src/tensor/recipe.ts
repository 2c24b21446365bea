import type { Logger } from '../types/logger.ts';
import type { Backend } from './backend.ts';

/** What loading is given. */
export interface LoadContext {
  /** The back-end in use: tensors are made there. */
  readonly backend: Backend;
  /** Aborts loading. */
  readonly signal: AbortSignal | undefined;
  /** Bytes received so far and in all, of what this recipe loads. Called at least once, with `total`, before the first file. */
  readonly onBytes: (loaded: number, total: number, label: string) => void;
  readonly logger: Logger | undefined;
}

/** Something that can be loaded: a plain value, nothing happens until `load`. */
export interface Recipe<T> {
  readonly name: string;
  load(context: LoadContext): Promise<T>;
}
