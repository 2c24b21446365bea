import { type CSSProperties, lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { useTracker } from './pose-provider.tsx';
import type { PoseSource } from './pose-source.ts';
import type { TrackerInput } from './tracker-state.ts';

/** Props of {@link PoseScene}. */
export interface PoseSceneProps {
  /** Default: that of the `PoseProvider` around. */
  readonly tracker?: TrackerInput;
  readonly source: PoseSource;
  /** Show how far off the depth of a joint may be. Default true. */
  readonly spread?: boolean;
  /** Show the ground. Default true. */
  readonly grid?: boolean;
  /** Joints below are left out, 0..1. Default 0.3. */
  readonly leastScore?: number;
  /** From one body to the next, metres, ≥ 0. Default 1.2. */
  readonly spacing?: number;
  /** Shown until three.js and the tracker are there. */
  readonly fallback?: ReactNode;
  readonly className?: string;
  /** Over the default: as large as the element around. */
  readonly style?: CSSProperties;
}

/** three.js comes with the first scene that is shown, in a chunk of its own. */
const ThreeScene = lazy(async () => ({ default: (await import('./three-scene.tsx')).ThreeScene }));

/**
 * People in space, seen from in front of them and turned with the pointer: `keypoints3D`, metres, side by side on the
 * ground. Needs the package `three`; who shows no scene loads nothing of it.
 *
 * @example
 * <PoseScene tracker={tracker} source={videoRef} style={{ height: 400 }} fallback="Loading…" />
 */
export function PoseScene({ tracker: given, fallback = null, ...props }: PoseSceneProps): ReactNode {
  const tracker = useTracker(given);
  // Not on a server: there is nothing to be seen, and three.js would be loaded for it.
  const [mounted, setMounted] = useState(false);
  useEffect(() => setMounted(true), []);
  if (!mounted || !tracker) return fallback;
  return (
    <Suspense fallback={fallback}>
      <ThreeScene tracker={tracker} {...props} />
    </Suspense>
  );
}
