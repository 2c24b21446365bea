import { listCameras } from '@integral-pose/sdk';
import { byId, setText } from './dom.ts';
import type { OpenSource, SourceKind } from './sources/open-source.ts';

/** What the user asks for in the row below the picture. */
export interface TransportActions {
  choose(kind: SourceKind): void;
  chooseCamera(deviceId: string): void;
  mirror(on: boolean): void;
}

function clock(seconds: number): string {
  const whole = Number.isFinite(seconds) ? Math.floor(seconds) : 0;
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** Pause, position, camera, mirror, and which source. */
export class Transport {
  readonly #pause = byId('pause', HTMLButtonElement);
  readonly #seek = byId('seek', HTMLElement);
  readonly #position = byId('position', HTMLInputElement);
  readonly #clock = byId('clock', HTMLOutputElement);
  readonly #mirror = byId('mirror', HTMLInputElement);
  readonly #device = byId('device', HTMLSelectElement);
  readonly #deviceField = byId('device-field', HTMLElement);
  readonly #name = byId('source-name', HTMLElement);
  #source: OpenSource | undefined;
  #paused = false;
  #released = new AbortController();

  constructor(actions: TransportActions) {
    this.#pause.addEventListener('click', () => this.#setPaused(!this.#paused));
    this.#position.addEventListener('input', () => {
      const player = this.#source?.player;
      if (player) player.currentTime = Number(this.#position.value);
    });
    this.#mirror.addEventListener('change', () => actions.mirror(this.#mirror.checked));
    this.#device.addEventListener('change', () => actions.chooseCamera(this.#device.value));
    for (const button of document.querySelectorAll<HTMLElement>('[data-source]')) {
      button.addEventListener('click', () => actions.choose(button.dataset.source as SourceKind));
    }
  }

  get paused(): boolean {
    return this.#paused;
  }

  /** Shows which kind is open or being opened. */
  showKind(kind: SourceKind | undefined): void {
    for (const tab of document.querySelectorAll<HTMLElement>('.tab[data-source]')) {
      tab.setAttribute('aria-pressed', String(tab.dataset.source === kind));
    }
  }

  showMirror(on: boolean): void {
    this.#mirror.checked = on;
  }

  /** Shows a source, or none. */
  show(source: OpenSource | undefined): void {
    if (source === this.#source) return;
    this.#released.abort();
    this.#released = new AbortController();
    this.#source = source;
    this.#showPaused(false);
    this.#pause.disabled = !source?.setPaused;
    this.#mirror.disabled = !source;
    const player = source?.player;
    this.#seek.hidden = !player;
    this.#deviceField.hidden = true;
    setText(this.#name, source && source.kind !== 'camera' ? source.name : '');
    if (player) this.#follow(player, this.#released.signal);
    if (source?.kind === 'camera') void this.#listCameras(source);
  }

  #setPaused(paused: boolean): void {
    this.#source?.setPaused?.(paused);
    this.#showPaused(paused);
  }

  #showPaused(paused: boolean): void {
    this.#paused = paused;
    this.#pause.classList.toggle('paused', paused);
    this.#pause.setAttribute('aria-label', paused ? 'Play' : 'Pause');
  }

  #follow(player: HTMLVideoElement, signal: AbortSignal): void {
    const update = () => {
      this.#position.max = String(player.duration || 1);
      this.#position.value = String(player.currentTime);
      setText(this.#clock, `${clock(player.currentTime)} / ${clock(player.duration)}`);
    };
    for (const type of ['timeupdate', 'durationchange', 'seeked']) player.addEventListener(type, update, { signal });
    update();
  }

  async #listCameras(source: OpenSource): Promise<void> {
    const cameras = await listCameras().catch(() => []);
    if (this.#source !== source) return;
    this.#device.replaceChildren(
      ...cameras.map(({ deviceId, label }, index) => new Option(label || `Camera ${index + 1}`, deviceId)),
    );
    if (source.deviceId) this.#device.value = source.deviceId;
    this.#deviceField.hidden = cameras.length === 0;
  }
}
