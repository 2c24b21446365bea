/** What is known of one decoder. Figures that are not known are NaN. */
export interface Result {
  readonly key: string;
  readonly label: string;
  /** Distance from the truth now. */
  readonly error: number;
  readonly meanError: number;
  /** The largest (drawn maps), or the 95th percentile (frames). */
  readonly worstError: number;
  /** How much the answer trembles by itself. */
  readonly jitter: number;
  /** Mean distance from the other decoders' answers. */
  readonly disagreement: number;
  /** Median time to decode and read back, ms. */
  readonly time: number;
}

/** The columns with figures, in order: lengths are in the unit of the source. */
export const COLUMNS = [
  ['error', 'Error now'],
  ['meanError', 'Mean error'],
  ['worstError', 'Worst error'],
  ['jitter', 'Jitter'],
  ['disagreement', 'Disagreement'],
  ['time', 'Time'],
] as const;

/** The lengths' unit: cells of a drawn map, or px of a picture. */
export type Unit = 'cells' | 'px';

/** Comma-separated values: one row a decoder, empty where a figure is not known. */
export function resultsAsCsv(results: readonly Result[], unit: Unit, facts: Readonly<Record<string, string>>): string {
  const suffix = (column: string) => (column === 'time' ? 'ms' : unit);
  const header = ['decoder', ...COLUMNS.map(([column]) => `${column}_${suffix(column)}`), ...Object.keys(facts)];
  const rows = results.map((result) => {
    const figures = COLUMNS.map(([column]) => (Number.isFinite(result[column]) ? String(result[column]) : ''));
    return [result.key, ...figures, ...Object.values(facts)];
  });
  return [header, ...rows].map((row) => row.map(quoted).join(',')).join('\r\n');
}

function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
