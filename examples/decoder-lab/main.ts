import type { ComparedFrame } from '@integral-pose/sdk';
import { getBackend } from '@tensorflow/tfjs-core';
import { byId, setText } from '../webcam/dom.ts';
import { InStep } from '../webcam/in-step.ts';
import { messageOf } from '../webcam/messages.ts';
import { openCameraSource } from '../webcam/sources/camera-source.ts';
import { onFileChosen } from '../webcam/sources/choose-file.ts';
import { type Media, openFileSource } from '../webcam/sources/file-source.ts';
import type { SourceKind } from '../webcam/sources/open-source.ts';
import { hintFor, Stage } from '../webcam/stage.ts';
import { Transport } from '../webcam/transport.ts';
import { labDecoders } from './decoders.ts';
import { DrawnLab, type DrawnState } from './drawn/drawn-lab.ts';
import { DrawnStage } from './drawn/drawn-stage.ts';
import { drawnCharts, drawnLens } from './drawn/drawn-view.ts';
import { CompareOverlay } from './live/compare-overlay.ts';
import { LiveSession, type Opener } from './live/live-session.ts';
import { LiveView } from './live/live-view.ts';
import type { KeptMaps } from './live/map-tap.ts';
import { noisyPicture } from './live/noisy-picture.ts';
import { markerIcon } from './markers.ts';
import { type Result, resultsAsCsv, type Unit } from './results.ts';
import { type LabSettings, parseSettings, writeSettings } from './settings.ts';
import { Charts } from './views/charts.ts';
import { Lens, type LensOptions } from './views/lens.ts';
import { ResultsTable } from './views/results-table.ts';
import { download, savePicture } from './views/save-picture.ts';
import { jointLabel, SettingsForm } from './views/settings-form.ts';

/** ms between two looks at the charts and the table of a live comparison. */
const FIGURES_PERIOD = 250;

/** ms from a change of settings to that of the address. */
const ADDRESS_DELAY = 300;

const query = new URLSearchParams(location.search);
const app = byId('app', HTMLElement);
const stage = new Stage();
const inStepCanvas = byId('in-step', HTMLCanvasElement);
const inStep = new InStep(inStepCanvas);
const charts = new Charts();
const table = new ResultsTable();
const overlay = new CompareOverlay(byId('overlay', HTMLCanvasElement));
const form = new SettingsForm(apply);
form.show(parseSettings(query));
const lens = new Lens(byId('lens', HTMLCanvasElement), lensOptions(form.value));
const drawnLab = new DrawnLab(showDrawn, (error) => {
  drawnError = error;
  render();
});
const drawnStage = new DrawnStage(byId('map', HTMLCanvasElement), (moved) => form.change(moved));
const session = new LiveSession(form.value, {
  changed: render,
  started() {
    view.clear();
    overlay.show(undefined);
  },
  frames: (frames) => inStep.keep(frames),
  frame: showFrame,
  maps(maps) {
    view.addMaps(maps);
    void showLens();
  },
  picture: () => (inStepCanvas.hidden ? undefined : inStepCanvas),
});
const view = new LiveView(form.value, session.times, session.tap);

/** What is open or being opened: drawn maps, unless a source of pictures is. */
let kind: SourceKind | 'drawn' = 'drawn';
let drawnError: unknown;
let saving: ReturnType<typeof setTimeout> | undefined;

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
byId('draw', HTMLButtonElement).addEventListener('click', draw);
byId('elsewhere', HTMLButtonElement).addEventListener('click', draw);
byId('retry', HTMLButtonElement).addEventListener('click', () => {
  if (kind === 'drawn') draw();
  else session.retry();
});
stage.element.addEventListener('click', ({ clientX, clientY, target }) => {
  if (kind === 'drawn' || (target instanceof Element && target.closest('.card'))) return;
  const { left, top } = overlay.canvas.getBoundingClientRect();
  const joint = overlay.jointAt({ x: clientX - left, y: clientY - top });
  if (joint) form.change({ joint });
});
byId('copy', HTMLButtonElement).addEventListener('click', () => void copy());
byId('save', HTMLButtonElement).addEventListener('click', () => void save());

/** The user changed settings. */
function apply(settings: LabSettings): void {
  writeSettings(settings, query);
  saveQuery();
  lens.set(lensOptions(settings));
  view.set(settings);
  session.apply(settings);
  if (kind === 'drawn') {
    drawnError = undefined;
    drawnLab.set(settings);
  } else {
    showOverlay();
    void showLens();
    renderFigures();
  }
  render();
}

function lensOptions({ zoom, ground, ellipses }: LabSettings): LensOptions {
  return { across: Number(zoom), ground, ellipses };
}

/** Starts a source that the user chose. */
function open(chosen: SourceKind): void {
  if (chosen === 'file') {
    fileInput.click();
    return;
  }
  query.set('source', chosen);
  query.delete('media');
  goLive(chosen, (signal) =>
    chosen === 'camera' ? openCameraSource(query.get('device') ?? undefined, signal) : openSynthetic(),
  );
}

async function openSynthetic() {
  // The 3D library is fetched only by those who want the figure.
  const { openSyntheticSource } = await import('../webcam/sources/synthetic-source.ts');
  return openSyntheticSource();
}

function openMedia(media: Media): void {
  query.delete('source');
  if (typeof media === 'string') query.set('media', media);
  else query.delete('media');
  goLive('file', async (signal) => {
    const source = await openFileSource(media, signal);
    return source.element instanceof HTMLImageElement ? noisyPicture(source, source.element) : source;
  });
}

function goLive(chosen: SourceKind, opener: Opener): void {
  drawnLab.stop();
  drawnError = undefined;
  kind = chosen;
  saveQuery();
  inStep.hide();
  lens.show(undefined);
  view.clear();
  void session.open(opener);
  renderFigures();
}

function draw(): void {
  kind = 'drawn';
  query.delete('source');
  query.delete('media');
  saveQuery();
  session.stop();
  inStep.hide();
  drawnError = undefined;
  drawnLab.set(form.value);
  render();
}

/** Browsers allow no more than some changes of the address a second, and a peak that is dragged makes many. */
function saveQuery(): void {
  clearTimeout(saving);
  saving = setTimeout(() => {
    const text = query.toString();
    history.replaceState(null, '', text ? `?${text}` : location.pathname);
  }, ADDRESS_DELAY);
}

function showDrawn(state: DrawnState): void {
  if (kind !== 'drawn') return;
  drawnStage.show(state);
  lens.show(drawnLens(state));
  const { x, y } = state.settings;
  setText(
    byId('lens-caption', HTMLElement),
    `True centre ${x.toFixed(2)}, ${y.toFixed(2)} · ellipse: width of the peak`,
  );
  charts.show(drawnCharts(state));
  table.show(state.results, 'cells');
  app.dataset.settled = String(state.settled);
  renderBackend();
}

function showFrame(frame: ComparedFrame<string>, maps: KeptMaps | undefined): void {
  stage.setSize(frame.size);
  inStep.show(frame.time);
  view.add(frame, session.source?.truth?.(frame.time)[0], maps);
  showOverlay();
  void showLens();
}

function showOverlay(): void {
  overlay.show(session.tracker && view.overlay(session.tracker.skeleton));
}

async function showLens(): Promise<void> {
  // Maps can go with a lost back-end while they are read: then there is nothing to show until the next frame.
  const found = await view.lens(inStepCanvas).catch(() => undefined);
  if (kind === 'drawn' || !found) return;
  lens.show(found.scene);
  setText(byId('lens-caption', HTMLElement), found.caption);
}

function isMirrored(): boolean {
  const asked = query.get('mirror');
  return kind !== 'drawn' && (asked === null ? (session.source?.mirrored ?? false) : asked === '1');
}

function renderBackend(): void {
  const drawnBackend = drawnLab.state ? getBackend() : '';
  setText(byId('backend', HTMLOutputElement), (kind === 'drawn' ? drawnBackend : session.tracker?.backend) ?? '');
}

function render(): void {
  const isDrawn = kind === 'drawn';
  const { source, progress } = session;
  const error = isDrawn ? drawnError : session.error;
  app.dataset.mode = isDrawn ? 'drawn' : 'live';
  stage.showMedia(isDrawn ? undefined : source?.element);
  stage.setMirrored(isMirrored());
  overlay.setMirrored(isMirrored());
  stage.showProgress(isDrawn || error ? undefined : progress);
  if (stage.showMessage(error ? messageOf(error) : undefined)) byId('retry', HTMLButtonElement).focus();
  transport.show(isDrawn ? undefined : source);
  transport.showKind(isDrawn ? undefined : (kind as SourceKind));
  transport.showMirror(isMirrored());
  byId('draw', HTMLButtonElement).setAttribute('aria-pressed', String(isDrawn));
  if (isDrawn) setText(byId('source-name', HTMLElement), drawnHint(form.value));
  form.setRegression(!isDrawn);
  const chosen = labDecoders(form.value.decoders.split(','));
  const legend = byId('legend', HTMLElement);
  if (legend.dataset.shown !== form.value.decoders) {
    legend.dataset.shown = form.value.decoders;
    legend.replaceChildren(
      ...chosen.map(({ look, label }) => {
        const item = document.createElement('li');
        item.append(markerIcon(look), label);
        return item;
      }),
    );
  }
  setText(byId('table-note', HTMLElement), noteOf());
  renderBackend();
  renderStatus();
}

function drawnHint({ arrows, stretch }: LabSettings): string {
  const bias = stretch === '1' ? 'the bias' : `the bias, × ${stretch}`;
  return arrows === 'none' ? 'Drag the peak' : `Drag the peak. Arrows: ${bias}`;
}

/** What the figures mean. */
function noteOf(): string {
  if (kind === 'drawn') {
    return (
      'Error now: of the peak where it is. Mean and worst: over the lattice of bias vectors, those of figure 1 in ' +
      'Gu et al. 2021. Jitter: rms over draws of noise. Time: decoding one map and reading the answer back, median.'
    );
  }
  const scope = form.value.scope === 'joint' ? jointLabel(form.value.joint) : 'The twelve limb joints';
  const picture = session.source?.element instanceof HTMLCanvasElement && kind === 'file';
  return (
    `${scope}, over the latest frames; worst: 95th percentile. Jitter: rms of what is left when steady movement ` +
    `${session.source?.truth ? '(here the true one) ' : ''}is removed. Time: decoding all joints on the same maps and ` +
    `reading the answer back, median.${picture ? ' The picture is shown with fresh sensor noise each time.' : ''}`
  );
}

function renderStatus(): void {
  const { lost, tracker, source } = session;
  const hint = lost
    ? 'The graphics processor was lost; starting again'
    : kind !== 'drawn' && tracker && source
      ? hintFor(view.someone)
      : '';
  stage.showHint(hint);
  setText(byId('status', HTMLOutputElement), hint);
}

function renderFigures(): void {
  if (kind === 'drawn') return;
  charts.show(view.charts());
  table.show(view.results(), 'px');
  renderStatus();
}

function currentResults(): { readonly results: readonly Result[]; readonly unit: Unit } {
  return kind === 'drawn'
    ? { results: drawnLab.state?.results ?? [], unit: 'cells' }
    : { results: view.results(), unit: 'px' };
}

function sourceName(): string {
  return kind === 'drawn' ? 'drawn heatmap' : (session.source?.name ?? kind);
}

async function copy(): Promise<void> {
  const { results, unit } = currentResults();
  const csv = resultsAsCsv(results, unit, {
    source: sourceName(),
    ...(kind === 'drawn' ? {} : { model: form.value.model, frames: String(view.frames) }),
    backend: byId('backend', HTMLOutputElement).value,
  });
  const button = byId('copy', HTMLButtonElement);
  try {
    await navigator.clipboard.writeText(csv);
    setText(button, 'Copied');
  } catch {
    // A browser may refuse the clipboard; the figures are wanted all the same.
    download(new Blob([csv], { type: 'text/csv' }), 'decoders.csv');
    setText(button, 'Saved as a file');
  }
  setTimeout(() => setText(button, 'Copy as CSV'), 1_600);
}

async function save(): Promise<void> {
  const { results, unit } = currentResults();
  const element = session.source?.element;
  const picture = inStepCanvas.hidden ? element : inStepCanvas;
  const chosen = labDecoders(form.value.decoders.split(','));
  await savePicture(
    {
      layers: kind === 'drawn' ? [drawnStage.canvas] : [...(picture ? [picture] : []), overlay.canvas],
      mirrored: isMirrored(),
      lens: lens.canvas,
      title: `${sourceName()} · Integral Pose, decoder lab`,
      rows: results.flatMap(({ key, label, error, jitter }) => {
        const look = chosen.find((decoder) => decoder.key === key)?.look;
        const figures = Number.isFinite(error)
          ? `off by ${error.toFixed(2)} ${unit}`
          : `± ${jitter.toFixed(2)} ${unit}`;
        return look ? [{ look, label, figures }] : [];
      }),
    },
    'decoder-lab.png',
  );
}

setInterval(renderFigures, FIGURES_PERIOD);
const source = query.get('source');
const media = query.get('media');
if (source === 'camera' || source === 'synthetic') open(source);
else if (media) openMedia(media);
else draw();
