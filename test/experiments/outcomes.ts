/** How an experiment ended. */
export type ExperimentOutcome =
  | { readonly name: string; readonly kind: 'ran'; readonly findings: number }
  | { readonly name: string; readonly kind: 'skipped' | 'failed'; readonly why: string };

/**
 * Which experiments were asked for.
 * @returns all of them when none is named; a sentence when a name is unknown
 */
export function namesToRun(known: readonly string[], asked: readonly string[]): readonly string[] | string {
  const unknown = asked.filter((name) => !known.includes(name));
  if (unknown.length > 0) return `There is no experiment called ${unknown.join(', ')}. There are: ${known.join(', ')}.`;
  return asked.length > 0 ? asked : known;
}
