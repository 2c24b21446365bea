import type { PoseFrame, Skeleton } from '@integral-pose/sdk';
import { byId, setText } from '../dom.ts';
import type { PeopleInSpace } from './people-in-space.ts';

/** The pane beside the picture that shows people in space. The 3D library is fetched when it is opened for the first time. */
export class SpacePane {
  readonly #pane = byId('space', HTMLElement);
  readonly #toggle = byId('space-toggle', HTMLButtonElement);
  readonly #hint = byId('space-hint', HTMLElement);
  #people: PeopleInSpace | undefined;
  #skeleton: Skeleton | undefined;
  #frame: PoseFrame | undefined;
  #open = false;

  /** @param changed called when the user opens or closes the pane */
  constructor(open: boolean, changed: (open: boolean) => void) {
    this.#toggle.addEventListener('click', () => {
      this.#set(!this.#open);
      changed(this.#open);
    });
    this.#set(open);
  }

  /** Another tracker: another skeleton, perhaps. */
  setSkeleton(skeleton: Skeleton): void {
    this.#skeleton = skeleton;
    this.#frame = undefined;
    this.#discard();
    void this.#prepare();
  }

  show(frame: PoseFrame | undefined): void {
    this.#frame = frame;
    if (this.#people) this.#pane.dataset.people = String(this.#people.show(frame));
  }

  #set(open: boolean): void {
    this.#open = open;
    this.#pane.hidden = !open;
    this.#toggle.setAttribute('aria-expanded', String(open));
    if (open) void this.#prepare();
    else this.#discard();
  }

  async #prepare(): Promise<void> {
    if (!this.#open) return;
    try {
      const { PeopleInSpace } = await import('./people-in-space.ts');
      // It may have been closed, or prepared, in the meantime.
      if (!this.#open || !this.#skeleton || this.#people) return;
      // A canvas gives one context in its life, and that one went with the pane before.
      const canvas = document.createElement('canvas');
      canvas.dataset.testid = 'space-canvas';
      canvas.setAttribute('role', 'img');
      canvas.setAttribute('aria-label', 'The people in space. Drag to turn, wheel to zoom.');
      this.#pane.prepend(canvas);
      this.#people = new PeopleInSpace(canvas, this.#skeleton);
      setText(this.#hint, 'Drag to turn');
      this.show(this.#frame);
    } catch {
      // Offline before it was ever opened, or a browser without WebGL 2: the rest of the page works.
      this.#discard();
      setText(this.#hint, 'This browser cannot show it, or cannot load it now.');
    }
  }

  #discard(): void {
    this.#people?.dispose();
    this.#people = undefined;
    this.#pane.querySelector('canvas')?.remove();
    delete this.#pane.dataset.people;
  }
}
