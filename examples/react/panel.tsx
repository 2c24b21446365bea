import { type PoseSource, usePoseContext } from '@integral-pose/react';
import type { ReactNode } from 'react';
import { chosen, DECODERS, MODELS } from '../webcam/choices.ts';
import { Figures } from './figures.tsx';
import type { Settings } from './settings.ts';

interface PanelProps {
  readonly source: PoseSource;
  readonly settings: Settings;
  readonly onSettings: (settings: Settings) => void;
}

const SWITCHES = [
  ['smooth', 'Smoothing'],
  ['spread', 'Spread'],
  ['boxes', 'Boxes'],
  ['space', 'In space'],
] as const;

/** Live figures, and what can be changed. */
export function Panel({ source, settings, onSettings }: PanelProps): ReactNode {
  const tracker = usePoseContext();
  const change = (changes: Partial<Settings>) => onSettings({ ...settings, ...changes });
  return (
    <>
      <Figures source={source} />
      <form className="settings" aria-label="Settings">
        <fieldset>
          <legend>
            Model {tracker.status === 'ready' && <output className="tag">{tracker.tracker.backend}</output>}
          </legend>
          <div className="segments">
            {MODELS.map(({ key, label }) => (
              <label key={key}>
                <input
                  type="radio"
                  name="model"
                  value={key}
                  checked={settings.model === key}
                  onChange={() => change({ model: key })}
                />
                <span>{label}</span>
              </label>
            ))}
          </div>
          <p className="note">{chosen(MODELS, settings.model).note} Another model is loaded anew.</p>
        </fieldset>
        <fieldset>
          <legend>
            <label htmlFor="decoder">Decoder</label>
          </legend>
          <select id="decoder" value={settings.decoder} onChange={({ target }) => change({ decoder: target.value })}>
            {DECODERS.map(({ key, label }) => (
              <option key={key} value={key}>
                {label}
              </option>
            ))}
          </select>
          <p className="note">{chosen(DECODERS, settings.decoder).note} It changes with the next frame.</p>
        </fieldset>
        <fieldset>
          <legend>
            <label htmlFor="people">People at most</label>
          </legend>
          <select
            id="people"
            value={settings.people}
            onChange={({ target }) => change({ people: Number(target.value) })}
          >
            {[1, 2, 3, 4].map((count) => (
              <option key={count}>{count}</option>
            ))}
          </select>
        </fieldset>
        <fieldset>
          <legend>Show</legend>
          <div className="toggles">
            {SWITCHES.map(([key, label]) => (
              <label key={key}>
                <input
                  type="checkbox"
                  checked={settings[key]}
                  onChange={({ target }) => change({ [key]: target.checked })}
                />
                <span>{label}</span>
              </label>
            ))}
          </div>
        </fieldset>
      </form>
    </>
  );
}
