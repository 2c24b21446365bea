import { extname, parse, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import {
  DECODERS,
  type DecoderName,
  MODELS,
  MOST_PEOPLE,
  type ModelName,
  OVERLAYS,
  type OverlayFormat,
} from './choices.ts';
import { TrackError } from './track-error.ts';

/** What the user asked for. Paths are absolute. */
export interface TrackRequest {
  readonly file: string;
  readonly out: string;
  readonly overlay: { readonly file: string; readonly format: OverlayFormat } | undefined;
  readonly model: ModelName;
  readonly decoder: DecoderName;
  readonly people: number;
}

export const USAGE = `npm run track -- FILE [options]

Writes the poses of the people in a picture or video, frame by frame, as JSON.

  --out FILE      where the poses go; by default NAME.poses.json in the current folder
  --overlay FILE  also writes the picture (${OVERLAYS.picture.join(', ')}) or video (${OVERLAYS.video.join(', ')}) with the poses drawn over it
  --model NAME    ${MODELS.join(', ')}: from fast to accurate; by default full
  --people N      follows up to N people, 1 to ${MOST_PEOPLE}; by default 1
  --decoder NAME  how coordinates are read from the heatmaps; by default ${DECODERS[0]}
                  ${DECODERS.join(', ').replace(/(.{60,80}?) /g, '$1\n                  ')}
  --help          prints this

scripts/track/README.md says what is in the JSON.
`;

const OPTIONS = {
  out: { type: 'string' },
  overlay: { type: 'string' },
  model: { type: 'string' },
  decoder: { type: 'string' },
  people: { type: 'string' },
  help: { type: 'boolean' },
} as const;

interface Values {
  out?: string;
  overlay?: string;
  model: string;
  decoder: string;
  people: string;
}

const DEFAULTS: Values = { model: 'full', decoder: DECODERS[0], people: '1' };

const wrong = (message: string, fix: string): TrackError => new TrackError(message, fix, 2);

/**
 * Reads the command line. Looks at no file.
 *
 * @param folder what relative paths are relative to
 * @throws TrackError that names what exists instead
 */
export function parseArguments(args: readonly string[], folder: string): TrackRequest | 'help' {
  // Not strict: its errors name no way out. `tokens` tells what was written.
  const { tokens } = parseArgs({ args: [...args], options: OPTIONS, strict: false, tokens: true });
  const values: Values = { ...DEFAULTS };
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const { name, rawName, value } = token;
    if (!Object.hasOwn(OPTIONS, name)) {
      const names = Object.keys(OPTIONS).map((known) => `--${known}`);
      throw wrong(`There is no option ${rawName}.`, `The options are ${names.join(', ')}.`);
    }
    if (name === 'help') return 'help';
    if (value === undefined || value === '' || (!token.inlineValue && /^--?[a-z]/.test(value))) {
      throw wrong(`The option ${rawName} lacks its value.`, `Write it after the option: ${rawName} VALUE.`);
    }
    values[name as keyof Values] = value;
  }
  const [given, ...more] = positionals;
  if (given === undefined) {
    throw wrong('No file was given.', 'Name a picture or video: npm run track -- FILE.');
  }
  if (more.length > 0) {
    throw wrong(
      `One file at a time is tracked, but ${positionals.length} were given: ${positionals.join(', ')}.`,
      'Run the command once for each, and put names with spaces in quotes.',
    );
  }
  const file = resolve(folder, given);
  const out = resolve(folder, values.out ?? `${parse(file).name}.poses.json`);
  const overlay = values.overlay === undefined ? undefined : resolve(folder, values.overlay);
  const people = Number(values.people);
  if (!Number.isInteger(people) || people < 1 || people > MOST_PEOPLE) {
    throw wrong(`--people is ${values.people}.`, `Give a whole number from 1 to ${MOST_PEOPLE}.`);
  }
  const request: TrackRequest = {
    file,
    out,
    overlay: overlay === undefined ? undefined : { file: overlay, format: overlayFormat(overlay) },
    model: oneOf('model', values.model, MODELS),
    decoder: oneOf('decoder', values.decoder, DECODERS),
    people,
  };
  assertApart(request);
  return request;
}

function oneOf<const Name extends string>(what: string, value: string, names: readonly Name[]): Name {
  const found = names.find((name) => name === value);
  if (found === undefined) throw wrong(`There is no ${what} called ${value}.`, `There are: ${names.join(', ')}.`);
  return found;
}

function overlayFormat(file: string): OverlayFormat {
  const extension = extname(file).toLowerCase();
  switch (extension) {
    case '.png':
      return 'png';
    case '.jpg':
    case '.jpeg':
      return 'jpeg';
    case '.webm':
      return 'webm';
    case '.mp4':
      return 'mp4';
    default:
      throw wrong(
        `The overlay's name ends in ${extension || 'no extension'}, which does not say what to write.`,
        `End it in ${OVERLAYS.picture.join(', ')} for a picture, in ${OVERLAYS.video.join(' or ')} for a video.`,
      );
  }
}

/** Nothing is written over what is read, nor twice to one place. */
function assertApart({ file, out, overlay }: TrackRequest): void {
  if (out === file) throw wrong('--out names the file that is read.', 'Choose another name.');
  if (overlay?.file === file) throw wrong('--overlay names the file that is read.', 'Choose another name.');
  if (overlay?.file === out) throw wrong('--out and --overlay name the same file.', 'Choose two names.');
}
