"""From answers on held-back pictures: what makes extents the variance of errors.

All in cells. As in the SDK, `variance of the error = kappa * joints[k] * extent + floor`, per axis.
"""

from typing import Any, Dict

import numpy

from data import CROP, Pictures
from head import CELL, ROOT
from predict import Answers
from stretch import Stretch, from_hips, stretched


TYPICAL = 0.683
"""Errors have long tails: the square of what two thirds stay below is the variance of a normal distribution."""


def fit_line(extent: numpy.ndarray, squared: numpy.ndarray) -> Dict[str, float]:
    """By the mean of both halves of the extents: a line through two robust points, never falling."""
    middle = numpy.median(extent)
    near, far = extent <= middle, extent > middle
    typical = [float(numpy.quantile(squared[part], TYPICAL)) for part in (near, far)]
    at = [float(extent[part].mean()) for part in (near, far)]
    kappa = max(0.0, (typical[1] - typical[0]) / max(at[1] - at[0], 1e-6))
    return {"kappa": round(kappa, 4), "floor": round(max(0.0, typical[0] - kappa * at[0]), 4)}


def fit(extent: numpy.ndarray, squared: numpy.ndarray, inside: numpy.ndarray) -> Dict[str, Any]:
    """[n, 17, axes], of the joints `inside` [n, 17]. A joint's vectors may be broader than those of others that are as right."""
    shares = squared / extent.clip(1e-6)
    ratios = [float(numpy.quantile(shares[:, k][inside[:, k]], TYPICAL)) for k in range(inside.shape[1])]
    joints = numpy.round(numpy.array(ratios) / numpy.mean(ratios), 3)
    line = fit_line((extent * joints[:, None])[inside].ravel(), squared[inside].ravel())
    return {**line, "joints": joints.tolist()}


def calibrate(answers: Dict[str, Answers], usual: str, source: Pictures, stretch: Stretch) -> Dict[str, Any]:
    """`answers` by the SDK's decoder, of which `usual` speaks for those that are not there; `stretch`: what is done to depths when they are used."""
    side = source.pictures[0].shape[0]
    truth = source.joints.copy()
    truth[..., :2] += CROP / 2 - side / 2
    truth /= CELL
    truth[..., 2] += ROOT
    inside = ((truth[..., :2] >= 0) & (truth[..., :2] < CROP / CELL)).all(2) & (source.deep > 0)

    def planar(given: Answers) -> Dict[str, Any]:
        return fit(given.variance[..., :2], (given.cells - truth)[..., :2] ** 2, inside)

    by_decoder = {name: planar(given) for name, given in answers.items()}
    # In cells of the stretched depth, as the extents that it is compared with.
    deep = (from_hips(stretched(answers[usual].cells, stretch)) - from_hips(truth))[..., 2:] / stretch.depth
    return {
        "background": round(answers[usual].lowest, 2),
        "calibration": {"default": by_decoder[usual], **by_decoder},
        "depthCalibration": fit(answers[usual].variance[..., 2:], deep**2, inside),
        "pixelsPerCell": CELL * stretch.depth,
        "depthTilt": {"turn": stretch.turn, "lean": stretch.lean, "usualLean": stretch.usual_lean},
    }
