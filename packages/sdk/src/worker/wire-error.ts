import { PoseError, type PoseErrorDetail } from '../types/pose-error.ts';

/** An error as plain data. A structured clone of a `PoseError` would be an `Error` without its facts. */
export interface WireError {
  readonly name: string;
  /** Of a `PoseError`, without the fix. */
  readonly message: string;
  readonly stack: string | undefined;
  /** Of a `PoseError`. */
  readonly typed: { readonly detail: PoseErrorDetail; readonly fix: string } | undefined;
}

/** Anything thrown, as plain data. */
export function toWire(thrown: unknown): WireError {
  if (!(thrown instanceof Error)) return { name: 'Error', message: String(thrown), stack: undefined, typed: undefined };
  const { name, message, stack } = thrown;
  if (!(thrown instanceof PoseError)) return { name, message, stack, typed: undefined };
  const { detail, fix } = thrown;
  const told = message.endsWith(fix) ? message.slice(0, -fix.length).trimEnd() : message;
  return { name, message: told, stack, typed: { detail, fix } };
}

/** The error on the other side: a `PoseError` again if it was one. The stack is that of where it was thrown. */
export function fromWire({ name, message, stack, typed }: WireError): Error {
  const error = typed
    ? new PoseError(typed.detail, message, typed.fix)
    : Object.defineProperty(new Error(message), 'name', { value: name });
  if (stack !== undefined) error.stack = stack;
  return error;
}
