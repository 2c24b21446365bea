// Which file may import which. ARCHITECTURE.md says why; scripts/rules.test.ts proves that each rule fires.
const { readdirSync, readFileSync, existsSync } = require('node:fs');
const { join } = require('node:path');

const SDK = '^packages/sdk/src/';
const VOCABULARY = 'types|math|tensor';
const ROOMS = 'source|detect|crop|infer|decode|track|smooth|measure|record|render|lift|metrics|train|three';
const TESTS = '\\.test\\.tsx?$';
const literal = (text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The source file behind each of a package's exports: its front doors. */
function frontDoors() {
  const root = join(__dirname, 'packages');
  const manifests = readdirSync(root)
    .map((folder) => [folder, join(root, folder, 'package.json')])
    .filter(([, file]) => existsSync(file));
  return manifests.flatMap(([folder, file]) =>
    Object.values(JSON.parse(readFileSync(file, 'utf8')).exports ?? {})
      .map((entry) => (typeof entry === 'string' ? entry : entry['integral-pose-source']))
      .filter((entry) => entry?.startsWith('./src/'))
      .map((entry) => `^packages/${folder}/${literal(entry.slice(2))}$`),
  );
}

const only = (name, comment, from, to) => ({ name, severity: 'error', comment, from, to });
/** A pattern for a package, wherever it is installed and under whichever version. */
const npm = (pattern) => `(^|/)node_modules/(${pattern})(/|$)`;

module.exports = {
  forbidden: [
    only('no-cycle', 'Nothing imports itself by a detour, not even for a type.', {}, { circular: true }),
    only('no-unresolved', 'Every import leads to a file.', {}, { couldNotResolve: true }),
    only(
      'no-orphan',
      'A file that nothing imports and that imports nothing is forgotten.',
      { orphan: true, pathNot: [TESTS, '\\.d\\.m?ts$', '^scripts/', '\\.config\\.ts$', ...frontDoors()] },
      {},
    ),
    only(
      'types-import-nothing',
      'The vocabulary stands on nothing.',
      { path: `${SDK}types/`, pathNot: TESTS },
      { pathNot: `${SDK}types/` },
    ),
    only(
      'math-imports-types',
      'Plain functions on plain values: the reference that the tensor code is tested against.',
      { path: `${SDK}math/`, pathNot: TESTS },
      { pathNot: `${SDK}(types|math)/` },
    ),
    only(
      'tensor-imports-vocabulary',
      'Of this package, tensor knows types and math only.',
      { path: `${SDK}tensor/`, pathNot: TESTS },
      { path: SDK, pathNot: `${SDK}(${VOCABULARY})/` },
    ),
    only(
      'rooms-stay-apart',
      'A room knows the vocabulary and itself: no other room, not the pipeline, no entry.',
      { path: `${SDK}(${ROOMS})/`, pathNot: [TESTS, `${SDK}(train|metrics)/`] },
      { path: SDK, pathNot: `${SDK}(${VOCABULARY}|$1)/` },
    ),
    only(
      'train-imports-decode',
      'Losses are written against decoders, so train may import decode as well.',
      { path: `${SDK}train/`, pathNot: TESTS },
      { path: SDK, pathNot: `${SDK}(${VOCABULARY}|train|decode)/` },
    ),
    only(
      'metrics-import-no-tensors',
      'Metrics run anywhere, on plain numbers.',
      { path: `${SDK}metrics/`, pathNot: TESTS },
      { pathNot: `${SDK}(types|math|metrics)/` },
    ),
    only(
      'rxjs-in-three-rooms',
      'Streams are the business of source, pipeline and worker.',
      { path: SDK, pathNot: [TESTS, `${SDK}(source|pipeline|worker)/`] },
      { path: npm('rxjs') },
    ),
    only(
      'three-in-its-entry',
      'Nobody pays for three.js who does not import @integral-pose/sdk/three.',
      { path: SDK, pathNot: [TESTS, `${SDK}three/`] },
      { path: npm('three|@types/three') },
    ),
    only(
      'react-in-its-package',
      'The SDK knows no framework.',
      { path: '^packages/', pathNot: '^packages/react-bindings/' },
      { path: npm('react|react-dom|@types/react|@types/react-dom') },
    ),
    only(
      'back-ends-by-their-entry',
      'An app ships the tfjs back-ends that it names, and no other.',
      { path: SDK, pathNot: [TESTS, `${SDK}(webgl|wasm|webgpu|cpu)\\.ts$`] },
      { path: npm('@tensorflow/tfjs-backend-[a-z]+') },
    ),
    only(
      'sdk-stands-alone',
      'What is published does not import the packages that test or feed it.',
      { path: SDK, pathNot: TESTS },
      { path: '^packages/', pathNot: '^packages/sdk/' },
    ),
    only(
      'by-the-front-door',
      "Another package's files are its own: import what it exports.",
      { path: '^(packages/([^/]+)|examples|test|scripts)/' },
      { path: '^packages/[^/]+/src/', pathNot: ['^$1/', ...frontDoors()] },
    ),
    only(
      'by-name',
      'Another package is imported by its name, not by a path across folders.',
      { path: '^(packages/[^/]+|examples|test)/' },
      { path: '^packages/', pathNot: '^$1/', dependencyTypes: ['local'] },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^(packages/[^/]+|examples|test)/(dist|built|out)/', '^test/package/fixtures/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: join(__dirname, 'tsconfig.json') },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['integral-pose-source', 'types', 'import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mts', '.mjs', '.js', '.json'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
  },
};
