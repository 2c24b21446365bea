import { expect, test } from 'vitest';
import { countTests, type VitestReport } from './vitest-report.ts';

const file = (status: string, cases: Record<string, string>, message = '') => ({
  name: '/home/project/packages/a.test.ts',
  status,
  message,
  assertionResults: Object.entries(cases).map(([fullName, outcome]) => ({ fullName, status: outcome })),
});
const count = (report: VitestReport | undefined, status: number) =>
  countTests(report, { kind: 'exited', status }, 5, '/home/project');

test('test cases are counted, skipped and to-do ones by name', () => {
  const cases = { a: 'passed', b: 'passed', c: 'skipped', d: 'todo', e: 'pending' };
  expect(count({ success: true, testResults: [file('passed', cases)] }, 0)).toEqual({
    passed: 2,
    failed: 0,
    skipped: 3,
    failures: [],
    skips: ['packages/a.test.ts: c', 'packages/a.test.ts: d', 'packages/a.test.ts: e'],
  });
});

test('a failed case is named', () => {
  const { failed, failures } = count(
    { success: false, testResults: [file('failed', { a: 'failed', b: 'passed' })] },
    1,
  );
  expect({ failed, failures }).toEqual({ failed: 1, failures: ['packages/a.test.ts: a'] });
});

test('a file that does not load is one failure', () => {
  const report = { success: false, testResults: [file('failed', {}, 'SyntaxError: unexpected token\n  at x')] };
  expect(count(report, 1).failures).toEqual(['packages/a.test.ts: SyntaxError: unexpected token']);
});

test('an error outside of the tests is one failure, whether the status or the report tells', () => {
  const testResults = [file('passed', { a: 'passed' })];
  expect(count({ success: true, testResults }, 1)).toMatchObject({ passed: 1, failed: 1 });
  expect(count({ success: false, testResults }, 0)).toMatchObject({ passed: 1, failed: 1 });
});

test('no report, no test and no end are failures', () => {
  expect(count(undefined, 1)).toMatchObject({ passed: 0, failed: 1 });
  expect(count(undefined, 0)).toMatchObject({ passed: 0, failed: 1 });
  expect(count({ success: true, testResults: [] }, 0)).toMatchObject({ passed: 0, failed: 1 });
  expect(countTests(undefined, { kind: 'overdue' }, 5, '/').failures).toEqual(['ended after 5 minutes']);
});
