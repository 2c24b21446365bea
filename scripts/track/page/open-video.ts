import {
  BlobSource,
  Input,
  type InputVideoTrack,
  MATROSKA,
  MP4,
  MPEG_TS,
  QTFF,
  VideoSampleSink,
  WEBM,
} from 'mediabunny';
import { TrackError } from '../track-error.ts';
import { createDrawing } from './drawing.ts';
import type { Media } from './media.ts';
import { wordsOf } from './words-of.ts';

const FORMATS = [MP4, QTFF, MATROSKA, WEBM, MPEG_TS];

/**
 * Opens a video, turned and stretched as it says itself. Frames are read from the file one by one, not caught while it
 * plays: none is left out and none comes twice, however fast or slow they are worked on.
 * @throws TrackError
 */
export async function openVideo(file: File): Promise<Media> {
  const input = new Input({ source: new BlobSource(file), formats: FORMATS });
  try {
    const track = await videoTrack(input, file.name);
    const [width, height] = await Promise.all([track.getDisplayWidth(), track.getDisplayHeight()]);
    if (!(width > 0 && height > 0)) throw damaged(file.name, `its pictures are ${width} × ${height} px`);
    const first = await track.getFirstTimestamp();
    const last = (await track.getDurationFromMetadata()) ?? (await track.computeDuration());
    const context = createDrawing(width, height);
    return {
      size: { width, height },
      context,
      async *frames() {
        let count = 0;
        const samples = new VideoSampleSink(track).samples()[Symbol.asyncIterator]();
        try {
          for (;;) {
            const { done, value: sample } = await samples.next().catch((thrown: unknown) => {
              throw damaged(file.name, `after ${count} frames: ${wordsOf(thrown)}`);
            });
            if (done) break;
            const { timestamp, duration } = sample;
            // What ends before the beginning is there to decode the rest with, and is never shown.
            const shown = timestamp >= 0 || timestamp + duration > 0;
            if (shown) sample.draw(context, 0, 0, width, height);
            sample.close();
            if (!shown) continue;
            count++;
            const behind = (timestamp + duration - first) / (last - first);
            yield {
              time: timestamp * 1000,
              duration: duration * 1000,
              fraction: Number.isFinite(behind) ? Math.min(1, Math.max(0, behind)) : 0,
            };
          }
        } finally {
          await samples.return();
        }
      },
      close: () => input.dispose(),
    };
  } catch (thrown) {
    input.dispose();
    throw thrown instanceof TrackError ? thrown : damaged(file.name, wordsOf(thrown));
  }
}

async function videoTrack(input: Input, name: string): Promise<InputVideoTrack> {
  if (!(await input.canRead()) || (await input.getTracks()).length === 0)
    throw damaged(name, 'what describes its contents is missing');
  const track = await input.getPrimaryVideoTrack();
  if (!track) {
    throw new TrackError(
      `${name} holds no pictures.`,
      'Give a video that shows something; a file with sound alone has nobody to track.',
    );
  }
  if (!(await track.canDecode())) {
    const codec = (await track.getCodecParameterString()) ?? (await track.getCodec());
    throw new TrackError(
      codec
        ? `${name} is coded as ${codec}, which this Chromium cannot decode.`
        : `${name} is coded in a way that is not known here.`,
      'Convert it to WebM (VP9), or name a Chrome that can in the variable CHROMIUM.',
    );
  }
  return track;
}

function damaged(name: string, what: string): TrackError {
  return new TrackError(
    `${name} is damaged (${what}).`,
    'Check that it plays to its end elsewhere, and copy or convert it again.',
  );
}
