import { apply, type ComparedFrame, type Pose, type Skeleton } from '@integral-pose/sdk';
import type { TrueJoints } from '../../webcam/sources/open-source.ts';
import { type LabDecoder, labDecoders } from '../decoders.ts';
import type { Result } from '../results.ts';
import type { LabSettings } from '../settings.ts';
import type { DecoderTimes } from '../time-decoders.ts';
import type { TitledChart } from '../views/charts.ts';
import type { LensScene } from '../views/lens.ts';
import type { OverlayScene } from './compare-overlay.ts';
import { History, type Measure } from './history.ts';
import { imageToCells, mapReading } from './joint-space.ts';
import type { KeptMaps, MapTap } from './map-tap.ts';

/** Seconds that the charts go back at most. */
const SPAN = 10;

interface Shown {
  readonly frame: ComparedFrame<string>;
  readonly truth: TrueJoints | undefined;
  readonly maps: KeptMaps | undefined;
}

/** What the page shows of the latest frames of a comparison. */
export class LiveView {
  readonly #history = new History();
  readonly #times: DecoderTimes;
  readonly #tap: MapTap;
  #settings: LabSettings;
  #latest: Shown | undefined;

  constructor(settings: LabSettings, times: DecoderTimes, tap: MapTap) {
    this.#settings = settings;
    this.#times = times;
    this.#tap = tap;
  }

  /** Frames that the figures are about. */
  get frames(): number {
    return this.#history.frames;
  }

  /** Is somebody seen? Undefined before the first frame. */
  get someone(): boolean | undefined {
    return this.#latest && this.#people().length > 0;
  }

  set(settings: LabSettings): void {
    const { joint, scope } = this.#settings;
    this.#settings = settings;
    if (scope !== settings.scope || (scope === 'joint' && joint !== settings.joint)) this.#history.clear();
  }

  /** Another comparison begins. */
  clear(): void {
    this.#history.clear();
    this.#latest = undefined;
  }

  add(frame: ComparedFrame<string>, truth: TrueJoints | undefined, maps: KeptMaps | undefined): void {
    this.#latest = { frame, truth, maps };
    this.#history.add(frame, truth, this.#settings.scope === 'joint' ? this.#settings.joint : undefined);
  }

  /** The latest frame came without its maps; here they are. */
  addMaps(maps: KeptMaps): void {
    if (this.#latest) this.#latest = { ...this.#latest, maps };
  }

  overlay(skeleton: Skeleton): OverlayScene | undefined {
    if (!this.#latest) return undefined;
    const { frame, truth } = this.#latest;
    // The first in the list is the one that is on top.
    const poses = this.#people().reverse();
    return poses.length > 0 ? { size: frame.size, skeleton, poses, truth, joint: this.#settings.joint } : undefined;
  }

  /**
   * The chosen joint's heatmap under the lens; undefined where it is not at hand.
   * @param picture the frame that was worked on
   */
  async lens(picture: HTMLCanvasElement): Promise<{ readonly scene: LensScene; readonly caption: string } | undefined> {
    const { maps, truth } = this.#latest ?? {};
    const people = this.#people();
    const pose = people[0]?.pose;
    if (!maps || !pose || !this.#tap.isCurrent(maps)) return undefined;
    const { manifest } = maps;
    const { joint } = this.#settings;
    const index = manifest.skeleton.keypoints.indexOf(joint);
    const toCells = imageToCells(pose, manifest);
    const readings = people.flatMap(({ decoder: { look }, pose: { keypoints } }) => {
      const keypoint = keypoints[index];
      return keypoint ? [{ ...mapReading(toCells, keypoint), look }] : [];
    });
    const right = truth?.get(joint);
    const values = await maps.plane(index);
    const chances = manifest.heatmaps.values === 'logit' ? values.map((logit) => 1 / (1 + Math.exp(-logit))) : values;
    const { width, height } = manifest.heatmaps;
    const peak = chances.reduce((most, value) => Math.max(most, value), 0);
    return {
      scene: {
        size: { width, height },
        values: chances,
        readings: readings.reverse(),
        truth: right && apply(toCells, right),
        picture: picture.width > 0 ? { image: picture, toCells } : undefined,
      },
      caption: `Peak ${peak.toFixed(2)} · a cell is ${(pose.region.side / width).toFixed(1)} px of the picture`,
    };
  }

  results(): Result[] {
    return this.#chosen().map(({ key, label }) => ({
      key,
      label,
      ...this.#history.summary(key),
      time: this.#times.of(key),
    }));
  }

  charts(): TitledChart[] {
    const chosen = this.#chosen();
    const oldest = Math.max(2, -(this.#history.curve('', 'error')[0]?.[0] ?? 0));
    const span = Math.min(SPAN, oldest);
    const chart = (title: string, unit: string, measure: Measure): TitledChart => ({
      title,
      unit,
      series: chosen.map(({ key, look }) => ({
        look,
        points: this.#history.curve(key, measure).filter(([x]) => x >= -span),
      })),
      x: [-span, 0],
      labels: [`${span.toFixed(0)} s ago`, 'now'],
    });
    const errors = chart('Error', 'px from the true joints', 'error');
    const known = errors.series.some(({ points }) => points.some(([, y]) => Number.isFinite(y)));
    return [
      ...(known ? [errors] : []),
      chart('Jitter', 'px rms, movement removed', 'jitter'),
      chart('Disagreement', 'px from the others', 'disagreement'),
    ];
  }

  #chosen(): readonly LabDecoder[] {
    return labDecoders(this.#settings.decoders.split(','));
  }

  #people(): { readonly decoder: LabDecoder; readonly pose: Pose }[] {
    const { poses } = this.#latest?.frame ?? { poses: {} as Record<string, readonly Pose[]> };
    return this.#chosen().flatMap((decoder) => {
      const pose = poses[decoder.key]?.[0];
      return pose ? [{ decoder, pose }] : [];
    });
  }
}
