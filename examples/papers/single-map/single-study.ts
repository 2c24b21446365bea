import type { Point } from '@integral-pose/sdk';
import type { Look } from '../../decoder-lab/markers.ts';
import { LineChart } from '../../decoder-lab/views/line-chart.ts';
import { byId, setText } from '../../webcam/dom.ts';
import { apart } from '../bias/bias-figures.ts';
import { readSliders } from '../controls.ts';
import { DETECTION, INTEGRAL } from '../looks.ts';
import { MapStage } from '../map-stage.ts';
import { detection, highestCell, integration, JOINT, MAP, STARTS, type Start, type Teacher } from './descent.ts';

/** Updates in all. */
const STEPS = 300;

/** Numbers that look random and are the same each time, uniform in [0, 1). */
function uniform(): () => number {
  let index = 0;
  return () => {
    const mixed = Math.sin(12.9898 * ++index) * 43758.5453;
    return mixed - Math.floor(mixed);
  };
}

/** One map under one loss, and all it has been. */
class Lesson {
  readonly look: Look;
  readonly #stage: MapStage;
  readonly #figures: HTMLElement;
  #teacher: Teacher | undefined;
  #cells: Float32Array = new Float32Array(MAP.width * MAP.height);
  #answers: Point[] = [];

  constructor(name: 'detection' | 'integral', look: Look) {
    this.look = look;
    this.#stage = new MapStage(byId(`${name}-map`, HTMLCanvasElement));
    this.#figures = byId(`${name}-figures`, HTMLElement);
  }

  get errors(): number[] {
    return this.#answers.map((answer) => apart(answer, JOINT));
  }

  begin(teacher: Teacher, start: Start): void {
    this.#teacher = teacher;
    this.#cells = start.cells(JOINT, uniform());
    this.#answers = [teacher.read(this.#cells)];
  }

  step(): void {
    if (!this.#teacher) return;
    this.#cells = this.#teacher.step(this.#cells);
    this.#answers.push(this.#teacher.read(this.#cells));
  }

  show(): void {
    const answer = this.#answers.at(-1);
    if (!answer) return;
    const lowest = this.#cells.reduce((one, other) => Math.min(one, other));
    const highest = this.#cells.reduce((one, other) => Math.max(one, other));
    this.#stage.show({
      size: MAP,
      cells: this.#cells.map((cell) => cell - lowest),
      most: Math.max(1e-6, highest - lowest),
      truth: JOINT,
      marks: [{ ...answer, look: this.look }],
      trail: this.#answers,
    });
    setText(
      this.#figures,
      `${apart(answer, JOINT).toFixed(1)} cells off; highest cell ${apart(highestCell(this.#cells), JOINT).toFixed(1)} away`,
    );
  }
}

/** The second study: the same map under two losses. */
export class SingleStudy {
  readonly #form = byId('single-controls', HTMLFormElement);
  readonly #play = byId('play', HTMLButtonElement);
  readonly #chart = new LineChart(byId('single-chart', HTMLCanvasElement));
  readonly #lessons = [new Lesson('detection', DETECTION), new Lesson('integral', INTEGRAL)] as const;
  readonly #fail: (error: unknown) => void;
  #step = 0;
  #frame: number | undefined;

  constructor(fail: (error: unknown) => void) {
    this.#fail = fail;
    byId('single-cases', HTMLElement).append(...STARTS.map(choice));
    this.#form.addEventListener('submit', (event) => event.preventDefault());
    this.#form.addEventListener('input', () => this.start());
    this.#play.addEventListener('click', () => {
      if (this.#frame === undefined) this.#run();
      else this.#pause();
    });
    byId('step', HTMLButtonElement).addEventListener('click', () => {
      this.#pause();
      this.#advance();
    });
    byId('reset', HTMLButtonElement).addEventListener('click', () => this.start());
  }

  /** From the chosen start, before the first update. */
  start(): void {
    this.#pause();
    const { beta } = readSliders(this.#form, ['beta']);
    const chosen = new FormData(this.#form).get('start');
    const start = STARTS.find(({ key }) => key === chosen) ?? (STARTS[0] as Start);
    this.#step = 0;
    this.#lessons[0].begin(detection(JOINT), start);
    this.#lessons[1].begin(integration(JOINT, beta), start);
    setText(byId('single-note', HTMLElement), start.note);
    this.#show();
  }

  #run(): void {
    if (this.#step >= STEPS) this.start();
    setText(this.#play, 'Pause');
    const next = (): void => {
      this.#frame = requestAnimationFrame(() => {
        try {
          this.#advance();
        } catch (error) {
          this.#pause();
          this.#fail(error);
          return;
        }
        if (this.#step < STEPS) next();
        else this.#pause();
      });
    };
    next();
  }

  #pause(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
    setText(this.#play, 'Play');
  }

  #advance(): void {
    if (this.#step >= STEPS) return;
    this.#step++;
    for (const lesson of this.#lessons) lesson.step();
    this.#show();
  }

  #show(): void {
    for (const lesson of this.#lessons) lesson.show();
    setText(byId('single-step', HTMLElement), `update ${this.#step} of ${STEPS}`);
    this.#chart.show({
      series: this.#lessons.map(({ look, errors }) => ({
        look,
        points: errors.map((error, step) => [step, error] as const),
      })),
      x: [0, STEPS],
      labels: ['start', `${STEPS} updates`],
    });
  }
}

function choice({ key, label }: Start, index: number): HTMLLabelElement {
  const input = document.createElement('input');
  input.type = 'radio';
  input.name = 'start';
  input.value = key;
  input.checked = index === 0;
  const text = document.createElement('span');
  text.textContent = label;
  const made = document.createElement('label');
  made.append(input, text);
  return made;
}
