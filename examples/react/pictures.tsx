import { type PoseSource, useCamera } from '@integral-pose/react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { OpenSource } from '../webcam/sources/open-source.ts';
import { Failure } from './failure.tsx';
import type { Choice } from './settings.ts';

interface PictureProps {
  /** Told what the poses are to be found in; null when it is gone. */
  readonly onSource: (source: PoseSource) => void;
}

/** Shows what was chosen. */
export function Picture({ choice, ...props }: PictureProps & { readonly choice: Choice }): ReactNode {
  if (choice.kind === 'camera') return <CameraPicture {...props} />;
  if (choice.kind === 'synthetic') return <SyntheticPicture {...props} />;
  return <FilePicture file={choice.file} {...props} />;
}

function CameraPicture({ onSource }: PictureProps) {
  const [deviceId, setDeviceId] = useState('');
  const which = deviceId ? { deviceId } : { facing: 'user' as const };
  const { videoRef, status, error, devices, start } = useCamera({
    autoStart: true,
    width: 1280,
    height: 720,
    ...which,
  });
  useSourceOf(videoRef, onSource);
  return (
    <>
      <video ref={videoRef} className="picture mirrored" muted playsInline />
      {status === 'starting' && <output className="hint">Allow the camera in your browser</output>}
      {error && <Failure error={error} onRetry={start} />}
      {devices.length > 1 && status === 'running' && (
        <select
          className="device"
          aria-label="Camera"
          value={deviceId}
          onChange={({ target }) => setDeviceId(target.value)}
        >
          <option value="">Default camera</option>
          {devices.map((device) => (
            <option key={device.deviceId} value={device.deviceId}>
              {device.label}
            </option>
          ))}
        </select>
      )}
    </>
  );
}

function FilePicture({ file, onSource }: PictureProps & { readonly file: File }) {
  const videoRef = useRef<HTMLVideoElement>(null);
  useSourceOf(videoRef, onSource);
  useEffect(() => {
    const video = videoRef.current;
    if (!video) return;
    const address = URL.createObjectURL(file);
    video.src = address;
    return () => URL.revokeObjectURL(address);
  }, [file]);
  return <video ref={videoRef} className="picture" muted playsInline loop autoPlay controls />;
}

/** The figure is drawn on a canvas of its own, and fetched only by those who want it. */
function SyntheticPicture({ onSource }: PictureProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let gone = false;
    let opened: OpenSource | undefined;
    void import('../webcam/sources/synthetic-source.ts').then(({ openSyntheticSource }) => {
      if (gone) return;
      opened = openSyntheticSource();
      opened.element.classList.add('picture');
      place.current?.append(opened.element);
      onSource(opened.frames());
    });
    return () => {
      gone = true;
      onSource(null);
      opened?.element.remove();
      opened?.close();
    };
  }, [onSource]);
  return <div ref={place} className="picture" />;
}

function useSourceOf(source: PoseSource, onSource: (source: PoseSource) => void): void {
  useEffect(() => {
    onSource(source);
    return () => onSource(null);
  }, [source, onSource]);
}
