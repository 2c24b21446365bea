import type { ComparedFrame, Decoder } from '@integral-pose/sdk';
import { useMemo } from 'react';
import { framesOf, type PoseSource, useSource } from './pose-source.ts';
import { readyTracker, type TrackerInput } from './tracker-state.ts';
import { useLatest } from './use-latest.ts';
import type { UsePosesOptions } from './use-poses.ts';
import { type LatestResult, useThrottled } from './use-throttled.ts';

/**
 * The latest frame under several decoders: the same people with the same ids, by the names given, unsmoothed. One network
 * pass for all of them, besides the one that `usePoses` and the like share. Renders at most `maxFps` times a second.
 *
 * @param decoders may be written in the call: only when the names change does it start again
 * @example
 * const { frame } = useDecoderComparison(tracker, videoRef, { argmax: argmax(), dark: dark() });
 * frame?.poses.argmax[0]?.keypoints[0];
 */
export function useDecoderComparison<Name extends string>(
  tracker: TrackerInput,
  source: PoseSource,
  decoders: Readonly<Record<Name, Decoder>>,
  { maxFps = 10 }: UsePosesOptions = {},
): LatestResult<ComparedFrame<Name>> {
  const ready = readyTracker(tracker);
  const found = useSource(source);
  const latest = useLatest(decoders);
  const names = JSON.stringify(Object.keys(decoders));
  const compared = useMemo(() => {
    if (!ready || !found) return null;
    // Each looks up what it stands for when it is asked.
    const standIns = (JSON.parse(names) as Name[]).map((name) => [name, standIn(() => latest.current[name])] as const);
    return ready.compare(framesOf(found), Object.fromEntries(standIns) as Record<Name, Decoder>);
  }, [ready, found, names, latest]);
  return useThrottled(compared, found, maxFps);
}

function standIn(current: () => Decoder): Decoder {
  return {
    get name() {
      return current().name;
    },
    decode: (maps) => current().decode(maps),
  };
}
