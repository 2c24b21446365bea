"""Figures while training: the same quantities as the SDK's metrics, on crops that lie where they should."""

from typing import Dict, Optional

import numpy

from data import CROP, Pictures
from head import CELL
from joints import BODY, BONES, HIPS
from stretch import Stretch, stretched


def bone_length(points: numpy.ndarray) -> numpy.ndarray:
    """[n]: how long the bones are, in the root mean square."""
    a, b = (points[:, list(ends)] for ends in zip(*BONES))
    return numpy.sqrt(((a - b) ** 2).sum(2).mean(1))


def to_metres(points: numpy.ndarray, size: numpy.ndarray) -> numpy.ndarray:
    """[n, 17, 3] crop px, y down, to metres from the hips, y up, with bones of that length.

    As the SDK's `liftDepth` through a long lens, but that all joints count alike.
    """
    body = points - points[:, list(HIPS)].mean(1, keepdims=True)
    metres = body * (size / bone_length(points))[:, None, None]
    metres[..., 1] *= -1
    return metres


def aligned(points: numpy.ndarray, truth: numpy.ndarray) -> numpy.ndarray:
    """Each body turned, sized and moved to fit the truth best."""
    made = numpy.empty_like(points)
    for k, (p, t) in enumerate(zip(points, truth)):
        a, b = p - p.mean(0), t - t.mean(0)
        u, s, v = numpy.linalg.svd(a.T @ b)
        flip = numpy.array([1, 1, numpy.sign(numpy.linalg.det(u @ v))])
        made[k] = (s * flip).sum() / (a**2).sum() * a @ (u * flip) @ v + t.mean(0)
    return made


def position_errors(points: numpy.ndarray, truth: numpy.ndarray) -> Dict[str, float]:
    """mm over the joints of the body, from the hips; `slope` is that of found against true depth."""
    body = list(BODY)
    p = (points - points[:, list(HIPS)].mean(1, keepdims=True))[:, body]
    t = (truth - truth[:, list(HIPS)].mean(1, keepdims=True))[:, body]
    far = numpy.linalg.norm
    z, w = p[..., 2].ravel(), t[..., 2].ravel()
    return {
        "mpjpe": 1000 * far(p - t, axis=2).mean(),
        "paMpjpe": 1000 * far(aligned(p, t) - t, axis=2).mean(),
        "xy": 1000 * far((p - t)[..., :2], axis=2).mean(),
        "z": 1000 * numpy.abs(z - w).mean(),
        "slope": float(numpy.polyfit(w, z, 1)[0]),
    }


def flat_errors(cells: numpy.ndarray, source: Pictures) -> "tuple[float, float]":
    """Mean and median distance in the picture, in cells of 64, over the labelled joints of the body in the crop."""
    side = source.pictures[0].shape[0]
    truth = source.joints[..., :2] - side / 2 + CROP / 2
    inside = ((truth >= 0) & (truth < CROP)).all(2) & (source.flat > 0)
    inside[:, :5] = False
    off = numpy.linalg.norm(cells[..., :2] * CELL - truth, axis=2)[inside] / 4
    return float(off.mean()), float(numpy.median(off))


def report(cells: numpy.ndarray, size: numpy.ndarray, source: Pictures, stretch: Optional[Stretch] = None) -> Dict[str, float]:
    """Of answers in cells of the volume, stretched as told, and the `bone_length` that the frozen network takes each person for."""
    mean, median = flat_errors(cells, source)
    figures = {"flatMean": mean, "flatMedian": median}
    if source.metres is not None:
        points = (stretched(cells, stretch) if stretch else cells) * CELL
        figures.update(position_errors(to_metres(points, size), source.metres))
    return figures
