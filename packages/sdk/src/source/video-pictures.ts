/**
 * Calls back for each picture of a video that reaches the screen.
 * @param picture gets the media time, ms, and when the picture was taken (a camera that says so) or shown, ms on the
 *   clock of `performance.now()`
 * @returns stops it
 */
export function onVideoPicture(video: HTMLVideoElement, picture: (time: number, captured: number) => void): () => void {
  return 'requestVideoFrameCallback' in video ? byCallback(video, picture) : byAnimationFrame(video, picture);
}

function byCallback(video: HTMLVideoElement, picture: (time: number, captured: number) => void): () => void {
  const next = () =>
    video.requestVideoFrameCallback((_, { mediaTime, captureTime, presentationTime }) => {
      handle = next();
      picture(mediaTime * 1000, captureTime ?? presentationTime);
    });
  let handle = next();
  return () => video.cancelVideoFrameCallback(handle);
}

/** For browsers without `requestVideoFrameCallback`: a picture is new when `currentTime` is. */
function byAnimationFrame(video: HTMLVideoElement, picture: (time: number, captured: number) => void): () => void {
  // Nothing to see yet: the first picture is new, wherever it lies.
  let last = video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA ? Number.NaN : video.currentTime;
  const next = () =>
    requestAnimationFrame((now) => {
      handle = next();
      const { currentTime } = video;
      if (currentTime === last || video.seeking || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
      last = currentTime;
      picture(currentTime * 1000, now);
    });
  let handle = next();
  return () => cancelAnimationFrame(handle);
}
