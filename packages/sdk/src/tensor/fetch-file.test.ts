import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { PoseError } from '../types/pose-error.ts';
import { fetchFile } from './fetch-file.ts';

const servers: Server[] = [];

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/model.bin`;
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const CONTENT = Uint8Array.from({ length: 100_000 }, (_, k) => k % 251);

const failure = async (work: Promise<unknown>): Promise<PoseError> => {
  const error = await work.then(
    () => undefined,
    (caught: unknown) => caught as PoseError,
  );
  if (!error) throw new Error('It did not fail.');
  return error;
};

/** `fetch` that calls back whenever part of an answer is taken. */
function watched(taken: () => void): typeof fetch {
  return async (...request) => {
    const response = await fetch(...request);
    const body = response.body?.pipeThrough(
      new TransformStream({
        transform(part: Uint8Array<ArrayBuffer>, controller) {
          controller.enqueue(part);
          // Once the part is with whoever reads.
          setTimeout(taken);
        },
      }),
    );
    return new Response(body, response);
  };
}

test('a file comes whole, with rising progress', async () => {
  let rest = () => {};
  const address = await serve((_, response) => {
    response.write(CONTENT.subarray(0, 40_000));
    rest = () => response.end(CONTENT.subarray(40_000));
  });
  const progress: number[] = [];
  const bytes = await fetchFile(address, {
    bytes: CONTENT.length,
    onBytes: (n) => {
      progress.push(n);
      if (n === 40_000) rest();
    },
  });
  expect(new Uint8Array(bytes)).toEqual(CONTENT);
  expect(progress).toEqual([...progress].sort((a, b) => a - b));
  expect(new Set(progress).size).toBe(progress.length);
  expect(progress.length).toBeGreaterThan(1);
  expect(progress.at(-1)).toBe(CONTENT.length);
});

test.each([404, 403, 410])('R16 a status of %i is an error that names the address, without a retry', async (status) => {
  let requests = 0;
  const address = await serve((_, response) => {
    requests++;
    response.writeHead(status).end();
  });
  const error = await failure(fetchFile(address, { retryDelay: 1 }));
  expect(error.detail).toEqual({ reason: 'model-unreachable', address, status });
  expect(error.message).toContain(address);
  expect(requests).toBe(1);
});

test('R16 a failing server is asked again, with growing pauses, and its recovery is used', async () => {
  const times: number[] = [];
  const address = await serve((_, response) => {
    times.push(performance.now());
    if (times.length < 3) response.writeHead(503).end();
    else response.end(CONTENT);
  });
  const bytes = await fetchFile(address, { retryDelay: 60, bytes: CONTENT.length });
  expect(bytes.byteLength).toBe(CONTENT.length);
  const [first = 0, second = 0, third = 0] = times;
  expect(second - first).toBeGreaterThanOrEqual(55);
  expect(third - second).toBeGreaterThanOrEqual(115);
});

test('R16 a server that keeps failing is given up after the retries, with its status', async () => {
  let requests = 0;
  const address = await serve((_, response) => {
    requests++;
    response.writeHead(500).end();
  });
  const error = await failure(fetchFile(address, { retries: 2, retryDelay: 1 }));
  expect(error.detail).toEqual({ reason: 'model-unreachable', address, status: 500 });
  expect(requests).toBe(3);
});

test('R16 no answer at all is an error with status 0', async () => {
  const address = await serve(() => undefined);
  await new Promise((resolve) => servers.pop()?.close(resolve));
  const error = await failure(fetchFile(address, { retries: 1, retryDelay: 1 }));
  expect(error.detail).toEqual({ reason: 'model-unreachable', address, status: 0 });
});

test('R16 an answer that breaks off is fetched again, and progress does not fall', async () => {
  let requests = 0;
  let breakOff = () => {};
  const address = await serve((_, response) => {
    requests++;
    response.writeHead(200, { 'content-length': CONTENT.length });
    if (requests > 1) {
      response.end(CONTENT);
      return;
    }
    response.write(CONTENT.subarray(0, 60_000));
    breakOff = () => response.destroy();
  });
  const progress: number[] = [];
  const bytes = await fetchFile(address, {
    bytes: CONTENT.length,
    retryDelay: 1,
    onBytes: (n) => progress.push(n),
    fetch: watched(() => breakOff()),
  });
  expect(new Uint8Array(bytes)).toEqual(CONTENT);
  expect(requests).toBe(2);
  expect(progress).toEqual([...progress].sort((a, b) => a - b));
  expect(progress.at(-1)).toBe(CONTENT.length);
});

test('R16 an answer that breaks off every time is a truncated file', async () => {
  let breakOff = () => {};
  const address = await serve((_, response) => {
    response.writeHead(200, { 'content-length': CONTENT.length });
    response.write(CONTENT.subarray(0, 1000));
    breakOff = () => response.destroy();
  });
  const fetch = watched(() => breakOff());
  const error = await failure(fetchFile(address, { bytes: CONTENT.length, retries: 1, retryDelay: 1, fetch }));
  expect(error.detail).toEqual({ reason: 'model-truncated', address, expected: CONTENT.length, received: 1000 });
});

test.each([
  ['short', CONTENT.length - 1],
  ['long', CONTENT.length + 1],
])('R16 a file that is too %s is an error with both lengths, without a retry', async (_, served) => {
  let requests = 0;
  const address = await serve((_request, response) => {
    requests++;
    response.end(new Uint8Array(served));
  });
  const error = await failure(fetchFile(address, { bytes: CONTENT.length, retryDelay: 1 }));
  expect(error.detail).toEqual({ reason: 'model-truncated', address, expected: CONTENT.length, received: served });
  expect(requests).toBe(1);
});

test('R16 aborting ends a download in the middle, and the connection', { timeout: 60_000 }, async () => {
  let closed = false;
  const address = await serve((_, response) => {
    response.on('close', () => {
      closed = true;
    });
    response.write(CONTENT.subarray(0, 1000));
  });
  const controller = new AbortController();
  const error = await failure(
    fetchFile(address, { signal: controller.signal, onBytes: () => controller.abort(), retryDelay: 1 }),
  );
  expect(error.reason).toBe('aborted');
  await expect.poll(() => closed, { timeout: 30_000 }).toBe(true);
});

test('R16 aborting ends the pause before a retry', { timeout: 60_000 }, async () => {
  const address = await serve((_, response) => response.writeHead(503).end());
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 50);
  const delay = 600_000;
  const started = performance.now();
  const error = await failure(fetchFile(address, { signal: controller.signal, retryDelay: delay }));
  expect(error.reason).toBe('aborted');
  expect(performance.now() - started).toBeLessThan(delay);
});

test('a signal aborted before the start asks for nothing', async () => {
  let requests = 0;
  const count = (): Promise<Response> => {
    requests++;
    return Promise.resolve(new Response());
  };
  const error = await failure(fetchFile('http://localhost/x', { signal: AbortSignal.abort(), fetch: count }));
  expect(error.reason).toBe('aborted');
  expect(requests).toBe(0);
});
