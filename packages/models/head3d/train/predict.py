"""What a head answers on whole sets of pictures."""

from dataclasses import dataclass
from typing import List, Sequence

import numpy
import torch
from torch import Tensor

from data import Pictures, make_batch
from frozen import FrozenNetwork
from head import WORLD_TAP, Head, expectation, variance
from joints import BLAZEPOSE_ROWS
from measure import bone_length
from two_step import TwoStep


@dataclass
class Answers:
    """`cells` and `variance` [n, 17, 3]; `size` [n]: `bone_length` as the frozen network has it, metres; `lowest` is the median logit."""

    cells: numpy.ndarray
    variance: numpy.ndarray
    size: numpy.ndarray
    lowest: float


@torch.no_grad()
def predict(frozen: FrozenNetwork, head: Head, source: Pictures, compensated: Sequence[bool]) -> List[Answers]:
    """One for each way to read the same volumes: whether the background is taken out of the weights."""
    cells: List[List[Tensor]] = [[] for _ in compensated]
    spreads: List[List[Tensor]] = [[] for _ in compensated]
    sizes: List[numpy.ndarray] = []
    lowest: List[float] = []
    for at in range(0, len(source), 20):
        batch = make_batch([(source, numpy.arange(at, min(at + 20, len(source))))], None)
        features = frozen(batch.pictures)
        evidence = head(*features)
        lowest.append(float(sum(each.median() for each in evidence)))
        for way, found, extents in zip(compensated, cells, spreads):
            *vectors, _ = TwoStep.apply(*evidence, way)
            found.append(expectation(vectors))
            extents.append(variance(vectors))
        world = features[WORLD_TAP].view(-1, 39, 3)[:, list(BLAZEPOSE_ROWS)]
        sizes.append(bone_length(world.numpy()))
    return [
        Answers(
            cells=torch.cat(found).numpy(),
            variance=torch.cat(extents).numpy(),
            size=numpy.concatenate(sizes),
            lowest=float(numpy.median(lowest)),
        )
        for found, extents in zip(cells, spreads)
    ]
