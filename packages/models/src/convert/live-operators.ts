import type { TfliteModel } from '../tflite/model.ts';

/**
 * Which operators the wanted tensors depend on: the others (the segmentation branch, say) are left out.
 * @returns indices into `model.operators`, ascending
 */
export function liveOperators(model: TfliteModel, wanted: Iterable<number>): number[] {
  const producers = new Map(model.operators.flatMap(({ outputs }, index) => outputs.map((id) => [id, index] as const)));
  const live = new Set<number>();
  const pending = [...wanted];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    const producer = producers.get(id);
    if (producer === undefined || live.has(producer)) continue;
    live.add(producer);
    pending.push(...(model.operators[producer]?.inputs ?? []));
  }
  return [...live].sort((a, b) => a - b);
}
