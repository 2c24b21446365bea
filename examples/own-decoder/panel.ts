import { drawPoses, type Keypoint, type PoseFrame, type Skeleton } from '@integral-pose/sdk';
import type { Truth } from '@integral-pose/test-kit/avatar';

/** The joint under the glass. */
const JOINT = 'left_wrist';
/** px of the picture that the glass shows, and how many times as large. */
const GLASS = { width: 32, zoom: 6 };

/** One decoder's view: the picture with its pose, a joint under a glass, and the mean error so far. */
export function createPanel(figure: HTMLElement, skeleton: Skeleton) {
  const context = figure.querySelector('canvas')?.getContext('2d') as CanvasRenderingContext2D;
  const output = figure.querySelector('output') as HTMLOutputElement;
  const errors = { sum: 0, count: 0 };

  return {
    show(picture: CanvasImageSource, frame: PoseFrame, truth: Truth) {
      context.drawImage(picture, 0, 0);
      drawPoses(context, frame, { skeleton });
      const joints = new Map(truth.people[0]?.keypoints2d.map((joint) => [joint.name as string, joint]));
      for (const keypoint of frame.poses[0]?.keypoints ?? []) {
        const joint = joints.get(keypoint.name);
        if (!joint?.visible) continue;
        errors.sum += Math.hypot(keypoint.x - joint.x, keypoint.y - joint.y);
        errors.count++;
        if (keypoint.name === JOINT) magnify(picture, joint, keypoint);
      }
      output.value = errors.count > 0 ? `${(errors.sum / errors.count).toFixed(2)} px off on average` : '';
    },
  };

  function magnify(picture: CanvasImageSource, joint: { x: number; y: number }, found: Keypoint) {
    const { width, zoom } = GLASS;
    const side = width * zoom;
    context.save();
    context.beginPath();
    context.rect(0, 0, side, side);
    context.clip();
    context.drawImage(picture, joint.x - width / 2, joint.y - width / 2, width, width, 0, 0, side, side);
    context.lineWidth = 2;
    context.strokeStyle = '#fff';
    context.strokeRect(1, 1, side - 2, side - 2);
    context.translate(side / 2, side / 2);
    context.stroke(new Path2D('M-14 0H14M0-14V14'));
    context.beginPath();
    context.arc((found.x - joint.x) * zoom, (found.y - joint.y) * zoom, 5, 0, 2 * Math.PI);
    context.fillStyle = '#ffd23f';
    context.fill();
    context.restore();
  }
}
