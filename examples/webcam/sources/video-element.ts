/** A video element that plays without a sound, for showing. */
export function createVideo(): HTMLVideoElement {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  return video;
}

/** Plays, unless something else (a pause, the end of the source) comes in between. */
export function play(video: HTMLVideoElement): void {
  video.play().catch(() => undefined);
}
