import { servePoseTracker } from '@integral-pose/sdk/worker';
import { LiveSmoothing, type Smoothing } from './live-smoothing.ts';
import type { Settings } from './settings.ts';
import { trackerOptions } from './tracker-options.ts';

let smoothing: LiveSmoothing | undefined;

servePoseTracker<Settings, Smoothing>(
  (settings) => {
    smoothing = new LiveSmoothing(settings);
    return trackerOptions(settings, smoothing.factory);
  },
  {
    live: (settings) => {
      smoothing?.set(settings);
      return {};
    },
  },
);
