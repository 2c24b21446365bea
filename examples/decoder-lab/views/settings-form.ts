import { blazePose33 } from '@integral-pose/sdk';
import { byId, setText } from '../../webcam/dom.ts';
import { LAB_DECODERS } from '../decoders.ts';
import { markerIcon } from '../markers.ts';
import { DEFAULTS, type LabSettings, parseSettings } from '../settings.ts';

/** A joint's name for people: `left_wrist` → "Left wrist". */
export function jointLabel(name: string): string {
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** How the sliders' values are written. */
const WRITTEN: Readonly<Record<string, (settings: LabSettings) => string>> = {
  beta: ({ beta }) => beta.toFixed(1),
  radius: ({ radius }) => `${radius} cells`,
  sigma: ({ sigma }) => `${sigma.toFixed(1)} cells`,
  peak: ({ peak }) => peak.toFixed(2),
  second: ({ second }) => (second === 0 ? 'none' : second.toFixed(2)),
  background: ({ background }) => background.toFixed(2),
  noise: ({ noise }) => (noise === 0 ? 'none' : noise.toFixed(3)),
};

/** The form of settings: shows a value, and tells when the user changes it. */
export class SettingsForm {
  readonly #form = byId('settings', HTMLFormElement);
  readonly #changed: (settings: LabSettings) => void;
  #value: LabSettings = DEFAULTS;

  /** @param changed called with the new settings after a change by the user */
  constructor(changed: (settings: LabSettings) => void) {
    this.#changed = changed;
    byId('chooser', HTMLElement).replaceChildren(...LAB_DECODERS.map(choice));
    byId('joint', HTMLSelectElement).replaceChildren(
      ...blazePose33.keypoints.map((name) => new Option(jointLabel(name), name)),
    );
    // Every kind of control speaks while it is used; `change` would only repeat it.
    this.#form.addEventListener('input', ({ target }) => {
      const name = (target as HTMLInputElement | null)?.name ?? '';
      if (name === 'decoder' || name in DEFAULTS) this.#read();
    });
    this.#form.addEventListener('submit', (event) => event.preventDefault());
    byId('choose-all', HTMLButtonElement).addEventListener('click', () => {
      const boxes = this.#boxes().filter(({ disabled }) => !disabled);
      const all = boxes.every(({ checked }) => checked);
      const few = DEFAULTS.decoders.split(',');
      for (const box of boxes) box.checked = !all || few.includes(box.value);
      this.#read();
    });
    byId('reset-map', HTMLButtonElement).addEventListener('click', () => {
      const { decoders, model, backend, joint, scope, zoom, ellipses, ground } = this.#value;
      this.change({ ...DEFAULTS, decoders, model, backend, joint, scope, zoom, ellipses, ground });
    });
    byId('reseed', HTMLButtonElement).addEventListener('click', () => {
      const { noise, seed } = this.#value;
      // Other noise than none is a little.
      this.change({ noise: noise || 0.02, seed: seed + 1 });
    });
  }

  /** What is shown. */
  get value(): LabSettings {
    return this.#value;
  }

  /** Changes settings as the user would. */
  change(changes: Partial<LabSettings>): void {
    this.show({ ...this.#value, ...changes });
    this.#changed(this.#value);
  }

  /** What a network regresses is not there for drawn maps. */
  setRegression(available: boolean): void {
    for (const box of this.#boxes()) {
      if (box.value === 'regression') box.disabled = !available;
    }
  }

  show(settings: LabSettings): void {
    const known = blazePose33.keypoints.some((name) => name === settings.joint);
    const joint = known ? settings.joint : DEFAULTS.joint;
    this.#value = { ...settings, joint, radius: Math.round(settings.radius) };
    const chosen = settings.decoders.split(',');
    for (const box of this.#boxes()) box.checked = chosen.includes(box.value);
    for (const [name, setting] of Object.entries(this.#value)) {
      if (name === 'decoders') continue;
      const field = this.#form.elements.namedItem(name);
      if (field instanceof HTMLInputElement && field.type === 'checkbox') field.checked = setting === true;
      else if (field instanceof RadioNodeList) field.value = String(setting);
      else if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = String(setting);
    }
    for (const output of this.#form.querySelectorAll<HTMLOutputElement>('[data-value]')) {
      setText(output, WRITTEN[output.dataset.value ?? '']?.(this.#value) ?? '');
    }
  }

  #boxes(): HTMLInputElement[] {
    return [...this.#form.querySelectorAll<HTMLInputElement>('input[name="decoder"]')];
  }

  #read(): void {
    const data = new FormData(this.#form);
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(this.#value)) {
      const field = this.#form.elements.namedItem(name);
      if (!field) query.set(name, String(value));
      else if (typeof value === 'boolean') query.set(name, data.get(name) === null ? '0' : '1');
      else query.set(name, String(data.get(name) ?? value));
    }
    const chosen = this.#boxes().filter(({ checked }) => checked);
    query.set('decoders', chosen.map(({ value }) => value).join(','));
    this.change(parseSettings(query));
  }
}

function choice({ key, label, note, look }: (typeof LAB_DECODERS)[number]): HTMLLabelElement {
  const row = document.createElement('label');
  row.title = note;
  const box = document.createElement('input');
  box.type = 'checkbox';
  box.name = 'decoder';
  box.value = key;
  const text = document.createElement('span');
  text.textContent = label;
  row.append(box, markerIcon(look), text);
  return row;
}
