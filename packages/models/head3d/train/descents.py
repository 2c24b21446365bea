"""How the learning rate goes down, and what counts on the way."""

from dataclasses import dataclass
from typing import Sequence, Tuple

import numpy


@dataclass
class Descent:
    """Of the learning rate: half a cosine, from `height` times the highest down to 0, in `share` of the steps.

    Warm restarts (Loshchilov and Hutter 2017): each ends near another minimum. `bones`: how much their loss counts, of its weight.
    """

    share: float
    height: float
    bones: float


ALL = (Descent(0.6, 1.0, 0.0), Descent(0.2, 0.6, 1.0), Descent(0.2, 0.6, 1.0))
"""Bones count once limbs are about where they are."""
LATE = (Descent(0.5, 0.6, 1.0), Descent(0.5, 0.6, 1.0))
"""Of who goes on from weights."""
AVERAGED = 2
"""The weights are the mean of those at the end of the last so many descents (Wortsman et al. 2022)."""


def descent_at(descents: Sequence[Descent], step: int, steps: int) -> Tuple[Descent, int, int]:
    """The descent, the step it begins with, and the first one after it."""
    begin = 0
    for descent in descents[:-1]:
        end = begin + int(steps * descent.share)
        if step < end:
            return descent, begin, end
        begin = end
    return descents[-1], begin, steps


def rate_at(descents: Sequence[Descent], step: int, steps: int, highest: float) -> float:
    descent, begin, end = descent_at(descents, step, steps)
    # Adam has to get to know its gradients first.
    warm = min(1.0, (step + 1) / min(100, end // 10)) if begin == 0 else 1.0
    return highest * descent.height * warm * (0.5 + 0.5 * numpy.cos(numpy.pi * (step - begin) / (end - begin)))
