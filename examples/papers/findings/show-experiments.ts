import type { ExperimentReport, ReportedFinding } from './report.ts';

const reports = import.meta.glob<ExperimentReport>('../../../docs/experiments/*.json', {
  eager: true,
  import: 'default',
});
const pictures = import.meta.glob<string>('../../../docs/experiments/*.svg', {
  eager: true,
  query: '?url',
  import: 'default',
});

const ORDER = [
  'bias',
  'expected-error',
  'single-map',
  'losses',
  'convergence',
  'shrinkage',
  'distribution-matching',
  'sub-benchmarks',
  'mixed-3d',
];
const VERDICTS: readonly ReportedFinding['verdict'][] = ['agrees', 'does not', 'cannot tell'];

/** Lists every experiment that was run, with its plots, and counts the verdicts. */
export function showExperiments(list: HTMLElement, tally: HTMLElement): void {
  const found = Object.values(reports).toSorted((one, other) => place(one) - place(other));
  list.replaceChildren(...found.map(experiment));
  const findings = found.flatMap((report) => report.findings);
  tally.replaceChildren(
    ...VERDICTS.map((verdict) => {
      const item = document.createElement('li');
      const count = findings.filter((finding) => finding.verdict === verdict).length;
      item.append(`${count} `, chip(verdict));
      item.dataset.count = String(count);
      return item;
    }),
  );
}

function place({ name }: ExperimentReport): number {
  return ORDER.indexOf(name);
}

function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className: string,
  ...content: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...content);
  return made;
}

function chip(verdict: ReportedFinding['verdict']): HTMLElement {
  const made = element('span', 'verdict', verdict);
  made.dataset.verdict = verdict;
  return made;
}

function experiment(report: ExperimentReport): HTMLElement {
  const { name, title, command, seeds, seconds, findings, plots } = report;
  const how = element('p', 'how', element('code', '', command));
  const repeated = seeds > 1 ? ` · ${seeds} seeds` : '';
  how.append(`${repeated} · ${seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`}`);
  const article = element('article', 'experiment', element('h3', '', title), how);
  article.dataset.experiment = name;
  for (const one of findings) article.append(finding(one));
  article.append(element('div', 'plots', ...plots.map(({ file, title }) => plot(file, title))));
  return article;
}

function finding({ claim, source, printed, seen, verdict, smallestEffect }: ReportedFinding): HTMLElement {
  const told = element('div', '', element('p', '', claim));
  told.append(element('p', 'source', printed ? `${source}: ${printed}` : source));
  told.append(element('p', 'seen', `Here: ${seen}`));
  if (smallestEffect) told.append(element('p', 'seen', `The smallest effect that would have shown: ${smallestEffect}`));
  return element('div', 'finding', chip(verdict), told);
}

function plot(file: string, title: string): HTMLElement {
  const address = pictures[`../../../docs/experiments/${file}`];
  if (!address) throw new Error(`The plot ${file} is not in docs/experiments.`);
  const image = document.createElement('img');
  image.src = address;
  image.alt = title;
  const link = document.createElement('a');
  link.href = address;
  link.append(image);
  return link;
}
