import type { DrawOptions, PoseFrame } from '@integral-pose/sdk';
import type { CSSProperties, ReactNode } from 'react';
import { CameraStatus, type PoseCameraLabels } from './camera-status.tsx';
import { PoseOverlay } from './pose-overlay.tsx';
import { PoseProvider, usePoseContext } from './pose-provider.tsx';
import { type UseCameraOptions, useCamera } from './use-camera.ts';
import { usePoseFrames } from './use-pose-frames.ts';
import type { UsePoseTrackerOptions } from './use-pose-tracker.ts';

/** Props of {@link PoseCamera}. */
export interface PoseCameraProps {
  /** Of a tracker that it loads and disposes. Default: the tracker of the `PoseProvider` around. */
  readonly options?: UsePoseTrackerOptions;
  /** Which camera. Default one that looks at the user, once the button is pressed. */
  readonly camera?: UseCameraOptions;
  /** Shows the picture as a mirror does; keypoints stay as they are. Default: unless the camera looks away from the user. */
  readonly mirror?: boolean;
  /** What is drawn, and how. */
  readonly draw?: Omit<DrawOptions, 'skeleton' | 'mirror'>;
  /** Called for every frame; nothing renders for it. */
  readonly onFrame?: (frame: PoseFrame) => void;
  /** Over the English ones. */
  readonly labels?: Partial<PoseCameraLabels>;
  /** Laid over the picture. */
  readonly children?: ReactNode;
  readonly className?: string;
  /** Over the default: as wide as the element around, and 3:4 as high until the camera says otherwise. */
  readonly style?: CSSProperties;
}

const FRAME: CSSProperties = { position: 'relative', background: '#0c1415', overflow: 'hidden' };

/**
 * A camera, the people in it drawn over it, and whatever has to be said until then: the button that starts it, progress,
 * errors with what to do about them. The model is loaded with the element, the camera when the user asks for it.
 *
 * @example
 * <PoseCamera options={options} onFrame={({ poses }) => console.log(poses.length)} />
 */
export function PoseCamera({ options, ...props }: PoseCameraProps): ReactNode {
  if (!options) return <CameraView {...props} />;
  return (
    <PoseProvider options={options}>
      <CameraView {...props} />
    </PoseProvider>
  );
}

function CameraView({
  camera: wish = { facing: 'user' },
  mirror: asked,
  draw,
  onFrame,
  labels = {},
  children,
  className,
  style,
}: Omit<PoseCameraProps, 'options'>): ReactNode {
  const tracker = usePoseContext();
  const camera = useCamera(wish);
  const { error } = usePoseFrames(tracker, camera.videoRef, (frame) => onFrame?.(frame));
  const { width = 4, height = 3, facingMode } = camera.settings ?? {};
  const mirror = asked ?? facingMode !== 'environment';
  return (
    <div className={className} style={{ ...FRAME, aspectRatio: `${width} / ${height}`, ...style }}>
      <video
        ref={camera.videoRef}
        muted
        playsInline
        style={{
          display: 'block',
          width: '100%',
          height: '100%',
          objectFit: 'contain',
          ...(mirror && { transform: 'scaleX(-1)' }),
        }}
      />
      <PoseOverlay tracker={tracker} source={camera.videoRef} mirror={mirror} {...draw} />
      {children}
      <CameraStatus camera={camera} tracker={tracker} error={error} labels={labels} />
    </div>
  );
}
