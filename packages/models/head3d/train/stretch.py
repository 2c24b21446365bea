"""How a body is tilted: turned to a side, and leant towards the camera; and what makes up for tilts that are found too small.

A network guesses what it is not sure of near what is usual, so depths come out too short. A body's tilt is the plane through the hips
that is nearest to all joints: z = turn * x + lean * y, x to the right, y up, z towards the camera.
"""

from dataclasses import dataclass

import numpy

from joints import HIPS

RIDGE = 1e-4
"""As in the SDK's `stretchTilt`."""


@dataclass
class Stretch:
    """What depths are multiplied by, and then turns and leans, leans away from the usual one: the SDK's `DepthAxis` and `DepthTilt`."""

    depth: float
    turn: float
    lean: float
    usual_lean: float


def from_hips(points: numpy.ndarray) -> numpy.ndarray:
    """[n, 17, 3], y down, to the same with y up."""
    return (points - points[:, list(HIPS)].mean(1, keepdims=True)) * numpy.array([1, -1, 1])


def planes(points: numpy.ndarray) -> numpy.ndarray:
    """[n, 2], turn and lean of [n, 17, 3], y down; all three directions in one unit."""
    body = from_hips(points)
    flat = body[..., :2]
    squares = flat.transpose(0, 2, 1) @ flat
    ridge = RIDGE * numpy.trace(squares, axis1=1, axis2=2)[:, None, None] * numpy.eye(2)
    return numpy.linalg.solve(squares + ridge, flat.transpose(0, 2, 1) @ body[..., 2:])[..., 0]


def stretched(points: numpy.ndarray, stretch: Stretch) -> numpy.ndarray:
    """The same with other depths, as the SDK's `stretchTilt` has them once cells of depth are wider."""
    made = points.copy()
    hips = points[:, list(HIPS), 2].mean(1, keepdims=True)
    made[..., 2] = hips + stretch.depth * (points[..., 2] - hips)
    more = (planes(made) - [0, stretch.usual_lean]) * [stretch.turn - 1, stretch.lean - 1]
    made[..., 2] += (from_hips(made)[..., :2] * more[:, None]).sum(2)
    return made
