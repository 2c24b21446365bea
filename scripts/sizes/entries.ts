/** What an app imports, and how much of it may reach the browser. */
export interface SizedEntry {
  readonly name: string;
  /** A module that exports what the app uses. */
  readonly code: string;
  /** Most that may be loaded at once, gzipped, KB of 1000 bytes. Peers are not counted: apps share them. */
  readonly bound: number;
  /** Words that must not be in it: what was not asked for. */
  readonly without?: readonly string[];
}

const all = (entry: string): string => `export * from '@integral-pose/${entry}';`;
const some = (names: string, entry = 'sdk'): string => `export { ${names} } from '@integral-pose/${entry}';`;

/**
 * Every entry of every package, and what typical apps take of them. Bounds lie about a tenth above what was measured: a
 * change that goes beyond is either a mistake or worth a line here.
 * @param decoders names of all decoders
 */
export function sizedEntries(decoders: readonly string[]): readonly SizedEntry[] {
  const others = (...kept: readonly string[]): string[] => decoders.filter((name) => !kept.includes(name));
  return [
    {
      // What the README's first page needs: the core, without tfjs.
      name: 'core: a camera tracked and drawn',
      code: some('blazePoseDetector, createPoseRenderer, createPoseTracker, heatmapModel, openCamera'),
      bound: 30,
      // The decoders of flat maps and of volumes, where none is chosen.
      without: others('localDebiasedIntegral', 'twoStepIntegral'),
    },
    { name: 'argmax alone', code: some('argmax'), bound: 2.5, without: others('argmax') },
    { name: 'one-euro alone', code: some('oneEuro'), bound: 0.6, without: decoders },
    { name: 'drawing alone', code: some('drawPoses'), bound: 2.5, without: decoders },
    { name: '@integral-pose/sdk, all of it', code: all('sdk'), bound: 43 },
    { name: '@integral-pose/sdk/webgl', code: all('sdk/webgl'), bound: 0.8, without: decoders },
    { name: '@integral-pose/sdk/wasm', code: all('sdk/wasm'), bound: 1, without: decoders },
    { name: '@integral-pose/sdk/webgpu', code: all('sdk/webgpu'), bound: 0.8, without: decoders },
    { name: '@integral-pose/sdk/cpu', code: all('sdk/cpu'), bound: 0.5, without: decoders },
    { name: '@integral-pose/sdk/metrics', code: all('sdk/metrics'), bound: 3.8, without: decoders },
    { name: '@integral-pose/sdk/train', code: all('sdk/train'), bound: 13 },
    { name: '@integral-pose/sdk/three', code: all('sdk/three'), bound: 8.5, without: decoders },
    { name: '@integral-pose/sdk/worker', code: all('sdk/worker'), bound: 17 },
    { name: '@integral-pose/react', code: all('react'), bound: 4.5, without: decoders },
    { name: '@integral-pose/react/scene', code: all('react/scene'), bound: 1.7, without: decoders },
  ];
}
