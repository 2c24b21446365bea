import type { Outcome } from './outcome.ts';
import type { Ending } from './run-command.ts';

/** The part of vitest's JSON report that is read here. */
export interface VitestReport {
  readonly success: boolean;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

/**
 * Counts test cases. A file that could not be loaded, a run without a report, a run that ended in an error although
 * every test passed, and a run without any test count as one failure each.
 * @param report undefined where vitest wrote none
 * @param root paths are shown relative to it
 */
export function countTests(report: VitestReport | undefined, ending: Ending, minutes: number, root: string): Outcome {
  const failures: string[] = [];
  const skips: string[] = [];
  let passed = 0;
  for (const file of report?.testResults ?? []) {
    const path = file.name.replaceAll('\\', '/').replace(`${root.replaceAll('\\', '/')}/`, '');
    const failuresBefore = failures.length;
    for (const { status, fullName } of file.assertionResults) {
      if (status === 'passed') passed += 1;
      else if (status === 'failed') failures.push(`${path}: ${fullName}`);
      else skips.push(`${path}: ${fullName}`);
    }
    if (file.status === 'failed' && failures.length === failuresBefore) {
      failures.push(`${path}: ${file.message?.split('\n')[0] || 'failed outside of its tests'}`);
    }
  }
  if (ending.kind === 'overdue') failures.push(`ended after ${minutes} minutes`);
  else if (!report) failures.push(`vitest ended with status ${ending.status} and without a report`);
  else if (failures.length === 0 && passed + skips.length === 0) failures.push('no test was found');
  else if (failures.length === 0 && (ending.status !== 0 || !report.success)) {
    failures.push('an error outside of the tests, see above');
  }
  return { passed, failed: failures.length, skipped: skips.length, failures, skips };
}
