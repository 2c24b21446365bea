import { PoseError } from '../types/pose-error.ts';

/** A picture or video without pixels. `what` begins the sentence: "The canvas". */
export function emptyPicture(what: string, width: number, height: number): PoseError {
  return new PoseError(
    { reason: 'empty-picture', width, height },
    `${what} has no pixels (${width} × ${height}).`,
    'Give one whose width and height are at least 1, and wait until it has loaded.',
  );
}

/**
 * Something the browser cannot load or decode.
 * @param address of the file, empty where there is none
 * @param cause a DOMException or MediaError; its words go into the message
 */
export function undecodable(address: string, cause: { readonly message: string } | null | undefined): PoseError {
  const what = address === '' ? 'The picture or video' : address;
  return new PoseError(
    { reason: 'undecodable-media', address },
    `${what} cannot be loaded and decoded${cause?.message ? ` (${cause.message})` : ''}.`,
    'Check that the file is there and whole, and in a format that this browser plays.',
    { cause },
  );
}

/** A thrown value as something with a message. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
