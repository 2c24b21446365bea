export { createWorkerPoseTracker, type WorkerPoseTrackerOptions } from './create-worker-pose-tracker.ts';
export type { WorkerPlugins } from './plugins.ts';
export { type ServedPlugins, servePoseTracker } from './serve-pose-tracker.ts';
