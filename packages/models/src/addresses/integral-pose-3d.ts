/**
 * BlazePose lite with this project's volumetric head: 17 joints in the picture and in depth, 3.2 MB. What it was trained
 * on and how well it does is in `head3d/MODEL_CARD.md`.
 */
export const integralPose3D = {
  manifest: new URL('../../built/integral-pose-3d/manifest.json', import.meta.url).href,
  files: {
    'model.json': new URL('../../built/integral-pose-3d/model.json', import.meta.url).href,
    'weights.bin': new URL('../../built/integral-pose-3d/weights.bin', import.meta.url).href,
  },
} as const;
