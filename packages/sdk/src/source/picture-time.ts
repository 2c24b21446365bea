/**
 * Media time of the picture that a video shows now, ms, where the browser can say it (`currentTime` is somewhere within
 * the time that the picture stands). Not for streams, whose pictures carry times of another clock.
 */
export function pictureTime(video: HTMLVideoElement): number | undefined {
  if (typeof VideoFrame === 'undefined' || video.srcObject) return undefined;
  try {
    const picture = new VideoFrame(video);
    picture.close();
    return picture.timestamp / 1000;
  } catch {
    // Not loaded far enough, or of another origin: it is not told.
    return undefined;
  }
}
