import type { Box, Point, Region, Size } from '../types/geometry.ts';

/**
 * The region round a person of whom the body's centre and a point on the circle round the whole body (straight up from
 * the centre for an upright person) are known: BlazePose's alignment points.
 * @param scale side of the region ÷ diameter of the circle; the network's manifest says it
 */
export function regionFromAlignment(centre: Point, rim: Point, scale: number): Region {
  const x = rim.x - centre.x;
  const y = rim.y - centre.y;
  return { centre, side: 2 * Math.hypot(x, y) * scale, angle: Math.atan2(x, -y) };
}

/** The smallest square region round a box, times `scale`. */
export function regionFromBox(box: Box, scale: number, angle = 0): Region {
  return {
    centre: { x: box.x + box.width / 2, y: box.y + box.height / 2 },
    side: Math.max(box.width, box.height) * scale,
    angle,
  };
}

/** The smallest square region round a whole picture whose people stand `angle` radians clockwise from upright. */
export function regionOfPicture(size: Size, angle: number): Region {
  return {
    centre: { x: size.width / 2, y: size.height / 2 },
    side: Math.max(size.width, size.height),
    angle,
  };
}

/** The smallest upright box round points. */
export function boundingBox(points: Iterable<Point>): Box {
  let left = Number.POSITIVE_INFINITY;
  let top = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  let bottom = Number.NEGATIVE_INFINITY;
  for (const { x, y } of points) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  if (left > right) return { x: 0, y: 0, width: 0, height: 0 };
  return { x: left, y: top, width: right - left, height: bottom - top };
}
