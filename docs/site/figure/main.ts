// The figure in "What a decoder does": the drawn part of the decoder lab, with the four settings that matter most.
import { LAB_DECODERS } from '../../../examples/decoder-lab/decoders.ts';
import { DrawnLab, type DrawnState } from '../../../examples/decoder-lab/drawn/drawn-lab.ts';
import { DrawnStage } from '../../../examples/decoder-lab/drawn/drawn-stage.ts';
import { markerIcon } from '../../../examples/decoder-lab/markers.ts';
import { DEFAULTS, type LabSettings } from '../../../examples/decoder-lab/settings.ts';

const NAMES = ['beta', 'sigma', 'peak', 'noise', 'second'] as const;
const DECODERS = ['localDebiasedIntegral', 'debiasedIntegral', 'integral', 'dark', 'argmax'];

const canvas = document.querySelector('canvas') as HTMLCanvasElement;
const form = document.querySelector('form') as HTMLFormElement;
const message = document.querySelector('#message') as HTMLElement;
const answers = document.querySelector('#answers') as HTMLElement;

let settings: LabSettings = {
  ...DEFAULTS,
  decoders: DECODERS.join(','),
  backend: 'wasm',
  beta: 8,
  x: 14.3,
  y: 15.8,
  stretch: '1',
};
const stage = new DrawnStage(canvas, (moved) => set(moved));
const lab = new DrawnLab(show, (error) => {
  message.textContent = error instanceof Error ? error.message : String(error);
  message.hidden = false;
});

form.addEventListener('input', () => {
  const values = new FormData(form);
  set(Object.fromEntries(NAMES.map((name) => [name, Number(values.get(name))])));
});

function set(changes: Partial<LabSettings>): void {
  settings = { ...settings, ...changes };
  for (const name of NAMES) {
    const input = form.elements.namedItem(name) as HTMLInputElement;
    input.value = String(settings[name]);
    const output = input.parentElement?.querySelector('output');
    if (output) output.value = input.value;
  }
  lab.set(settings);
}

function show(state: DrawnState): void {
  stage.show(state);
  document.body.dataset.settled = String(state.settled);
  answers.replaceChildren(
    ...state.results.map(({ key, label, error, worstError }) => {
      const row = document.createElement('tr');
      const name = document.createElement('th');
      const look = LAB_DECODERS.find((decoder) => decoder.key === key)?.look;
      name.append(...(look ? [markerIcon(look)] : []), label);
      row.append(name, ...[error, worstError].map(cell));
      row.dataset.decoder = key;
      return row;
    }),
  );
}

function cell(value: number): HTMLTableCellElement {
  const found = document.createElement('td');
  found.textContent = Number.isFinite(value) ? value.toFixed(2) : '…';
  return found;
}

set({});
