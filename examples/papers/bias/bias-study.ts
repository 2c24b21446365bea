import type { Point } from '@integral-pose/sdk';
import { markerIcon } from '../../decoder-lab/markers.ts';
import { LineChart } from '../../decoder-lab/views/line-chart.ts';
import { byId, setText } from '../../webcam/dom.ts';
import { readSliders } from '../controls.ts';
import { DEBIASED, INTEGRAL } from '../looks.ts';
import { MapStage } from '../map-stage.ts';
import {
  apart,
  type BiasSettings,
  backgroundShare,
  biasCurve,
  CENTRE,
  decodeBoth,
  idealMap,
  MAP,
} from './bias-figures.ts';

const cells = (value: number): string => `${value < 0.01 ? value.toFixed(4) : value.toFixed(2)} cells`;

/** The first study: drag the joint, change β, see the bias. */
export class BiasStudy {
  readonly #form = byId('bias-controls', HTMLFormElement);
  readonly #stage: MapStage;
  readonly #chart = new LineChart(byId('bias-chart', HTMLCanvasElement));
  readonly #fail: (error: unknown) => void;
  #joint: Point = { x: 55.3, y: 9.7 };
  #wanted = 0;
  #running = false;

  constructor(fail: (error: unknown) => void) {
    this.#fail = fail;
    this.#stage = new MapStage(byId('bias-map', HTMLCanvasElement), (joint) => {
      this.#joint = joint;
      this.update();
    });
    this.#form.addEventListener('input', () => this.update());
    this.#form.addEventListener('submit', (event) => event.preventDefault());
    byId('plain-key', HTMLElement).prepend(markerIcon(INTEGRAL));
    byId('debiased-key', HTMLElement).prepend(markerIcon(DEBIASED));
  }

  /** Computes the newest settings; what is asked for meanwhile comes next, once. */
  update(): void {
    this.#wanted++;
    if (this.#running) return;
    this.#running = true;
    this.#run()
      .catch(this.#fail)
      .finally(() => {
        this.#running = false;
      });
  }

  async #run(): Promise<void> {
    for (let done = 0; done !== this.#wanted; ) {
      done = this.#wanted;
      const settings = readSliders(this.#form, ['beta', 'sigma', 'peak']);
      await this.#showMap(settings);
      await this.#showCurve(settings);
    }
  }

  async #showMap(settings: BiasSettings): Promise<void> {
    const joint = this.#joint;
    const map = idealMap(joint, settings);
    const [answers] = await decodeBoth([map], settings.beta);
    if (!answers) return;
    this.#stage.show({
      size: MAP,
      cells: map,
      most: settings.peak,
      truth: joint,
      marks: [
        { ...answers.plain, look: INTEGRAL },
        { ...answers.debiased, look: DEBIASED },
      ],
    });
    setText(byId('plain-error', HTMLElement), cells(apart(answers.plain, joint)));
    setText(byId('debiased-error', HTMLElement), cells(apart(answers.debiased, joint)));
    setText(
      byId('background-share', HTMLElement),
      `${(100 * backgroundShare(map, settings.beta)).toFixed(settings.beta > 5 ? 1 : 0)} %`,
    );
  }

  async #showCurve(settings: BiasSettings): Promise<void> {
    const curve = await biasCurve(settings);
    const far = curve.at(-1)?.distance ?? 1;
    this.#chart.show({
      series: [
        { look: INTEGRAL, points: curve.map(({ distance, plain }) => [distance, plain]) },
        { look: DEBIASED, points: curve.map(({ distance, debiased }) => [distance, debiased]) },
      ],
      x: [0, far],
      scaleY: 'log',
      least: 1e-4,
      mark: Math.min(far, apart(this.#joint, CENTRE)),
      labels: ['centre', `${Math.round(far)} cells away`],
    });
  }
}
