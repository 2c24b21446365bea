import {
  getFirstEncodableVideoCodec,
  Mp4OutputFormat,
  Output,
  QUALITY_HIGH,
  StreamTarget,
  type StreamTargetChunk,
  VideoSample,
  VideoSampleSource,
  WebMOutputFormat,
} from 'mediabunny';
import type { OverlayFormat } from '../choices.ts';
import { TrackError } from '../track-error.ts';

/** Takes pieces of a file, at positions in bytes. */
export type WriteBytes = (bytes: Uint8Array, position: number) => Promise<void>;

/** Writes what has been drawn, frame by frame. */
export interface Overlay {
  /** Times in ms. A duration of 0 stands for one that the file does not state, as WebM does not of its last frame. */
  add(time: number, duration: number): Promise<void>;
  finish(): Promise<void>;
  /** Releases the encoder. After `finish` it does nothing. */
  close(): Promise<void>;
}

const JPEG_QUALITY = 0.92;
const PIECE = 1 << 20;

/**
 * Writes a canvas as a picture or video.
 * @throws TrackError where this Chromium has no encoder for a video of this kind and size
 */
export function createOverlay(canvas: OffscreenCanvas, format: OverlayFormat, write: WriteBytes): Promise<Overlay> {
  return format === 'webm' || format === 'mp4'
    ? createVideoOverlay(canvas, format, write)
    : Promise.resolve(createPictureOverlay(canvas, format, write));
}

function createPictureOverlay(canvas: OffscreenCanvas, format: 'png' | 'jpeg', write: WriteBytes): Overlay {
  return {
    async add() {
      const blob = await canvas.convertToBlob({ type: `image/${format}`, quality: JPEG_QUALITY });
      await write(new Uint8Array(await blob.arrayBuffer()), 0);
    },
    finish: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

async function createVideoOverlay(
  canvas: OffscreenCanvas,
  format: 'webm' | 'mp4',
  write: WriteBytes,
): Promise<Overlay> {
  // H.264 has whole squares of 2 × 2 px only: an odd last row or column is left out.
  const width = format === 'mp4' ? canvas.width & ~1 : canvas.width;
  const height = format === 'mp4' ? canvas.height & ~1 : canvas.height;
  const codec = await getFirstEncodableVideoCodec(format === 'mp4' ? ['avc'] : ['vp9', 'vp8'], {
    width,
    height,
    quality: QUALITY_HIGH,
  });
  if (!codec) {
    throw new TrackError(
      `This Chromium cannot write ${format === 'mp4' ? 'MP4 (H.264)' : 'WebM (VP9, VP8)'} of ${width} × ${height} px.`,
      format === 'mp4'
        ? 'End the name of the overlay in .webm, or name a Chrome that can in the variable CHROMIUM.'
        : 'Give a smaller video, or name another Chrome in the variable CHROMIUM.',
    );
  }
  const stream = new WritableStream<StreamTargetChunk>({ write: ({ data, position }) => write(data, position) });
  const output = new Output({
    format: format === 'mp4' ? new Mp4OutputFormat() : new WebMOutputFormat(),
    target: new StreamTarget(stream, { chunked: true, chunkSize: PIECE }),
  });
  const source = new VideoSampleSource({ codec, quality: QUALITY_HIGH });
  output.addVideoTrack(source);
  await output.start();
  let before: number | undefined;
  let gap = 0;
  return {
    async add(time, duration) {
      if (before !== undefined) gap = time - before;
      before = time;
      // A first frame that began before the beginning is shown from the beginning on. Times are in µs here.
      const timestamp = Math.max(0, Math.round(time * 1000));
      const picture = new VideoFrame(canvas, {
        timestamp,
        duration: Math.round((duration > 0 ? duration : gap) * 1000),
        visibleRect: { x: 0, y: 0, width, height },
      });
      const sample = new VideoSample(picture);
      try {
        await source.add(sample);
      } finally {
        sample.close();
      }
    },
    finish: () => output.finalize(),
    async close() {
      if (output.state !== 'finalized' && output.state !== 'canceled') await output.cancel();
    },
  };
}
