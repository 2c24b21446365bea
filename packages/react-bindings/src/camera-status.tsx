import type { PoseError } from '@integral-pose/sdk';
import type { CSSProperties, ReactNode } from 'react';
import type { PoseTrackerState } from './tracker-state.ts';
import type { UseCameraResult } from './use-camera.ts';

/** What `PoseCamera` says. */
export interface PoseCameraLabels {
  /** Default `Start the camera`. */
  readonly start: string;
  /** Default `Allow the camera in your browser`. */
  readonly asking: string;
  /** Default `Loading the model`. */
  readonly loading: string;
  /** Default `Try again`. */
  readonly retry: string;
  /** Default: the error's own message, which ends with what to do about it. */
  readonly error: (error: PoseError) => string;
}

const LABELS: PoseCameraLabels = {
  start: 'Start the camera',
  asking: 'Allow the camera in your browser',
  loading: 'Loading the model',
  retry: 'Try again',
  error: ({ message }) => message,
};

const MIDDLE: CSSProperties = {
  position: 'absolute',
  inset: 0,
  display: 'flex',
  flexDirection: 'column',
  alignItems: 'center',
  justifyContent: 'center',
  gap: 12,
  padding: 16,
  textAlign: 'center',
};

const NOTE: CSSProperties = { padding: '4px 12px', borderRadius: 8, background: 'rgb(0 0 0 / 70%)', color: '#fff' };

interface CameraStatusProps {
  readonly camera: UseCameraResult;
  readonly tracker: PoseTrackerState;
  /** What stopped the tracking. */
  readonly error: PoseError | null;
  readonly labels: Partial<PoseCameraLabels>;
}

/** What is to be done or waited for before people are tracked; nothing once they are. */
export function CameraStatus({ camera, tracker, error: stopped, labels }: CameraStatusProps): ReactNode {
  const say = { ...LABELS, ...labels };
  const failed = tracker.status === 'failed' ? tracker : null;
  const error = failed?.error ?? camera.error ?? stopped;
  if (error) {
    const retry = failed?.retry ?? camera.start;
    return (
      <div style={MIDDLE} role="alert">
        <p style={{ ...NOTE, margin: 0 }}>{say.error(error)}</p>
        <button type="button" onClick={retry}>
          {say.retry}
        </button>
      </div>
    );
  }
  if (camera.status === 'idle') {
    return (
      <div style={MIDDLE}>
        <button type="button" onClick={camera.start}>
          {say.start}
        </button>
      </div>
    );
  }
  const fraction = tracker.status === 'loading' ? (tracker.progress?.fraction ?? 0) : 1;
  const waiting = camera.status === 'starting' ? say.asking : say.loading;
  if (camera.status === 'running' && tracker.status === 'ready') return null;
  return (
    <div style={MIDDLE}>
      <output style={NOTE}>{waiting}</output>
      {fraction < 1 && <progress value={fraction} aria-label={say.loading} />}
    </div>
  );
}
