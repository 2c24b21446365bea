"""Tilts bodies that are planes, and compares with what the factors say; prints the worst difference, and how much they change, px."""

import json

import numpy

from joints import HIPS
from stretch import Stretch, planes, stretched

DEPTH, TURN, LEAN, USUAL = 1.1, 1.2, 1.3, 0.2


def main() -> None:
    random = numpy.random.RandomState(1)
    points = random.normal(size=(50, 17, 3)) * [30, 80, 0] + [128, 128, 7]
    hips = points[:, list(HIPS)].mean(1, keepdims=True)
    x, up = (points - hips)[..., 0], (hips - points)[..., 1]
    turn, lean = random.normal(size=(2, 50, 1)) * 0.4
    points[..., 2] += turn * x + lean * up
    wanted = 7 + TURN * DEPTH * turn * x + (USUAL + LEAN * (DEPTH * lean - USUAL)) * up
    found = stretched(points, Stretch(DEPTH, TURN, LEAN, USUAL))
    print(json.dumps({
        "off": float(numpy.abs(found[..., 2] - wanted).max()),
        "changed": float(numpy.abs(found - points)[..., 2].mean()),
        "tilt": float(numpy.abs(planes(points) - numpy.concatenate([turn, lean], 1)).max()),
    }))  # fmt: skip


main()
