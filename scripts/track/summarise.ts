import type { TrackRequest } from './arguments.ts';
import type { TrackSummary } from './run-track.ts';

/** What is printed at the end. */
export function summarise({ out, overlay }: TrackRequest, summary: TrackSummary): string {
  const { kind, frames, framesWithPeople, people } = summary;
  const who = people === 0 ? 'nobody found' : people === 1 ? '1 person' : `${people} people`;
  const seen =
    kind === 'picture' ? who : `${frames} ${frames === 1 ? 'frame' : 'frames'}, ${who}, seen in ${framesWithPeople}`;
  const lines = [`${seen}.`, `Poses: ${out}`, ...(overlay ? [`Overlay: ${overlay.file}`] : [])];
  return `${lines.join('\n')}\n`;
}
