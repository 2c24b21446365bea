import type { Progress } from '../types/progress.ts';

/** Share of the bar that downloading takes; the rest is warming up. */
const DOWNLOAD = 0.9;

/** Adds up the bytes of several recipes into one bar that never falls. */
export interface LoadProgress {
  /** One recipe's share of the bar. `done` says that it is loaded, whether or not it ever counted bytes. */
  recipe(name: string): { onBytes(loaded: number, total: number, label: string): void; done(): void };
  /** @param fraction of the warm-up, 0..1 */
  warmup(fraction: number, label: string): void;
}

export function createLoadProgress(onProgress: ((progress: Progress) => void) | undefined): LoadProgress {
  const recipes: { loaded: number; total: number; fraction: number }[] = [];
  let highest = 0;

  function report(phase: Progress['phase'], fraction: number, label: string) {
    highest = Math.max(highest, fraction);
    const sum = (key: 'loaded' | 'total') => recipes.reduce((bytes, recipe) => bytes + recipe[key], 0);
    onProgress?.({ phase, fraction: highest, loaded: sum('loaded'), total: sum('total'), label });
  }

  return {
    recipe(name) {
      const state = { loaded: 0, total: 0, fraction: 0 };
      recipes.push(state);
      const update = (fraction: number, label: string) => {
        state.fraction = fraction;
        const mean = recipes.reduce((sum, recipe) => sum + recipe.fraction, 0) / recipes.length;
        report('download', DOWNLOAD * mean, label);
      };
      return {
        onBytes(loaded, total, label) {
          state.loaded = loaded;
          state.total = total;
          update(total > 0 ? loaded / total : 0, label);
        },
        done: () => update(1, name),
      };
    },
    warmup: (fraction, label) => report('warmup', DOWNLOAD + (1 - DOWNLOAD) * fraction, label),
  };
}
