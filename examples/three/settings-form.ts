import { byId, setText } from '../webcam/dom.ts';
import { MODELS } from './models.ts';
import { parseSettings, type Settings } from './settings.ts';

/** Those that need another tracker. */
const TRACKER_SETTINGS = ['model', 'backend', 'people'] as const;

/** The form of settings. */
export class SettingsForm {
  readonly #form = byId('settings', HTMLFormElement);
  #value: Settings;

  /** @param changed called with the new settings after a change by the user */
  constructor(value: Settings, changed: (settings: Settings, needsTracker: boolean) => void) {
    this.#value = value;
    const own = MODELS.some(({ address }) => address === value.model) ? [] : [new Option(value.model)];
    const models = MODELS.map(({ address, label }) => new Option(label, address));
    byId('model', HTMLSelectElement).replaceChildren(...models, ...own);
    for (const [name, setting] of Object.entries(value)) {
      const field = this.#form.elements.namedItem(name);
      if (field instanceof HTMLInputElement && field.type === 'checkbox') field.checked = setting === true;
      else if (field instanceof RadioNodeList) field.value = String(setting);
      else if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = String(setting);
    }
    this.#showAngle();
    const read = () => {
      const before = this.#value;
      this.#value = this.#read();
      this.#showAngle();
      changed(
        this.#value,
        TRACKER_SETTINGS.some((name) => before[name] !== this.#value[name]),
      );
    };
    this.#form.addEventListener('change', read);
    this.#form.addEventListener('input', ({ target }) => {
      if (target instanceof HTMLInputElement && target.type === 'range') read();
    });
    this.#form.addEventListener('submit', (event) => event.preventDefault());
  }

  /** What is shown. */
  get value(): Settings {
    return this.#value;
  }

  /** Is there nothing to say about the camera? */
  setCameraKnown(known: boolean): void {
    byId('angle-field', HTMLElement).hidden = known || this.#value.place === 'side';
  }

  #showAngle(): void {
    setText(byId('angle-value', HTMLOutputElement), `${this.#value.fieldOfView.toFixed(0)}°`);
  }

  #read(): Settings {
    const data = new FormData(this.#form);
    const query = new URLSearchParams();
    for (const [name, text] of data) if (typeof text === 'string') query.set(name, text);
    query.set('spread', data.has('spread') ? '1' : '0');
    return parseSettings(query);
  }
}
