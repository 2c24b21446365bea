import type { Keypoint3D } from '../types/keypoint-3d.ts';
import type { PoseRecording } from '../types/recording.ts';

/** The columns of {@link toCsv}, in order. */
const COLUMNS = [
  ...['frame', 'time_ms', 'person', 'person_score', 'keypoint', 'x_px', 'y_px', 'score'],
  ...['spread_xx_px2', 'spread_xy_px2', 'spread_yy_px2', 'x_m', 'y_m', 'z_m', 'z_spread_m'],
  ...['world_x_m', 'world_y_m', 'world_z_m'],
];

/**
 * A recording as a table, for spreadsheets and statistics: CSV after RFC 4180, a header line, then a line for every
 * keypoint of every person in every frame.
 *
 * - `frame` counts from 0, `time_ms` is the source's clock; frames in which nobody was seen have no line.
 * - `x_px`, `y_px` and their spread are those of `Keypoint`: image space, px and px².
 * - `x_m`, `y_m`, `z_m`, `z_spread_m` are `keypoints3D`, `world_…` are `worldLandmarks`: metres from the hips, x right, y
 *   up, z towards the camera. What was not recorded, or is not known, is left empty.
 *
 * @example
 * const file = new Blob([toCsv(recorder.recording())], { type: 'text/csv' });
 */
export function toCsv({ frames }: PoseRecording): string {
  const lines = frames.flatMap(({ time, poses }, frame) =>
    poses.flatMap(({ id, score: believed, keypoints, keypoints3D, worldLandmarks }) =>
      keypoints.map(({ name, x, y, score, spread: { xx, xy, yy } }, k) => {
        const joint = keypoints3D?.[k];
        return [
          ...[frame, time, id, believed, name, x, y, score, xx, xy, yy],
          ...place(joint),
          joint?.zSpread,
          ...place(worldLandmarks?.[k]),
        ];
      }),
    ),
  );
  return [COLUMNS, ...lines].map((line) => `${line.map(field).join(',')}\r\n`).join('');
}

function place(joint: Keypoint3D | undefined): readonly (number | undefined)[] {
  return [joint?.x, joint?.y, joint?.z];
}

/** Nothing for what is not known; text in quotes where it would break the line. */
function field(value: string | number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '';
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
