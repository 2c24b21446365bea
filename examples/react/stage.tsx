import { PoseOverlay, type PoseSource, usePoseContext, usePoseFrames } from '@integral-pose/react';
import { PoseScene } from '@integral-pose/react/scene';
import { type ReactNode, useRef } from 'react';
import { Failure } from './failure.tsx';
import { Picture } from './pictures.tsx';
import type { Choice, Settings } from './settings.ts';

interface StageProps {
  readonly choice: Choice;
  readonly source: PoseSource;
  readonly onSource: (source: PoseSource) => void;
  readonly settings: Settings;
}

/** The picture, the people drawn over it, and whatever has to be waited for. */
export function Stage({ choice, source, onSource, settings }: StageProps): ReactNode {
  const stage = useRef<HTMLElement>(null);
  const tracker = usePoseContext();
  const { error } = usePoseFrames(tracker, source, (detail) => {
    // For whoever looks at the page from outside.
    stage.current?.dispatchEvent(new CustomEvent('poseframe', { detail }));
  });
  return (
    <section ref={stage} className="views" data-testid="stage" aria-label="Picture">
      <div className="view">
        <Picture choice={choice} onSource={onSource} />
        <PoseOverlay
          source={source}
          mirror={choice.kind === 'camera'}
          boxes={settings.boxes}
          spread={settings.spread ? 2 : 0}
        />
        {tracker.status === 'loading' && (
          <div className="hint">
            <label htmlFor="progress">Loading the model</label>
            <progress id="progress" value={tracker.progress?.fraction ?? 0} />
          </div>
        )}
        {tracker.status === 'failed' && <Failure error={tracker.error} onRetry={tracker.retry} />}
        {error && <Failure error={error} />}
      </div>
      {settings.space && (
        <div className="view">
          <PoseScene source={source} fallback={<output className="hint">Loading the scene</output>} />
        </div>
      )}
    </section>
  );
}
