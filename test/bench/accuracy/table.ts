import type { AccuracySummary } from './summarise.ts';

/** The figures as people read them. */
export function table({
  model,
  detector,
  images,
  people,
  peopleInSpace,
  inSpaceBy,
  rows,
  paired,
}: AccuracySummary): string {
  const head = ['', 'EPE px', '95 %', 'median', 'EPE/√area', 'PCK .05', 'PCK .1', 'AP', 'sub-px', 'found', 'EPE found'];
  const body = rows.map((row) => [
    `${row.name}${row.default ? ' *' : ''}`,
    row.epeMeanPx.toFixed(2),
    row.interval.map((value) => value.toFixed(2)).join('…'),
    row.epeMedianPx.toFixed(2),
    row.epeNorm.toFixed(4),
    row.pck05.toFixed(3),
    row.pck10.toFixed(3),
    row.ap?.toFixed(3) ?? '–',
    row.subpixelRms?.toFixed(3) ?? '–',
    `${row.found}`,
    row.epeFoundPx.toFixed(2),
  ]);
  const differences = paired.map(({ a, b, differencePx, interval }) => [
    `${a} − ${b}`,
    differencePx.toFixed(2),
    interval.map((value) => value.toFixed(2)).join('…'),
  ]);
  return [
    `\n${model}, ${detector}: ${images} pictures, ${people} people (* is the default)\n`,
    columns([head, ...body]),
    ...(peopleInSpace > 0
      ? [
          `\nin space, ${peopleInSpace} people found by all of these rows\n`,
          columns([
            ['', 'MPJPE mm', 'PA-MPJPE mm', 'slope of z'],
            ...rows.flatMap(({ name, mpjpeMm, paMpjpeMm, zSlope }) =>
              mpjpeMm === null
                ? []
                : [[name, mpjpeMm.toFixed(1), paMpjpeMm?.toFixed(1) ?? '–', zSlope?.toFixed(2) ?? '–']],
            ),
          ]),
          ...Object.entries(inSpaceBy).flatMap(([key, groups]) => [
            `\nPA-MPJPE and MPJPE mm by ${key}\n`,
            columns([
              ['', 'people', ...Object.keys(Object.values(groups)[0] ?? {})],
              ...Object.entries(groups).map(([value, byRow]) => [
                value,
                `${Object.values(byRow)[0]?.people ?? 0}`,
                ...Object.values(byRow).map(
                  ({ mpjpeMm, paMpjpeMm }) => `${paMpjpeMm.toFixed(0)}, ${mpjpeMm.toFixed(0)}`,
                ),
              ]),
            ]),
          ]),
        ]
      : []),
    '\nwithin one standard deviation of the truth, %: all, and by joint from … to (68 would be right)\n',
    columns([
      ['', 'x and y', 'by joint', 'z', 'by joint'],
      ...rows.flatMap(({ name, coverage }) =>
        coverage
          ? [[name, percent(coverage.xy), range(coverage.xyByJoint), percent(coverage.z), range(coverage.zByJoint)]]
          : [],
      ),
    ]),
    '\npaired differences of the mean EPE, px, with 95 % intervals\n',
    columns(differences),
    '',
  ].join('\n');
}

function percent(share: number | null): string {
  return share === null ? '–' : (100 * share).toFixed(0);
}

function range(shares: readonly [number, number] | null): string {
  return shares?.map(percent).join('…') ?? '–';
}

function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  '),
    )
    .join('\n');
}
