import type { Frame } from '@integral-pose/sdk';
import { discFrame, discPerson } from '@integral-pose/test-kit/colours';
import { Subject } from 'rxjs';

/** A source that gives a picture when it is told to. */
export interface Pictures {
  readonly frames: Subject<Frame>;
  /** Shows a person whose red disc is at `x`. */
  show(x: number): Promise<void>;
}

export function pictures(): Pictures {
  const frames = new Subject<Frame>();
  let time = 0;
  return {
    frames,
    async show(x) {
      const frame = await discFrame({ people: [discPerson(x, 80)], time });
      time += 40;
      if (frames.observed) frames.next(frame);
      else frame.close();
    },
  };
}
