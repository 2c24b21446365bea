// `npm run track -- FILE`: the poses in a picture or video, for people without a screen. track/README.md documents it.
import { parseArguments, USAGE } from './track/arguments.ts';
import { runTrack } from './track/run-track.ts';
import { summarise } from './track/summarise.ts';
import { TrackError } from './track/track-error.ts';

try {
  // npm changes to the repository's folder; paths are meant from where the user is.
  const request = parseArguments(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd());
  if (request === 'help') process.stdout.write(USAGE);
  else process.stdout.write(summarise(request, await runTrack(request, process.stderr)));
} catch (error) {
  if (!(error instanceof TrackError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error.exitCode;
}
