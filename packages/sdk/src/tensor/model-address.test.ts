import { expect, test } from 'vitest';
import { decodeDataAddress } from './decode-data-address.ts';
import { fetchFile } from './fetch-file.ts';
import { locateModel, nameOfAddress } from './model-address.ts';

const FOLDER = 'https://example.com/models/lite/';

test.each([`${FOLDER}manifest.json`, new URL(`${FOLDER}manifest.json`)])(
  'the files of a model given by its manifest lie beside it',
  (address) => {
    const { manifest, locate } = locateModel(address);
    expect(manifest.href).toBe(`${FOLDER}manifest.json`);
    expect(locate('model.json').href).toBe(`${FOLDER}model.json`);
    expect(locate('../shared/weights.bin').href).toBe('https://example.com/models/shared/weights.bin');
    expect(nameOfAddress(address)).toBe(`${FOLDER}manifest.json`);
  },
);

test('a file has the address that is listed for it, and another lies beside the manifest', () => {
  const files = { 'model.json': new URL('https://cdn.example.com/assets/model-3f2a.json') };
  const { locate } = locateModel({ manifest: `${FOLDER}manifest.json`, files });
  expect(locate('model.json').href).toBe('https://cdn.example.com/assets/model-3f2a.json');
  expect(locate('weights.bin').href).toBe(`${FOLDER}weights.bin`);
  // What every object inherits is no file.
  expect(locate('constructor').href).toBe(`${FOLDER}constructor`);
});

test('a file that is not listed has no place beside an inlined manifest', () => {
  const manifest = 'data:application/json,{}';
  const address = { manifest, files: { 'model.json': `${FOLDER}model-3f2a.json` } };
  const { locate } = locateModel(address);
  expect(locate('model.json').href).toBe(`${FOLDER}model-3f2a.json`);
  expect(() => locate('weights.bin')).toThrow(
    expect.objectContaining({
      detail: { reason: 'invalid-argument', argument: 'files', found: 'model.json', wanted: 'weights.bin' },
    }),
  );
  // Bindings tell models apart by their names.
  expect(nameOfAddress(address)).toBe(`${FOLDER}model-3f2a.json`);
  expect(nameOfAddress({ manifest, files: {} })).toBe(manifest);
});

test('what is no address is a typed error', () => {
  expect(() => locateModel({ manifest: 'https://', files: {} })).toThrow(
    expect.objectContaining({ detail: expect.objectContaining({ reason: 'invalid-argument', argument: 'address' }) }),
  );
});

test('a data: address gives its bytes, in base64 or percent-encoded', () => {
  const bytes = Uint8Array.of(0, 1, 127, 128, 255);
  const base64 = `data:application/octet-stream;base64,${Buffer.from(bytes).toString('base64')}`;
  expect(new Uint8Array(decodeDataAddress(base64))).toEqual(bytes);
  const text = '{"name":"Größe 50 %"}';
  expect(new TextDecoder().decode(decodeDataAddress(`data:,${encodeURIComponent(text)}`))).toBe(text);
  expect(() => decodeDataAddress('data:application/json')).toThrow('comma');
});

test('R17 an inlined file is read without a request, and checked like a fetched one', async () => {
  const fetch = (): Promise<Response> => Promise.reject(new Error('It was requested.'));
  const reports: number[] = [];
  const onBytes = (received: number): void => void reports.push(received);
  const content = await fetchFile('data:;base64,AAEC', { fetch, bytes: 3, onBytes });
  expect(new Uint8Array(content)).toEqual(Uint8Array.of(0, 1, 2));
  expect(reports).toEqual([3]);
  await expect(fetchFile('data:;base64,AAEC', { fetch, bytes: 4 })).rejects.toMatchObject({
    detail: { reason: 'model-truncated', expected: 4, received: 3 },
  });
  await expect(fetchFile('data:;base64,*', { fetch })).rejects.toMatchObject({ reason: 'model-unreachable' });
  await expect(fetchFile('data:,x', { fetch, signal: AbortSignal.abort() })).rejects.toMatchObject({
    reason: 'aborted',
  });
});
