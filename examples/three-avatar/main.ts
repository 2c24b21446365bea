import type { PoseFrame } from '@integral-pose/sdk';
import { MODEL_ADDRESS, MODELS } from '../three/models.ts';
import { type Opener, Session } from '../three/session.ts';
import { parseSettings } from '../three/settings.ts';
import { nearestBody } from '../three/truth-in-space.ts';
import { byId, setText } from '../webcam/dom.ts';
import { InStep } from '../webcam/in-step.ts';
import { messageOf } from '../webcam/messages.ts';
import { Overlay } from '../webcam/overlay.ts';
import { openCameraSource } from '../webcam/sources/camera-source.ts';
import { onFileChosen } from '../webcam/sources/choose-file.ts';
import { type Media, openFileSource } from '../webcam/sources/file-source.ts';
import type { OpenSource, SourceKind } from '../webcam/sources/open-source.ts';
import { SpaceView } from '../webcam/space/space-view.ts';
import { hintFor, Stage } from '../webcam/stage.ts';
import { Transport } from '../webcam/transport.ts';
import { Figure } from './figure.ts';
import { SteadyJoints } from './steady-joints.ts';
import { createStudio } from './studio.ts';

/** Results that the figure's error is a median over. */
const WINDOW = 150;

const query = new URLSearchParams(location.search);
const app = byId('app', HTMLElement);
const model = byId('model', HTMLSelectElement);
const inertia = byId('inertia', HTMLInputElement);
const stage = new Stage();
const inStep = new InStep(byId('in-step', HTMLCanvasElement));
const overlay = new Overlay(byId('overlay', HTMLCanvasElement), {
  skeleton: true,
  boxes: false,
  ids: false,
  spread: false,
});
const view = new SpaceView(byId('space-canvas', HTMLCanvasElement), { from: [0.5, 1.35, 3.6], at: [0, 0.86, 0] });
const studio = createStudio();
/** Not the person in the picture, who has 1. */
let seed = 5;
const figure = new Figure(seed);
const steady = new SteadyJoints();
view.shadows = true;
view.add(studio.object, figure.object);
castShadow();

const choices = MODELS.map(({ address, label }) => new Option(label, address));
const asked = parseSettings(query);
if (!MODELS.some(({ address }) => address === asked.model)) choices.push(new Option(asked.model));
model.replaceChildren(...choices);
model.value = asked.model;

let kind: SourceKind | undefined;
/** Degrees, of the latest results. */
let angles: number[] = [];
/** Results that moved the figure. */
let moved = 0;
/** In the latest result; undefined before the first. */
let people: number | undefined;

const session = new Session(asked, {
  changed: render,
  started(_, tracker) {
    steady.reset();
    angles = [];
    people = undefined;
    inStep.hide();
    overlay.setSkeleton(tracker.skeleton);
    overlay.clear();
    figure.setSkeleton(tracker.skeleton);
  },
  frame: show,
  frames: (frames) => inStep.keep(frames, false),
  camera: ({ camera }) => camera,
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
byId('another', HTMLButtonElement).addEventListener('click', () => {
  figure.replace(++seed);
  castShadow();
  steady.reset();
  view.redraw();
  render();
});
model.addEventListener('change', () => {
  if (model.value === MODEL_ADDRESS) query.delete('model');
  else query.set('model', model.value);
  saveQuery();
  session.apply({ ...parseSettings(query), people: 1 });
});
inertia.addEventListener('input', showInertia);
// Whoever leaves the page leaves nothing behind.
addEventListener('pagehide', () => {
  session.stop();
  figure.dispose();
  studio.dispose();
  view.dispose();
});
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload();
});

function castShadow(): void {
  figure.object.traverse((part) => {
    part.castShadow = true;
  });
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
  return openSyntheticSource();
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
  void session.open(opener);
}

function saveQuery(): void {
  const text = query.toString();
  history.replaceState(null, '', text ? `?${text}` : location.pathname);
}

function show(frame: PoseFrame): void {
  people = frame.poses.length;
  stage.setSize(frame.size);
  inStep.show(frame.time);
  overlay.draw(frame);
  const [pose] = frame.poses;
  if (pose?.keypoints3D) {
    figure.apply(steady.next(pose.keypoints3D, frame.time, inertia.valueAsNumber));
    moved++;
    view.redraw();
    const { source } = session;
    const body = nearestBody(pose, source?.bodies?.(frame.time) ?? [], source?.truth?.(frame.time) ?? []);
    if (body) angles.push(figure.angleFrom(body));
    if (angles.length > WINDOW) angles.shift();
  } else {
    steady.reset();
  }
  stage.announce(frame);
  renderFigures();
}

function isMirrored(): boolean {
  const wanted = query.get('mirror');
  return wanted === null ? (session.source?.mirrored ?? false) : wanted === '1';
}

function render(): void {
  const { source, tracker, progress, error } = session;
  app.dataset.phase = error ? 'failed' : source && tracker ? 'tracking' : 'loading';
  stage.showMedia(source?.element);
  stage.setMirrored(isMirrored());
  overlay.setMirrored(isMirrored());
  // As in a mirror: the figure's picture is turned, the figure itself is not.
  byId('space', HTMLElement).classList.toggle('mirrored', isMirrored());
  stage.showProgress(error ? undefined : progress);
  if (stage.showMessage(error ? messageOf(error) : undefined)) byId('retry', HTMLButtonElement).focus();
  if (!tracker) {
    overlay.clear();
    inStep.hide();
  }
  transport.show(source);
  transport.showKind(kind);
  transport.showMirror(isMirrored());
  setText(byId('backend', HTMLOutputElement), tracker?.backend ?? '');
  const { triangles, bones } = figure.size;
  setText(byId('rig', HTMLElement), `${triangles.toLocaleString('en')} triangles, ${bones} bones`);
  renderFigures();
}

function renderFigures(): void {
  stage.showHint(session.tracker && session.source ? hintFor(people) : '');
  const sorted = [...angles].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const box = byId('figures', HTMLElement);
  Object.assign(box.dataset, { moved, angle: median });
  setText(
    byId('angle', HTMLElement),
    session.source?.bodies === undefined
      ? 'Where limbs really point is known of the synthetic person only.'
      : `The figure’s limbs point ${Number.isFinite(median) ? median.toFixed(0) : '–'}° away from the true ones.`,
  );
}

function showInertia(): void {
  setText(byId('inertia-value', HTMLOutputElement), `${inertia.valueAsNumber} ms`);
}

showInertia();
const media = query.get('media');
if (media) openMedia(media);
else open(query.get('source') === 'camera' ? 'camera' : 'synthetic');
