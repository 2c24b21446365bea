import type { ReactNode } from 'react';
import { messageOf } from '../webcam/messages.ts';

/** What went wrong, and what to do about it. */
export function Failure({ error, onRetry }: { readonly error: Error; readonly onRetry?: () => void }): ReactNode {
  const { title, text, fix } = messageOf(error);
  return (
    <div className="failure" role="alert">
      <h2>{title}</h2>
      <p>{text}</p>
      <p>{fix}</p>
      {onRetry && (
        <button type="button" className="button primary" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}
