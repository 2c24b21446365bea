import type { PoseFrame, Progress, Size } from '@integral-pose/sdk';
import { byId, setText } from './dom.ts';
import type { Message } from './messages.ts';

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

/** What is said over a picture while nobody is followed; `seen` in the latest result, undefined before the first. */
export function hintFor(seen: number | boolean | undefined): string {
  if (seen === undefined) return 'Waiting for the first result';
  return seen ? '' : 'Looking for a person';
}

/** The picture and the cards that lie over it. */
export class Stage {
  readonly element = byId('stage', HTMLElement);
  readonly #media = byId('media', HTMLElement);
  readonly #hint = byId('hint', HTMLElement);
  readonly #progress = byId('progress', HTMLElement);
  readonly #bar = byId('progress-bar', HTMLProgressElement);
  readonly #message = byId('message', HTMLElement);

  showMedia(element: HTMLElement | undefined): void {
    if (this.#media.firstElementChild === (element ?? null)) return;
    this.#media.replaceChildren(...(element ? [element] : []));
  }

  /** Shape of the picture: a phone gives it as much height as it needs. */
  setSize({ width, height }: Size): void {
    this.element.style.setProperty('--aspect', `${width} / ${height}`);
  }

  setMirrored(mirrored: boolean): void {
    this.element.classList.toggle('mirrored', mirrored);
  }

  /** A short line at the bottom of the picture. */
  showHint(text: string): void {
    setText(this.#hint, text);
    this.#hint.hidden = text === '';
  }

  showProgress(progress: Progress | undefined): void {
    this.#progress.hidden = !progress;
    if (!progress) return;
    const { phase, fraction, loaded, total, label } = progress;
    this.#bar.value = fraction;
    setText(byId('progress-title', HTMLElement), phase === 'download' ? 'Loading the model' : 'Getting ready');
    setText(byId('progress-bytes', HTMLElement), total > 0 ? `${megabytes(loaded)} of ${megabytes(total)} MB` : '');
    setText(byId('progress-label', HTMLElement), label || 'Preparing');
  }

  /** @returns whether it was not shown before */
  showMessage(message: Message | undefined): boolean {
    const isNew = this.#message.hidden && message !== undefined;
    this.#message.hidden = !message;
    if (!message) return false;
    this.#message.dataset.reason = message.reason;
    setText(byId('message-title', HTMLElement), message.title);
    setText(byId('message-text', HTMLElement), message.text);
    setText(byId('message-fix', HTMLElement), message.fix);
    return isNew;
  }

  /** Tells whoever listens on the stage: `stage.addEventListener('poseframe', ({ detail }) => …)`. */
  announce(frame: PoseFrame): void {
    this.element.dispatchEvent(new CustomEvent<PoseFrame>('poseframe', { detail: frame }));
  }
}
