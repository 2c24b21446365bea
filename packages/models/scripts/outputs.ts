import type { TfliteModel } from '../src/tflite/model.ts';
import type { SourceModel } from './sources.ts';

/** In the order of the TFLite file's outputs; undefined: left out, with all that only it needs. */
const LANDMARK_OUTPUTS = ['landmarks', 'presence', undefined, 'heatmaps', 'world'] as const;
const DETECTOR_OUTPUTS = ['boxes', 'scores'] as const;

/** Our names for the outputs that a source model keeps: all but the segmentation. */
export function keptOutputs(source: SourceModel, model: TfliteModel): Record<string, number> {
  const names = source === 'detector' ? DETECTOR_OUTPUTS : LANDMARK_OUTPUTS;
  if (model.outputs.length !== names.length) {
    throw new Error(`The ${source} model has ${model.outputs.length} outputs, not ${names.length}.`);
  }
  return Object.fromEntries(names.flatMap((name, k) => (name ? [[name, model.outputs[k] as number]] : [])));
}
