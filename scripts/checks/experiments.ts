import type { Outcome } from './outcome.ts';
import type { Ending } from './run-command.ts';

/** What `pnpm experiments --outcomes FILE` writes. */
export type ExperimentOutcomes = readonly {
  readonly name: string;
  readonly kind: 'ran' | 'skipped' | 'failed';
  readonly findings?: number;
  readonly why?: string;
}[];

/** Counts experiments: one that ran and found nothing has failed as well. */
export function countExperiments(outcomes: ExperimentOutcomes | undefined, ending: Ending, minutes: number): Outcome {
  if (!outcomes || outcomes.length === 0) {
    const why = ending.kind === 'overdue' ? `ended after ${minutes} minutes` : 'ended without telling its outcomes';
    return { passed: 0, failed: 1, skipped: 0, failures: [why], skips: [] };
  }
  const failures = outcomes.flatMap(({ name, kind, findings = 0, why = '' }) => {
    if (kind === 'failed') return [`${name}: ${why}`];
    return kind === 'ran' && findings === 0 ? [`${name}: it found nothing`] : [];
  });
  const skips = outcomes.filter(({ kind }) => kind === 'skipped').map(({ name, why }) => `${name}: ${why}`);
  return {
    passed: outcomes.length - failures.length - skips.length,
    failed: failures.length,
    skipped: skips.length,
    failures,
    skips,
  };
}
