/** An intermediate tensor to expose: of `model` (`lite`, `full`, `heavy` or `detector`), the `tensor`, as `output`. */
export interface Tap {
  readonly model: string;
  readonly tensor: number;
  readonly output: string;
}

/**
 * Reads `lite:264=features`.
 * @throws Error with the right form where it is not of that form
 */
export function parseTap(text: string): Tap {
  const match = /^([a-z]+):(\d+)=([A-Za-z]\w*)$/.exec(text);
  const [, model, tensor, output] = match ?? [];
  if (!model || !tensor || !output) {
    throw new Error(`"${text}" is not a tap. Write MODEL:TENSOR=NAME, for example lite:264=features.`);
  }
  return { model, tensor: Number(tensor), output };
}
