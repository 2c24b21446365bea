/** A canvas whose backing store follows its size on the page. Drawn anew when either changes. */
export class View {
  readonly canvas: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D;
  readonly #draw: () => void;
  #asked = false;

  /** @param draw draws all of it, in CSS px; the canvas is clear */
  constructor(canvas: HTMLCanvasElement, draw: () => void) {
    const context = canvas.getContext('2d');
    if (!context) throw new TypeError('This browser gave no 2D canvas.');
    this.canvas = canvas;
    this.context = context;
    this.#draw = draw;
    new ResizeObserver(() => this.redraw()).observe(canvas);
    darkTheme.addEventListener('change', () => this.redraw());
  }

  get width(): number {
    return this.canvas.clientWidth;
  }

  get height(): number {
    return this.canvas.clientHeight;
  }

  /** Draws with the next animation frame, once. */
  redraw(): void {
    if (this.#asked) return;
    this.#asked = true;
    requestAnimationFrame(() => {
      this.#asked = false;
      this.#paint();
    });
  }

  #paint(): void {
    const { canvas, context, width, height } = this;
    if (width === 0 || height === 0) return;
    const ratio = devicePixelRatio;
    const [columns, rows] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (canvas.width !== columns) canvas.width = columns;
    if (canvas.height !== rows) canvas.height = rows;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    this.#draw();
  }
}

const darkTheme = matchMedia('(prefers-color-scheme: dark)');

/** Is the page dark? */
export function isDark(): boolean {
  return darkTheme.matches;
}

/** A colour or font of the page's style sheet, by its custom property. */
export function styleOf(element: Element, property: `--${string}`): string {
  return getComputedStyle(element).getPropertyValue(property).trim();
}
