import { byId, setText } from '../../webcam/dom.ts';
import { labDecoders } from '../decoders.ts';
import { markerIcon } from '../markers.ts';
import { COLUMNS, type Result, type Unit } from '../results.ts';

const NONE = '–';

function written(value: number, places: number): string {
  if (!Number.isFinite(value)) return NONE;
  return value.toFixed(places);
}

/** The table of figures, one row a decoder. The best of each column stands out. */
export class ResultsTable {
  readonly #head = byId('table-head', HTMLTableRowElement);
  readonly #body = byId('table-body', HTMLTableSectionElement);
  readonly #cells = new Map<string, Map<string, HTMLTableCellElement>>();
  readonly #titles = new Map<string, HTMLTableCellElement>();
  #unit: Unit | undefined;

  show(results: readonly Result[], unit: Unit): void {
    if (this.#unit !== unit) this.#title(unit);
    const shown = [...this.#cells.keys()];
    if (shown.join() !== results.map(({ key }) => key).join()) this.#build(results);
    for (const [column] of COLUMNS) {
      const values = results.map((result) => result[column]);
      // Without a truth there are no errors, and no column of dashes for them.
      const isEmpty = column.endsWith('rror') && !values.some(Number.isFinite);
      this.#titles.get(column)?.toggleAttribute('hidden', isEmpty);
      const best = Math.min(...values.filter(Number.isFinite));
      const places = column === 'time' ? 2 : unit === 'cells' ? 3 : 2;
      for (const [index, { key }] of results.entries()) {
        const cell = this.#cells.get(key)?.get(column);
        if (!cell) continue;
        const value = values[index] as number;
        cell.hidden = isEmpty;
        setText(cell, written(value, places));
        // Disagreement is no virtue or vice; a best of one or of equals is none.
        const contest = column !== 'disagreement' && values.length > 1 && values.some((other) => other !== value);
        cell.classList.toggle('best', contest && value.toFixed(places) === best.toFixed(places));
      }
    }
  }

  #title(unit: Unit): void {
    this.#unit = unit;
    const titles = COLUMNS.map(([column, title]) => {
      const cell = document.createElement('th');
      cell.scope = 'col';
      const small = document.createElement('small');
      small.textContent = column === 'time' ? 'ms' : unit;
      cell.append(`${title} `, small);
      this.#titles.set(column, cell);
      return cell;
    });
    const first = document.createElement('th');
    first.scope = 'col';
    first.textContent = 'Decoder';
    this.#head.replaceChildren(first, ...titles);
  }

  #build(results: readonly Result[]): void {
    this.#cells.clear();
    const rows = results.map(({ key, label }) => {
      const row = document.createElement('tr');
      row.dataset.decoder = key;
      const name = document.createElement('th');
      name.scope = 'row';
      const inner = document.createElement('span');
      const look = labDecoders([key])[0]?.look;
      inner.append(...(look ? [markerIcon(look)] : []), label);
      name.append(inner);
      const cells = COLUMNS.map(([column]) => {
        const cell = document.createElement('td');
        cell.dataset.column = column;
        return [column, cell] as const;
      });
      row.append(name, ...cells.map(([, cell]) => cell));
      this.#cells.set(key, new Map(cells));
      return row;
    });
    this.#body.replaceChildren(...rows);
  }
}
