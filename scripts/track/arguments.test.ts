import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseArguments, USAGE } from './arguments.ts';
import { DECODERS, MODELS } from './choices.ts';
import { TrackError } from './track-error.ts';

const HERE = resolve('/here');
const parse = (...args: string[]): ReturnType<typeof parseArguments> => parseArguments(args, HERE);

/** What is thrown. */
function failure(...args: string[]): TrackError {
  try {
    parse(...args);
  } catch (thrown) {
    if (thrown instanceof TrackError) return thrown;
    throw thrown;
  }
  throw new Error('Nothing was thrown.');
}

describe('parseArguments', () => {
  test('a file alone: everything else has a default', () => {
    expect(parse('films/my clip.v2.mp4')).toEqual({
      file: resolve(HERE, 'films/my clip.v2.mp4'),
      out: resolve(HERE, 'my clip.v2.poses.json'),
      overlay: undefined,
      model: 'full',
      decoder: 'localDebiasedIntegral',
      people: 1,
    });
  });

  test('every option, in either way of writing, before and after the file', () => {
    expect(
      parse(
        '--out=o.json',
        '--overlay',
        'd/o.WebM',
        'a.mp4',
        '--model=heavy',
        '--decoder',
        'udpDark',
        '--people',
        '20',
      ),
    ).toEqual({
      file: resolve(HERE, 'a.mp4'),
      out: resolve(HERE, 'o.json'),
      overlay: { file: resolve(HERE, 'd/o.WebM'), format: 'webm' },
      model: 'heavy',
      decoder: 'udpDark',
      people: 20,
    });
  });

  test('a name that begins with a dash is given after --', () => {
    expect(parse('--people', '2', '--', '--a.png')).toMatchObject({ file: resolve(HERE, '--a.png'), people: 2 });
  });

  test('the overlay’s extension says its format', () => {
    const format = (name: string): unknown => {
      const request = parse('a.bin', '--overlay', name);
      return request === 'help' ? undefined : request.overlay?.format;
    };
    expect(['a.png', 'a.jpg', 'a.JPEG', 'a.webm', 'a.mp4'].map(format)).toEqual(['png', 'jpeg', 'jpeg', 'webm', 'mp4']);
  });

  test('asks for help', () => {
    expect(parse('--help')).toBe('help');
    expect(parse('a.mp4', '--help')).toBe('help');
  });

  test('the usage names every option, model and decoder, in lines that fit a terminal', () => {
    for (const word of ['--out', '--overlay', '--model', '--people', '--decoder', ...MODELS, ...DECODERS]) {
      expect(USAGE).toContain(word);
    }
    expect(Math.max(...USAGE.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(120);
  });

  const wrong: readonly [what: string, args: string[], says: RegExp][] = [
    ['no file', [], /No file was given\./],
    ['two files', ['a.mp4', 'b.mp4'], /One file at a time.*a\.mp4, b\.mp4/],
    ['an unknown option', ['a.mp4', '--fps', '3'], /no option --fps\. The options are --out, --overlay/],
    ['an unknown short option', ['a.mp4', '-m'], /no option -m\. The options are/],
    ['an option without a value', ['a.mp4', '--out'], /--out lacks its value/],
    ['an option followed by another', ['a.mp4', '--out', '--people', '2'], /--out lacks its value/],
    ['an empty value', ['a.mp4', '--model='], /--model lacks its value/],
    ['an unknown model', ['a.mp4', '--model', 'huge'], /no model called huge\. There are: lite, full, heavy\./],
    ['an unknown decoder', ['a.mp4', '--decoder', 'DARK'], /no decoder called DARK\. There are: local.*, dark,/],
    ['no people', ['a.mp4', '--people', '0'], /--people is 0\. Give a whole number from 1 to 20\./],
    ['fewer than no people', ['a.mp4', '--people', '-3'], /--people is -3\./],
    ['too many people', ['a.mp4', '--people', '21'], /--people is 21\./],
    ['half a person', ['a.mp4', '--people', '1.5'], /--people is 1\.5\./],
    ['an overlay of no kind', ['a.mp4', '--overlay', 'o'], /ends in no extension.*\.webm or \.mp4/],
    ['an overlay of another kind', ['a.mp4', '--overlay', 'o.gif'], /ends in \.gif.*\.png, \.jpg, \.jpeg/],
    ['poses over the file', ['a.mp4', '--out', './a.mp4'], /--out names the file that is read/],
    ['an overlay over the file', ['a.mp4', '--overlay', 'a.mp4'], /--overlay names the file that is read/],
    ['two outputs in one', ['a.png', '--out', 'o.png', '--overlay', 'o.png'], /name the same file/],
  ];
  test.each(wrong)('%s is one line with a fix, and status 2', (_, args, says) => {
    const error = failure(...args);
    expect(error.message).toMatch(says);
    expect(error.message).not.toContain('\n');
    expect(error.message.endsWith(error.fix)).toBe(true);
    expect(error.fix).not.toBe('');
    expect(error.exitCode).toBe(2);
  });
});
