import { createArt } from './art.ts';
import { byId, setText } from './dom.ts';
import { Figures } from './figures.ts';
import { FiguresView } from './figures-view.ts';
import { InStep } from './in-step.ts';
import { messageOf } from './messages.ts';
import { Overlay } from './overlay.ts';
import { Recorder } from './recorder.ts';
import { Session } from './session.ts';
import { parseSettings, writeSettings } from './settings.ts';
import { SettingsForm } from './settings-form.ts';
import { openCameraSource } from './sources/camera-source.ts';
import { onFileChosen } from './sources/choose-file.ts';
import { type Media, openFileSource } from './sources/file-source.ts';
import type { OpenSource, SourceKind } from './sources/open-source.ts';
import { SpacePane } from './space/space-pane.ts';
import { hintFor, Stage } from './stage.ts';
import { Transport } from './transport.ts';
import { truthError } from './truth-error.ts';

const query = new URLSearchParams(location.search);
const app = byId('app', HTMLElement);
const status = byId('status', HTMLOutputElement);
const record = byId('record', HTMLButtonElement);
const stage = new Stage();
const inStep = new InStep(byId('in-step', HTMLCanvasElement));
const figures = new Figures();
const figuresView = new FiguresView();
const recorder = new Recorder();
byId('art', HTMLElement).append(createArt());

const form = new SettingsForm((settings) => {
  writeSettings(settings, query);
  saveQuery();
  overlay.setLayers(settings);
  inStep.set(settings.inStep);
  session.apply(settings);
});
form.show(parseSettings(query));
const overlay = new Overlay(byId('overlay', HTMLCanvasElement), form.value);
inStep.set(form.value.inStep);
const space = new SpacePane(query.get('space') === '1', (open) => {
  if (open) query.set('space', '1');
  else query.delete('space');
  saveQuery();
});

const session = new Session(form.value, {
  changed: render,
  opened() {
    overlay.clear();
    space.show(undefined);
    inStep.hide();
    render();
  },
  started() {
    people = undefined;
    figures.reset();
    overlay.clear();
    if (!session.tracker) return;
    overlay.setSkeleton(session.tracker.skeleton);
    space.setSkeleton(session.tracker.skeleton);
  },
  frames: (frames, transferred) => inStep.keep(frames, transferred),
  frame(frame) {
    figures.add(frame, truthError(frame, session.source?.truth?.(frame.time) ?? []));
    recorder.add(frame);
    stage.setSize(frame.size);
    inStep.show(frame.time);
    overlay.draw(frame);
    space.show(frame);
    stage.announce(frame);
    people = frame.poses.length;
  },
});

/** In the latest frame; undefined before the first. */
let people: number | undefined;
let kind: SourceKind | undefined;

const transport = new Transport({
  choose: open,
  chooseCamera(deviceId) {
    query.set('device', deviceId);
    open('camera');
  },
  mirror(on) {
    query.set('mirror', on ? '1' : '0');
    saveQuery();
    render();
  },
});
const fileInput = onFileChosen(openMedia);

byId('retry', HTMLButtonElement).addEventListener('click', () => session.retry());
byId('elsewhere', HTMLButtonElement).addEventListener('click', () => {
  kind = undefined;
  query.delete('source');
  query.delete('media');
  saveQuery();
  session.stop();
  document.querySelector<HTMLElement>('.choice')?.focus();
});
record.addEventListener('click', () => {
  if (recorder.recording) recorder.save(session.source?.name ?? 'poses', session.tracker);
  else recorder.start();
  renderFigures();
});

/** Starts a source that the user chose. */
function open(chosen: SourceKind): void {
  if (chosen === 'file') {
    fileInput.click();
    return;
  }
  kind = chosen;
  query.set('source', chosen);
  query.delete('media');
  saveQuery();
  people = undefined;
  void session.open((signal) =>
    chosen === 'camera' ? openCameraSource(query.get('device') ?? undefined, signal) : openSynthetic(),
  );
}

async function openSynthetic(): Promise<OpenSource> {
  // The 3D library is fetched only by those who want the figure.
  const { openSyntheticSource } = await import('./sources/synthetic-source.ts');
  return openSyntheticSource(Number(query.get('figures') ?? 1));
}

function openMedia(media: Media): void {
  kind = 'file';
  query.delete('source');
  if (typeof media === 'string') query.set('media', media);
  else query.delete('media');
  saveQuery();
  people = undefined;
  void session.open((signal) => openFileSource(media, signal));
}

function saveQuery(): void {
  const text = query.toString();
  history.replaceState(null, '', text ? `?${text}` : location.pathname);
}

function isMirrored(): boolean {
  const asked = query.get('mirror');
  return asked === null ? (session.source?.mirrored ?? false) : asked === '1';
}

function render(): void {
  const { phase, source, tracker, progress, error } = session;
  app.dataset.phase = phase;
  stage.showMedia(source?.element);
  stage.setMirrored(isMirrored());
  overlay.setMirrored(isMirrored());
  stage.showProgress(phase === 'failed' || phase === 'welcome' ? undefined : progress);
  if (stage.showMessage(error ? messageOf(error) : undefined)) byId('retry', HTMLButtonElement).focus();
  if (!tracker) {
    overlay.clear();
    inStep.hide();
  }
  transport.show(source);
  transport.showKind(kind);
  transport.showMirror(isMirrored());
  setText(byId('backend', HTMLOutputElement), tracker?.backend ?? '');
  app.dataset.worker = String(session.inWorker);
  setText(byId('worker-note', HTMLElement), whereItRuns());
  renderStatus();
}

function whereItRuns(): string {
  if (session.fallback) return `Not possible here: ${messageOf(session.fallback).text}`;
  if (session.inWorker) return 'The page stays free while the network works.';
  return session.tracker && form.value.worker ? 'This detector needs the page itself.' : '';
}

/** What a screen reader is told, and the line on the picture. */
function renderStatus(): void {
  const { phase, source, lost } = session;
  const hint =
    phase === 'opening' && kind === 'camera'
      ? 'Allow the camera in your browser'
      : lost
        ? 'The graphics processor was lost; starting again'
        : phase === 'tracking'
          ? hintFor(people)
          : '';
  stage.showHint(hint);
  const said =
    phase === 'tracking' && people
      ? `Tracking ${people === 1 ? 'one person' : `${people} people`} in ${source?.name ?? 'the picture'}`
      : phase === 'loading'
        ? 'Loading the model'
        : hint;
  setText(status, said);
}

function renderFigures(): void {
  figuresView.show(figures.summary());
  record.setAttribute('aria-pressed', String(recorder.recording));
  setText(record, recorder.recording ? 'Stop and save' : 'Record');
  const count = byId('record-count', HTMLElement);
  setText(count, recorder.recording ? `${recorder.count} frames` : 'Saves every frame’s poses as JSON.');
  renderStatus();
}

setInterval(renderFigures, 250);
render();
const source = query.get('source');
const media = query.get('media');
if (source === 'camera' || source === 'synthetic') open(source);
else if (media) openMedia(media);
