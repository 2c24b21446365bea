import { type ReactNode, useRef } from 'react';
import type { Choice } from './settings.ts';

interface SourcePickerProps {
  readonly chosen?: Choice['kind'];
  readonly onChoice: (choice: Choice) => void;
}

/** Camera, file or synthetic person. */
export function SourcePicker({ chosen, onChoice }: SourcePickerProps): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  const button = (kind: Choice['kind'], label: string, choose: () => void) => (
    <button type="button" className="button" aria-pressed={chosen === kind} onClick={choose}>
      {label}
    </button>
  );
  return (
    <fieldset className="sources">
      <legend className="visually-hidden">Source</legend>
      {button('camera', 'Camera', () => onChoice({ kind: 'camera' }))}
      {button('file', 'Video file', () => input.current?.click())}
      {button('synthetic', 'Synthetic', () => onChoice({ kind: 'synthetic' }))}
      <input
        ref={input}
        type="file"
        accept="video/*"
        aria-label="Video file"
        tabIndex={-1}
        className="visually-hidden"
        onChange={({ target }) => {
          const file = target.files?.[0];
          if (file) onChoice({ kind: 'file', file });
          // The same file may be chosen again.
          target.value = '';
        }}
      />
    </fieldset>
  );
}
