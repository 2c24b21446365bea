import { PoseError, type PoseTracker } from '@integral-pose/sdk';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { type PoseTrackerState, readyTracker, type TrackerInput } from './tracker-state.ts';
import { type UsePoseTrackerOptions, usePoseTracker } from './use-pose-tracker.ts';

/** Props of {@link PoseProvider}: options of a tracker that it loads and disposes, or a tracker that stays yours. */
export type PoseProviderProps = { readonly children?: ReactNode } & (
  | { readonly options: UsePoseTrackerOptions; readonly tracker?: never }
  | { readonly tracker: PoseTracker | PoseTrackerState; readonly options?: never }
);

const PoseContext = createContext<PoseTrackerState | null>(null);

/**
 * Gives a tracker to the components inside.
 *
 * @example
 * <PoseProvider options={options}><Video /><Score /></PoseProvider>
 */
export function PoseProvider({ children, options, tracker }: PoseProviderProps): ReactNode {
  if (options) return <Owner options={options}>{children}</Owner>;
  return <Lender tracker={tracker}>{children}</Lender>;
}

function Owner({ options, children }: { readonly options: UsePoseTrackerOptions; readonly children: ReactNode }) {
  return <PoseContext.Provider value={usePoseTracker(options)}>{children}</PoseContext.Provider>;
}

function Lender({
  tracker,
  children,
}: {
  readonly tracker: PoseTracker | PoseTrackerState;
  readonly children: ReactNode;
}) {
  const state = useMemo<PoseTrackerState>(
    () => ('status' in tracker ? tracker : { status: 'ready', tracker }),
    [tracker],
  );
  return <PoseContext.Provider value={state}>{children}</PoseContext.Provider>;
}

/**
 * The tracker of the `PoseProvider` around, loading or ready.
 * @throws PoseError `invalid-argument` where there is none
 */
export function usePoseContext(): PoseTrackerState {
  const state = useContext(PoseContext);
  if (!state) throw noTracker();
  return state;
}

/** The tracker given, or else the provider's. Undefined asks the provider; null is none yet. */
export function useTracker(given: TrackerInput): PoseTracker | null {
  const provided = useContext(PoseContext);
  if (given === undefined && !provided) throw noTracker();
  return readyTracker(given === undefined ? provided : given);
}

function noTracker(): PoseError {
  return new PoseError(
    { reason: 'invalid-argument', argument: 'tracker', found: 'none', wanted: 'a tracker or a PoseProvider' },
    'A component has no tracker.',
    'Give it one, or put it inside a PoseProvider.',
  );
}
