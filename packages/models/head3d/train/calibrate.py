"""From answers on held-back pictures: what makes extents the variance of errors.

All in cells. As in the SDK, `variance of the error = kappa * extent + floor`, per axis.
"""

from typing import Any, Dict, List

import numpy

from data import CROP, Pictures
from head import CELL, ROOT
from joints import HIPS
from predict import Answers
from tilt import Tilt, stretched


def fit(extent: numpy.ndarray, squared: numpy.ndarray) -> Dict[str, float]:
    """By the mean of both halves of the extents: a line through two robust points, never falling."""
    middle = numpy.median(extent)
    near, far = extent <= middle, extent > middle
    # Errors have long tails: the square of what two thirds stay below is the variance of a normal distribution.
    typical = [float(numpy.quantile(squared[part], 0.683)) for part in (near, far)]
    at = [float(extent[part].mean()) for part in (near, far)]
    kappa = max(0.0, (typical[1] - typical[0]) / max(at[1] - at[0], 1e-6))
    return {"kappa": round(kappa, 4), "floor": round(max(0.0, typical[0] - kappa * at[0]), 4)}


def calibrate(answers: Answers, source: Pictures, tilt: Tilt) -> Dict[str, Any]:
    """`tilt`: what is done to depths when they are used."""
    cells, extent = stretched(answers.cells, tilt), answers.variance
    side = source.pictures[0].shape[0]
    truth = source.joints.copy()
    truth[..., :2] += CROP / 2 - side / 2
    truth /= CELL
    truth[..., 2] += ROOT
    inside = ((truth[..., :2] >= 0) & (truth[..., :2] < CROP / CELL)).all(2) & (source.deep > 0)

    def from_hips(points: numpy.ndarray) -> numpy.ndarray:
        return points[..., 2] - points[:, list(HIPS), 2].mean(1, keepdims=True)

    found, true = from_hips(cells), from_hips(truth)
    flat: List[numpy.ndarray] = [((cells - truth)[..., axis][inside]) ** 2 for axis in (0, 1)]
    across = [extent[..., axis][inside] for axis in (0, 1)]
    planar = fit(numpy.concatenate(across), numpy.concatenate(flat))
    depth = fit(extent[..., 2][inside], (found - true)[inside] ** 2)
    return {
        "background": round(answers.lowest, 2),
        "calibration": {"default": planar, "twoStepIntegral": planar},
        "depthCalibration": depth,
        "depthTilt": {"turn": tilt.turn, "lean": tilt.lean, "usualLean": tilt.usual_lean},
    }
