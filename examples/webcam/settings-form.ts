import { DECODERS, DETECTORS, MODELS } from './choices.ts';
import { byId, setText } from './dom.ts';
import { DEFAULTS, parseSettings, type Settings } from './settings.ts';

interface Choice {
  readonly key: string;
  readonly label: string;
  readonly note: string;
}

function fillSelect(select: HTMLSelectElement, choices: readonly Choice[]): void {
  select.replaceChildren(...choices.map(({ key, label }) => new Option(label, key)));
}

function known(choices: readonly Choice[], key: string, fallback: string): string {
  return choices.some((choice) => choice.key === key) ? key : fallback;
}

function noteOf(choices: readonly Choice[], key: string): string {
  return choices.find((choice) => choice.key === key)?.note ?? '';
}

/** The form of settings: shows a value, and tells when the user changes it. */
export class SettingsForm {
  readonly #form = byId('settings', HTMLFormElement);
  #value: Settings = DEFAULTS;

  /** @param changed called with the new settings after a change by the user */
  constructor(changed: (settings: Settings) => void) {
    fillSelect(byId('decoder', HTMLSelectElement), DECODERS);
    fillSelect(byId('detector', HTMLSelectElement), DETECTORS);
    const read = () => {
      this.show(this.#read());
      changed(this.#value);
    };
    // Sliders act while they are dragged; all else when it is settled.
    this.#form.addEventListener('input', ({ target }) => {
      if (target instanceof HTMLInputElement && target.type === 'range') read();
    });
    this.#form.addEventListener('change', read);
    this.#form.addEventListener('submit', (event) => event.preventDefault());
    for (const button of this.#form.querySelectorAll<HTMLButtonElement>('[data-step]')) {
      button.addEventListener('click', () => {
        const people = byId('people', HTMLInputElement);
        people.stepUp(Number(button.dataset.step));
        read();
      });
    }
  }

  /** What is shown. */
  get value(): Settings {
    return this.#value;
  }

  /** Shows settings. Names that are not known become the defaults. */
  show(settings: Settings): void {
    const value = {
      ...settings,
      decoder: known(DECODERS, settings.decoder, DEFAULTS.decoder),
      detector: known(DETECTORS, settings.detector, DEFAULTS.detector),
      people: Math.round(settings.people),
    };
    this.#value = value;
    for (const [name, setting] of Object.entries(value)) {
      const field = this.#form.elements.namedItem(name);
      if (field instanceof HTMLInputElement && field.type === 'checkbox') field.checked = setting === true;
      else if (field instanceof RadioNodeList) field.value = String(setting);
      else if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = String(setting);
    }
    setText(byId('min-cutoff-value', HTMLOutputElement), `${value.minCutoff.toFixed(1)} Hz`);
    setText(byId('beta-value', HTMLOutputElement), value.beta.toFixed(1));
    setText(byId('model-note', HTMLElement), noteOf(MODELS, value.model));
    setText(byId('decoder-note', HTMLElement), noteOf(DECODERS, value.decoder));
    setText(byId('detector-note', HTMLElement), noteOf(DETECTORS, value.detector));
  }

  #read(): Settings {
    const data = new FormData(this.#form);
    const query = new URLSearchParams();
    for (const [name, fallback] of Object.entries(DEFAULTS)) {
      const text = data.get(name);
      if (typeof fallback === 'boolean') query.set(name, text === null ? '0' : '1');
      else if (typeof text === 'string') query.set(name, text);
    }
    return parseSettings(query);
  }
}
