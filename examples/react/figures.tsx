import { type PoseSource, usePoseContext, usePoseFrames, usePoses } from '@integral-pose/react';
import { blazePose33, jointAngle } from '@integral-pose/sdk';
import { type ReactNode, useRef } from 'react';

/** ms over which frames are counted. */
const WINDOW = 2_000;

const kneeAngle = jointAngle(blazePose33, ['left_hip', 'left_knee', 'left_ankle']);

/** Written anew four times a second, however fast frames come: both hooks share one inference with the overlay. */
export function Figures({ source }: { readonly source: PoseSource }): ReactNode {
  const tracker = usePoseContext();
  const times = useRef<number[]>([]);
  usePoseFrames(tracker, source, ({ emitted }) => {
    times.current = [...times.current.filter((time) => time > emitted - WINDOW), emitted];
  });
  const { frame } = usePoses(tracker, source, { maxFps: 4 });
  const pose = frame?.poses[0];
  const knee = pose && kneeAngle(pose.keypoints);
  const [first, last] = [times.current[0], times.current.at(-1)];
  const span = first === undefined || last === undefined ? 0 : last - first;
  const rate = span > 0 ? (1000 * (times.current.length - 1)) / span : undefined;
  return (
    <dl className={frame ? 'tiles' : 'tiles empty'}>
      <Tile wide name="Frames per second" value={rate?.toFixed(rate < 10 ? 1 : 0)} />
      <Tile name="People" value={frame?.poses.length} testId="people" />
      <Tile name="Latency" value={frame && (frame.emitted - frame.captured).toFixed(0)} unit="ms" />
      <Tile name="Left knee" value={knee?.degrees.toFixed(0)} unit="°" />
    </dl>
  );
}

interface TileProps {
  readonly name: string;
  readonly value: number | string | undefined | null;
  readonly unit?: string;
  readonly wide?: boolean;
  readonly testId?: string;
}

function Tile({ name, value, unit, wide = false, testId }: TileProps) {
  return (
    <div className={wide ? 'tile wide' : 'tile'}>
      <dt>{name}</dt>
      <dd>
        <output data-testid={testId}>{value ?? '–'}</output>
        {unit && <small>{unit}</small>}
      </dd>
    </div>
  );
}
