import type { CameraView, PoseFrame } from '@integral-pose/sdk';
import { byId, setText } from '../webcam/dom.ts';
import { InStep } from '../webcam/in-step.ts';
import { messageOf } from '../webcam/messages.ts';
import { Overlay } from '../webcam/overlay.ts';
import { openCameraSource } from '../webcam/sources/camera-source.ts';
import { onFileChosen } from '../webcam/sources/choose-file.ts';
import { type Media, openFileSource } from '../webcam/sources/file-source.ts';
import type { OpenSource, SourceKind } from '../webcam/sources/open-source.ts';
import { hintFor, Stage } from '../webcam/stage.ts';
import { Transport } from '../webcam/transport.ts';
import { BodiesInSpace } from './bodies-in-space.ts';
import { ErrorsView } from './errors-view.ts';
import { type ExportKind, Exports } from './exports.ts';
import { type Opener, Session } from './session.ts';
import { parseSettings, type Settings, writeSettings } from './settings.ts';
import { SettingsForm } from './settings-form.ts';
import { nearestBody, TruthInSpace } from './truth-in-space.ts';

/** ms between two looks at the figures. */
const FIGURES_PERIOD = 250;

const query = new URLSearchParams(location.search);
const app = byId('app', HTMLElement);
const spaceBox = byId('space', HTMLElement);
const stage = new Stage();
const inStep = new InStep(byId('in-step', HTMLCanvasElement));
const overlay = new Overlay(byId('overlay', HTMLCanvasElement), {
  skeleton: true,
  boxes: false,
  ids: false,
  spread: true,
});
const errors = new TruthInSpace();
const errorsView = new ErrorsView();
const exports_ = new Exports();
const form = new SettingsForm(parseSettings(query), apply);
const space = new BodiesInSpace(
  byId('space-canvas', HTMLCanvasElement),
  {
    keypoints3D: byId('label-keypoints3d', HTMLElement),
    truth: byId('label-truth', HTMLElement),
    worldLandmarks: byId('label-world', HTMLElement),
  },
  { ...form.value, camera: viewOf(form.value) },
);
let kind: SourceKind | undefined;
let latest: PoseFrame | undefined;

const session = new Session(form.value, {
  changed: render,
  started(source, tracker) {
    errors.reset();
    inStep.hide();
    overlay.setSkeleton(tracker.skeleton);
    overlay.clear();
    space.setSkeleton(tracker.skeleton);
    space.set({ ...form.value, camera: viewOf(form.value, source) });
    exports_.start(tracker, { file: source.name, model: form.value.model, ...(kind === 'camera' && { kind: 'live' }) });
    latest = undefined;
    render();
  },
  frame: show,
  frames: (frames) => inStep.keep(frames, false),
  camera: (source) => viewOf(form.value, source),
});

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
byId('elsewhere', HTMLButtonElement).addEventListener('click', () => open('synthetic'));
for (const button of document.querySelectorAll<HTMLButtonElement>('[data-export]')) {
  button.addEventListener('click', () => void save(button.dataset.export as ExportKind));
}
// Whoever leaves the page leaves nothing behind: camera, tracker and both contexts go.
addEventListener('pagehide', () => {
  session.stop();
  space.dispose();
});
// A page that comes back from the browser's memory has to begin again.
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload();
});

/** The camera, as far as it is known: that of the source, or else one as wide as the user says. */
function viewOf({ fieldOfView }: Settings, source?: OpenSource): CameraView {
  return source?.camera ?? { fieldOfView };
}

function apply(settings: Settings, needsTracker: boolean): void {
  writeSettings(settings, query);
  saveQuery();
  space.set({ ...settings, camera: viewOf(settings, session.source) });
  if (latest) showInSpace(latest);
  if (needsTracker) session.apply(settings);
  render();
}

function open(chosen: SourceKind): void {
  if (chosen === 'file') {
    fileInput.click();
    return;
  }
  query.set('source', chosen);
  query.delete('media');
  start(chosen, (signal) =>
    chosen === 'camera' ? openCameraSource(query.get('device') ?? undefined, signal) : openSynthetic(),
  );
}

async function openSynthetic(): Promise<OpenSource> {
  const { openSyntheticSource } = await import('../webcam/sources/synthetic-source.ts');
  return openSyntheticSource(Number(query.get('figures') ?? 1));
}

function openMedia(media: Media): void {
  query.delete('source');
  if (typeof media === 'string') query.set('media', media);
  else query.delete('media');
  start('file', (signal) => openFileSource(media, signal));
}

function start(chosen: SourceKind, opener: Opener): void {
  kind = chosen;
  saveQuery();
  space.clear();
  void session.open(opener);
}

function saveQuery(): void {
  const text = query.toString();
  history.replaceState(null, '', text ? `?${text}` : location.pathname);
}

function show(frame: PoseFrame): void {
  latest = frame;
  const { source } = session;
  const [pose] = frame.poses;
  const body = pose && nearestBody(pose, source?.bodies?.(frame.time) ?? [], source?.truth?.(frame.time) ?? []);
  if (pose && body) errors.add(pose, body);
  exports_.add(frame);
  stage.setSize(frame.size);
  inStep.show(frame.time);
  overlay.draw(frame);
  showInSpace(frame);
  stage.announce(frame);
}

function showInSpace(frame: PoseFrame): void {
  space.show(frame, session.source?.bodies?.(frame.time) ?? []);
  const { keypoints3D, worldLandmarks, truth } = space.counts;
  Object.assign(spaceBox.dataset, { people: keypoints3D, world: worldLandmarks, truth });
}

async function save(which: ExportKind): Promise<void> {
  const note = byId('export-note', HTMLElement);
  try {
    await exports_.save(which);
    delete note.dataset.failed;
  } catch (error) {
    note.dataset.failed = 'true';
    setText(note, messageOf(error).text);
  }
}

function isMirrored(): boolean {
  const asked = query.get('mirror');
  return asked === null ? (session.source?.mirrored ?? false) : asked === '1';
}

function render(): void {
  const { source, tracker, progress, error } = session;
  app.dataset.phase = error ? 'failed' : source && tracker ? 'tracking' : 'loading';
  stage.showMedia(source?.element);
  stage.setMirrored(isMirrored());
  overlay.setMirrored(isMirrored());
  stage.showProgress(error ? undefined : progress);
  if (stage.showMessage(error ? messageOf(error) : undefined)) byId('retry', HTMLButtonElement).focus();
  if (!tracker) {
    overlay.clear();
    inStep.hide();
  }
  transport.show(source);
  transport.showKind(kind);
  transport.showMirror(isMirrored());
  form.setCameraKnown(source?.camera !== undefined);
  setText(byId('backend', HTMLOutputElement), tracker?.backend ?? '');
  renderFigures();
}

function renderFigures(): void {
  errorsView.show(errors, session.source?.bodies !== undefined);
  const hint = session.tracker && session.source ? hintFor(latest?.poses.length) : '';
  stage.showHint(hint);
  setText(byId('status', HTMLOutputElement), hint);
  const own = latest?.poses[0];
  byId('same-note', HTMLElement).hidden = !own?.keypoints3D || own.keypoints3D !== own.worldLandmarks;
  const note = byId('export-note', HTMLElement);
  if (!note.dataset.failed) setText(note, `The latest ${exports_.length} frames.`);
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-export]')) {
    button.disabled = exports_.length === 0;
  }
}

setInterval(renderFigures, FIGURES_PERIOD);
const media = query.get('media');
if (media) openMedia(media);
else open(query.get('source') === 'camera' ? 'camera' : 'synthetic');
