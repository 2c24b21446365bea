import { PoseError, type PoseErrorReason } from '@integral-pose/sdk';

/** What went wrong, in a few words, for the heading of a message. */
const TITLES: Readonly<Record<PoseErrorReason, string>> = {
  'camera-denied': 'The camera is not allowed',
  'camera-not-found': 'No camera found',
  'camera-in-use': 'The camera is busy',
  'camera-overconstrained': 'The camera cannot do this',
  'insecure-context': 'Cameras need a secure page',
  'camera-blocked-by-policy': 'This page may not use cameras',
  'camera-ended': 'The camera has gone',
  unsupported: 'This browser lacks something',
  'empty-picture': 'There is nothing in this picture',
  'undecodable-media': 'This file cannot be shown',
  'model-unreachable': 'The model cannot be loaded',
  'model-truncated': 'The model is incomplete',
  'model-corrupt': 'The model is damaged',
  'manifest-invalid': 'The model’s description is invalid',
  'manifest-unsupported': 'The model does not fit here',
  'no-backend': 'No way to compute',
  'backend-lost': 'The graphics processor is gone',
  'non-finite-output': 'The network gave no valid numbers',
  'wrong-value-kind': 'The decoder does not fit the model',
  'invalid-argument': 'A setting is out of range',
  'worker-failed': 'The background worker failed',
  disposed: 'The tracker was closed',
  aborted: 'Stopped',
};

/** Where the SDK tells a developer what to write, this page tells its user what to press. */
const FIXES: Partial<Record<PoseErrorReason, string>> = {
  'no-backend': 'Choose another back-end in the settings, or “Auto”.',
  'backend-lost': 'Try again, or choose “Wasm” as the back-end.',
};

/** A failure as the page shows it. */
export interface Message {
  readonly reason: PoseErrorReason | 'unknown';
  readonly title: string;
  readonly text: string;
  readonly fix: string;
}

/** Anything thrown, as a message for people. */
export function messageOf(error: unknown): Message {
  if (error instanceof PoseError) {
    const { reason, message, fix } = error;
    // The message of a PoseError ends with its fix, which is shown on its own.
    const text = message.endsWith(fix) ? message.slice(0, -fix.length).trim() : message;
    return { reason, title: TITLES[reason], text, fix: FIXES[reason] ?? fix };
  }
  const text = error instanceof Error ? error.message : String(error);
  return { reason: 'unknown', title: 'Something went wrong', text, fix: 'Try again, or choose other settings.' };
}

/** Was it the user who stopped it? Then there is nothing to say. */
export function isAbort(error: unknown): boolean {
  return error instanceof PoseError && error.reason === 'aborted';
}
