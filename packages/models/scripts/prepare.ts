import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parseTap } from '../src/convert/tap.ts';
import { buildGraph, buildVolumeGraph } from './build-graph.ts';
import { buildPersonDetector, buildPoseLandmarker } from './build-tasks.ts';
import { headFiles } from './heads.ts';
import { prepare, sourceTexts, type Target } from './incremental.ts';
import { readSource, SOURCE_FILES, SOURCE_VERSION, type SourceModel } from './sources.ts';

const HELP = `Makes the model files of @integral-pose/models from the npm package @mediapipe/pose.

  prepare-models [--out FOLDER] [--tap MODEL:TENSOR=NAME]…

  --out   where to write; default: built, beside the package
  --tap   expose an intermediate tensor as an output, for example lite:264=features (may be given several times)`;

const here = dirname(fileURLToPath(import.meta.url));
const { values } = parseArgs({
  options: {
    out: { type: 'string', default: join(here, '../built') },
    tap: { type: 'string', multiple: true, default: [] },
    help: { type: 'boolean', default: false },
  },
});

function targets(): Target[] {
  const taps = values.tap.map(parseTap);
  const sources = Object.keys(SOURCE_FILES) as SourceModel[];
  const stray = taps.find(({ model }) => !sources.some((source) => source === model));
  if (stray) throw new Error(`There is no model "${stray.model}" to tap: it has to be one of ${sources.join(', ')}.`);
  const code = [
    ...sourceTexts([join(here, '../src'), here]),
    ...['manifest', 'skeletons'].map((name) => readFileSync(join(here, `../../sdk/src/types/${name}.ts`), 'utf8')),
    readFileSync(join(here, '../calibration.json'), 'utf8'),
  ];
  const graphs = sources.map((source): Target => {
    const name = `blazepose-${source}`;
    const wanted = taps.filter(({ model }) => model === source);
    return {
      name,
      inputs: [SOURCE_VERSION, readSource(source), JSON.stringify(wanted), ...code],
      build: () => new Map([...buildGraph(source, wanted)].map(([path, data]) => [`${name}/${path}`, data])),
    };
  });
  const file = (path: string, from: readonly SourceModel[], build: () => Uint8Array): Target => ({
    name: path,
    inputs: [SOURCE_VERSION, ...from.map(readSource), ...code],
    build: () => new Map([[path, build()]]),
  });
  const volumes: Target = {
    name: 'integral-pose-3d',
    inputs: [SOURCE_VERSION, readSource('lite'), ...headFiles('lite'), ...code],
    build: () => new Map([...buildVolumeGraph('lite')].map(([path, data]) => [`integral-pose-3d/${path}`, data])),
  };
  return [
    ...graphs,
    volumes,
    file('person-detector.tflite', ['detector'], buildPersonDetector),
    ...(['lite', 'full'] as const).map((size) =>
      file(`pose-landmarker-${size}.task`, ['detector', size], () => buildPoseLandmarker(size)),
    ),
  ];
}

if (values.help) {
  console.log(HELP);
} else {
  const out = resolve(values.out);
  for (const target of targets()) {
    const started = performance.now();
    const done = prepare(out, target);
    console.log(`${target.name.padEnd(27)} ${done} (${Math.round(performance.now() - started)} ms)`);
  }
}
