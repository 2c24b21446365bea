import { servePoseTracker } from '@integral-pose/sdk/worker';
import { liteOptions } from './lite-options.ts';

servePoseTracker(liteOptions);
