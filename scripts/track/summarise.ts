import type { TrackRequest } from './arguments.ts';
import type { TrackSummary } from './run-track.ts';

/** What is printed at the end. */
export function summarise({ out, overlay }: TrackRequest, summary: TrackSummary): string {
  const { kind, frames, framesWithPeople, people } = summary;
  const who = people === 1 ? '1 person' : `${people} people`;
  const many = `${frames} ${frames === 1 ? 'frame' : 'frames'}`;
  const found = people === 0 ? 'Nobody found' : who;
  const inVideo = people === 0 ? `${found} in ${many}` : `${many}, ${who}, seen in ${framesWithPeople}`;
  const seen = kind === 'picture' ? found : inVideo;
  const lines = [`${seen}.`, `Poses: ${out}`, ...(overlay ? [`Overlay: ${overlay.file}`] : [])];
  return `${lines.join('\n')}\n`;
}
