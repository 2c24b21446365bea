export type { HeatmapLoss } from './heatmap-loss.ts';
