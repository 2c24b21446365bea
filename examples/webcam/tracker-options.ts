import { type FilterFactory, heatmapModel, type PoseTrackerOptions } from '@integral-pose/sdk';
import { modelAddress } from './addresses.ts';
import { backendsFor, chosen, DECODERS, DETECTORS } from './choices.ts';
import type { Settings } from './settings.ts';

/** The tracker that the settings ask for, on the page and in the worker alike. */
export async function trackerOptions(settings: Settings, smooth: FilterFactory): Promise<PoseTrackerOptions> {
  return {
    backends: await backendsFor(settings.backend),
    detector: await chosen(DETECTORS, settings.detector).make(),
    model: heatmapModel(modelAddress(`blazepose-${settings.model}/manifest.json`)),
    decoder: chosen(DECODERS, settings.decoder).make(),
    maxPeople: settings.people,
    smooth,
  };
}
