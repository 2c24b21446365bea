/** A video element that a source made for itself. */
export interface OwnVideo {
  /** Muted, never shown, not yet playing. */
  readonly video: HTMLVideoElement;
  /** Lets go of the file or stream and of the decoder. */
  release(): void;
}

/**
 * Makes a video element for a file, an address (of another origin: loaded with CORS, so that its pixels can be read)
 * or a stream. Loading begins with {@link HTMLVideoElement.src}, that is, here; events follow in later tasks.
 */
export function ownVideo(source: Blob | string | MediaStream): OwnVideo {
  const video = document.createElement('video');
  // Unmuted, or full-screen as phones like it, the browser would not play without a click.
  video.muted = true;
  video.playsInline = true;
  video.preload = 'auto';
  let objectUrl: string | undefined;
  if (typeof source === 'string') {
    video.crossOrigin = 'anonymous';
    video.src = source;
  } else if (source instanceof Blob) {
    objectUrl = URL.createObjectURL(source);
    video.src = objectUrl;
  } else {
    video.srcObject = source;
  }
  return {
    video,
    release() {
      video.pause();
      video.srcObject = null;
      video.removeAttribute('src');
      video.load();
      if (objectUrl !== undefined) URL.revokeObjectURL(objectUrl);
      objectUrl = undefined;
    },
  };
}
