import { PoseError, throwIfAborted } from '../types/pose-error.ts';
import { decodeDataAddress } from './decode-data-address.ts';

/** How a file is fetched. */
export interface FetchOptions {
  readonly signal?: AbortSignal | undefined;
  /** How often to try again when no answer comes, the answer breaks off, or the server fails (5xx). Default 2. */
  readonly retries?: number | undefined;
  /** Wait before the first retry, ms; doubled for each further one. Default 300. */
  readonly retryDelay?: number | undefined;
  /** Length the file has to have, bytes. Default: any. */
  readonly bytes?: number | undefined;
  /** Bytes received so far. Never falls, also when a retry starts from the beginning. */
  readonly onBytes?: ((received: number) => void) | undefined;
  /** Default: the global `fetch`. */
  readonly fetch?: typeof fetch | undefined;
}

/** A failure that another try may not meet. */
class Transient extends Error {
  readonly failure: PoseError;
  constructor(failure: PoseError) {
    super(failure.message);
    this.failure = failure;
  }
}

function unreachable(address: string, status: number, why: string, cause?: unknown): PoseError {
  return new PoseError(
    { reason: 'model-unreachable', address, status },
    `The model file ${address} could not be fetched: ${why}.`,
    status === 404
      ? 'Check that the model files are served there, all of them beside their manifest.'
      : 'Check the address, the network, and (for another origin) its CORS headers.',
    { cause },
  );
}

function wrongLength(address: string, expected: number, received: number, cause?: unknown): PoseError {
  return new PoseError(
    { reason: 'model-truncated', address, expected, received },
    `The model file ${address} is not as long as it should be: ${expected} bytes were expected, ${received} came.`,
    'Upload the file again, whole and in binary mode, together with its manifest.',
    { cause },
  );
}

/** Waits, but not longer than until `signal` is aborted. */
function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done);
    if (signal?.aborted) done();
  });
}

async function ask(address: string, options: FetchOptions): Promise<Response> {
  const { signal } = options;
  let response: Response;
  try {
    response = await (options.fetch ?? fetch)(address, signal ? { signal } : {});
  } catch (cause) {
    throwIfAborted(signal);
    throw new Transient(unreachable(address, 0, 'no answer came', cause));
  }
  if (response.ok) return response;
  await response.body?.cancel();
  const failure = unreachable(address, response.status, `the server answered ${response.status}`);
  throw response.status >= 500 ? new Transient(failure) : failure;
}

/** Reads a body of known length straight into one buffer, and one of unknown length chunk by chunk. */
async function readBody(response: Response, address: string, options: FetchOptions): Promise<ArrayBuffer> {
  const { bytes: expected, signal, onBytes } = options;
  const chunks: Uint8Array[] = [];
  let received = 0;
  const reader = response.body?.getReader();
  try {
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      received += part.value.byteLength;
      if (expected !== undefined && received > expected) throw wrongLength(address, expected, received);
      chunks.push(part.value);
      onBytes?.(received);
    }
  } catch (cause) {
    await reader?.cancel().catch(() => undefined);
    throwIfAborted(signal);
    if (cause instanceof PoseError) throw cause;
    throw new Transient(
      expected === undefined
        ? unreachable(address, response.status, 'the answer broke off', cause)
        : wrongLength(address, expected, received, cause),
    );
  }
  throwIfAborted(signal);
  if (expected !== undefined && received !== expected) throw wrongLength(address, expected, received);
  const whole = new Uint8Array(received);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole.buffer;
}

/** What a `data:` address holds, checked as if it had been fetched. */
function readInlined(address: string, { signal, bytes: expected, onBytes }: FetchOptions): ArrayBuffer {
  throwIfAborted(signal);
  const short = `${address.slice(0, 60)}…`;
  let content: ArrayBuffer;
  try {
    content = decodeDataAddress(address);
  } catch (cause) {
    throw unreachable(short, 0, 'it is malformed', cause);
  }
  const received = content.byteLength;
  if (expected !== undefined && received !== expected) throw wrongLength(short, expected, received);
  onBytes?.(received);
  return content;
}

/**
 * Fetches a file. A `data:` address is read without a request.
 * @throws PoseError `model-unreachable`, `model-truncated`, `aborted`
 */
export async function fetchFile(address: string, options: FetchOptions = {}): Promise<ArrayBuffer> {
  const { signal, retries = 2, retryDelay = 300, onBytes } = options;
  if (address.startsWith('data:')) return readInlined(address, options);
  let furthest = 0;
  const report = (received: number): void => {
    if (received <= furthest) return;
    furthest = received;
    onBytes?.(received);
  };
  for (let attempt = 0; ; attempt++) {
    throwIfAborted(signal);
    try {
      return await readBody(await ask(address, options), address, { ...options, onBytes: report });
    } catch (error) {
      if (!(error instanceof Transient)) throw error;
      if (attempt >= retries) throw error.failure;
      await pause(retryDelay * 2 ** attempt, signal);
    }
  }
}
