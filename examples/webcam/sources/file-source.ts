import { imageFrame, PoseError, videoFrames } from '@integral-pose/sdk';
import { defer } from 'rxjs';
import type { OpenSource } from './open-source.ts';
import { createVideo, play } from './video-element.ts';

/** A file that the user chose, or an address on this origin. */
export type Media = File | string;

const PICTURE = /\.(avif|bmp|gif|jpe?g|png|webp)$/i;

function isPicture(media: Media): boolean {
  return typeof media === 'string' ? PICTURE.test(media) : media.type.startsWith('image/');
}

function undecodable(name: string, cause: unknown): PoseError {
  return new PoseError(
    { reason: 'undecodable-media', address: name },
    `The browser cannot show “${name}”.`,
    'Choose an MP4 or WebM video, or a JPEG, PNG or WebP picture.',
    { cause },
  );
}

/**
 * Opens a video or picture.
 * @throws PoseError `undecodable-media`, `empty-picture`
 */
export async function openFileSource(media: Media, signal: AbortSignal): Promise<OpenSource> {
  const address = typeof media === 'string' ? media : URL.createObjectURL(media);
  const name = typeof media === 'string' ? (media.split('/').at(-1) ?? media) : media.name;
  const release = () => URL.revokeObjectURL(address);
  try {
    // Says what is wrong with an empty file, which an element does not.
    if (typeof media !== 'string' && media.size === 0) await imageFrame(media);
    const open = isPicture(media) ? openPicture : openVideo;
    const source = await open(address, name, release);
    if (signal.aborted) source.close();
    return source;
  } catch (cause) {
    release();
    throw cause instanceof PoseError ? cause : undecodable(name, cause);
  }
}

async function openPicture(address: string, name: string, release: () => void): Promise<OpenSource> {
  const image = new Image();
  image.src = address;
  image.alt = '';
  await image.decode();
  return {
    kind: 'file',
    name,
    element: image,
    mirrored: false,
    frames: () => defer(() => imageFrame(image)),
    close: release,
  };
}

async function openVideo(address: string, name: string, release: () => void): Promise<OpenSource> {
  const video = createVideo();
  video.loop = true;
  video.src = address;
  await new Promise<void>((resolve, reject) => {
    video.addEventListener('loadeddata', () => resolve(), { once: true });
    video.addEventListener('error', () => reject(video.error), { once: true });
  });
  play(video);
  return {
    kind: 'file',
    name,
    element: video,
    mirrored: false,
    player: video,
    frames: () => videoFrames(video),
    setPaused: (paused) => (paused ? video.pause() : play(video)),
    close() {
      video.pause();
      video.removeAttribute('src');
      video.load();
      release();
    },
  };
}
