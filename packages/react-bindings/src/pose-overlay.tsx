import {
  createPoseRenderer,
  type DrawOptions,
  type PoseError,
  type PoseFrame,
  type PoseRenderer,
} from '@integral-pose/sdk';
import { type CSSProperties, type ReactNode, useEffect, useRef } from 'react';
import { useTracker } from './pose-provider.tsx';
import type { PoseSource } from './pose-source.ts';
import type { TrackerInput } from './tracker-state.ts';
import { useLatest } from './use-latest.ts';
import { usePoseFrames } from './use-pose-frames.ts';

/** Props of {@link PoseOverlay}: also everything of `DrawOptions` but the skeleton, which is the tracker's. */
export interface PoseOverlayProps extends Omit<DrawOptions, 'skeleton'> {
  /** Default: that of the `PoseProvider` around. */
  readonly tracker?: TrackerInput;
  readonly source: PoseSource;
  readonly className?: string;
  /** Over the default: laid over all of the nearest positioned element, without being in the pointer's way. */
  readonly style?: CSSProperties;
  /** Called when the stream fails. */
  readonly onError?: (error: PoseError) => void;
}

const OVER: CSSProperties = { position: 'absolute', inset: 0, width: '100%', height: '100%', pointerEvents: 'none' };

/**
 * A canvas over the video, on which people are drawn, frame by frame and without rendering. Put it beside the video in an
 * element with `position: relative`.
 *
 * @example
 * <div style={{ position: 'relative' }}>
 *   <video ref={videoRef} muted playsInline />
 *   <PoseOverlay tracker={tracker} source={videoRef} mirror spread={2} />
 * </div>
 */
export function PoseOverlay({
  tracker: given,
  source,
  className,
  style,
  onError,
  ...draw
}: PoseOverlayProps): ReactNode {
  const tracker = useTracker(given);
  const canvas = useRef<HTMLCanvasElement>(null);
  const renderer = useRef<PoseRenderer>(undefined);
  const last = useRef<PoseFrame>(undefined);
  const options = JSON.stringify(draw);

  useEffect(() => {
    if (!tracker || !canvas.current) return;
    const made = createPoseRenderer(canvas.current, {
      ...(JSON.parse(options) as Omit<DrawOptions, 'skeleton'>),
      skeleton: tracker.skeleton,
    });
    renderer.current = made;
    const redraw = () => last.current && made.draw(last.current);
    const resizing = new ResizeObserver(redraw);
    resizing.observe(canvas.current);
    redraw();
    return () => {
      resizing.disconnect();
      renderer.current = undefined;
      made.clear();
    };
  }, [tracker, options]);

  // What was drawn of another tracker or source is nobody's.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it ends with either
  useEffect(
    () => () => {
      last.current = undefined;
      renderer.current?.clear();
    },
    [tracker, source],
  );

  const { error } = usePoseFrames(tracker, source, (frame) => {
    last.current = frame;
    renderer.current?.draw(frame);
  });
  const report = useLatest(onError);
  useEffect(() => {
    if (error) report.current?.(error);
  }, [error, report]);

  return <canvas ref={canvas} className={className} style={{ ...OVER, ...style }} />;
}
