import { PoseProvider, type PoseSource } from '@integral-pose/react';
import { type DragEvent, type ReactNode, useState } from 'react';
import { Panel } from './panel.tsx';
import { type Choice, firstChoice, type Settings, START, trackerOptions } from './settings.ts';
import { SourcePicker } from './source-picker.tsx';
import { Stage } from './stage.tsx';

/** Nothing is loaded before a source is chosen. */
export function App(): ReactNode {
  const [choice, setChoice] = useState(firstChoice);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    const file = event.dataTransfer.files[0];
    if (file) setChoice({ kind: 'file', file });
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: files may be dropped anywhere; the button does the same
    <div className="page" onDragOver={(event) => event.preventDefault()} onDrop={drop}>
      {choice ? <Tracking choice={choice} onChoice={setChoice} /> : <Welcome onChoice={setChoice} />}
    </div>
  );
}

interface ChoiceProps {
  readonly onChoice: (choice: Choice) => void;
}

function Welcome({ onChoice }: ChoiceProps) {
  return (
    <main className="welcome">
      <h1>Pose tracking in React</h1>
      <p className="lead">
        A provider that loads the model, hooks for every frame or for a few a second, and an overlay. Choose where the
        pictures come from.
      </p>
      <SourcePicker onChoice={onChoice} />
    </main>
  );
}

function Tracking({ choice, onChoice }: ChoiceProps & { readonly choice: Choice }) {
  const [settings, setSettings] = useState<Settings>(START);
  const [source, setSource] = useState<PoseSource>(null);
  return (
    <PoseProvider options={trackerOptions(settings)}>
      <main className="work">
        <Stage choice={choice} source={source} onSource={setSource} settings={settings} />
        <aside className="panel" aria-label="Figures and settings">
          <SourcePicker chosen={choice.kind} onChoice={onChoice} />
          <Panel source={source} settings={settings} onSettings={setSettings} />
        </aside>
      </main>
    </PoseProvider>
  );
}
