import type { Frame } from '@integral-pose/sdk';
import { filter, finalize, map, type Observable } from 'rxjs';

/** Holds frames back while something is measured that must have the machine to itself. */
export class FrameGate {
  #held = false;
  #underWay = 0;
  #whenIdle: (() => void) | undefined;

  /** The same frames, without those that come while the gate is shut. */
  pass(frames: Observable<Frame>): Observable<Frame> {
    return frames.pipe(
      filter((frame) => {
        if (this.#held) frame.close();
        return !this.#held;
      }),
      map(({ image, size, time, captured, rotation, close }) => {
        this.#underWay++;
        let closed = false;
        const end = () => {
          close();
          if (closed) return;
          closed = true;
          this.#underWay--;
          this.#settle();
        };
        return { image, size, time, captured, rotation, close: end };
      }),
      finalize(() => this.#settle()),
    );
  }

  /** Shuts the gate, waits until every frame that is through has been worked on, runs, and opens it again. */
  async alone(run: () => Promise<void>): Promise<void> {
    if (this.#held) return;
    this.#held = true;
    try {
      if (this.#underWay > 0) {
        await new Promise<void>((resolve) => {
          this.#whenIdle = resolve;
        });
      }
      await run();
    } finally {
      this.#held = false;
    }
  }

  #settle(): void {
    if (this.#underWay > 0) return;
    this.#whenIdle?.();
    this.#whenIdle = undefined;
  }
}
