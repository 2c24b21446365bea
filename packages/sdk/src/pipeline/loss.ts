/** Work that was given up because the context it ran on is gone. */
export const LOST = Symbol('lost');

/** Loss of the context that work runs on: such work may never end. */
export interface Loss {
  /**
   * What comes of the work, or {@link LOST} if the context goes before that. Nothing of finished work is kept: a
   * `Promise.race` with a promise of the loss would keep every result until there is one.
   */
  orLost<T>(work: Promise<T>): Promise<T | typeof LOST>;
  /** The context is gone: all that is under way is given up. */
  tell(): void;
}

export function createLoss(): Loss {
  const waiting = new Set<() => void>();
  return {
    orLost: <T>(work: Promise<T>) =>
      new Promise<T | typeof LOST>((resolve, reject) => {
        const giveUp = () => resolve(LOST);
        waiting.add(giveUp);
        const done = () => waiting.delete(giveUp);
        work.then(
          (result) => {
            done();
            resolve(result);
          },
          (error: unknown) => {
            done();
            reject(error);
          },
        );
      }),
    tell() {
      const given = [...waiting];
      waiting.clear();
      for (const giveUp of given) giveUp();
    },
  };
}
