import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { describeRelease, pendingChanges, readTarball } from './describe-release.ts';

const scratch = mkdtempSync(join(tmpdir(), 'describe-release-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function write(path: string, content: string): void {
  mkdirSync(join(scratch, path, '..'), { recursive: true });
  writeFileSync(join(scratch, path), content);
}

test('a tarball is described by version, size and files', () => {
  write('package.json', JSON.stringify({ name: 'small', version: '1.2.3', files: ['dist', 'data'] }));
  write('dist/index.js', 'x'.repeat(600));
  write('dist/math/deep/add.js', 'y'.repeat(700));
  write('dist/math/sub.js', 'z'.repeat(800));
  write('data/big.bin', 'b'.repeat(1_500_000));
  write('secret.txt', 'not published');
  const [{ filename }] = JSON.parse(execFileSync('npm', ['pack', '--json'], { cwd: scratch, encoding: 'utf8' }));
  const packed = readTarball(join(scratch, filename));
  expect(packed).toMatchObject({ name: 'small', version: '1.2.3' });
  expect(packed.files.map(({ path }) => path).sort()).toEqual([
    'data/big.bin',
    'dist/index.js',
    'dist/math/deep/add.js',
    'dist/math/sub.js',
    'package.json',
  ]);
  const [heading, ...lines] = describeRelease(packed).split('\n');
  expect(heading).toMatch(/^small@1\.2\.3: 5 files, 1\.5 MB, packed \d+\.\d kB$/);
  expect(lines).toEqual([
    '    1.5 MB  data/ (1 file)',
    '    0.6 kB  dist/ (1 file)',
    '    1.5 kB  dist/math/ (2 files)',
    expect.stringMatching(/^ {4}0\.\d kB {2}package\.json$/),
  ]);
});

test('changes without a version are named, the explanation beside them is not', () => {
  for (const name of ['README.md', 'new-filter.md', 'config.json', 'a-fix.md']) write(`changes/${name}`, '');
  expect(pendingChanges(join(scratch, 'changes'))).toEqual(['a-fix', 'new-filter']);
});
