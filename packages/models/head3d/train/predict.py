"""What a head answers on whole sets of pictures."""

from dataclasses import dataclass
from typing import List

import numpy
import torch
from torch import Tensor

from data import Pictures, make_batch
from frozen import FrozenNetwork
from head import Head, expectation, variance
from two_step import TwoStep


@dataclass
class Answers:
    """`cells` and `extent` (their variance) [n, 17, 3], `scores` [n, 17]; `lowest` is the median logit."""

    cells: numpy.ndarray
    extent: numpy.ndarray
    scores: numpy.ndarray
    lowest: float


@torch.no_grad()
def predict(frozen: FrozenNetwork, head: Head, source: Pictures, compensated: bool) -> Answers:
    cells: List[Tensor] = []
    spreads: List[Tensor] = []
    scores: List[Tensor] = []
    lowest: List[float] = []
    for at in range(0, len(source), 20):
        batch = make_batch([(source, numpy.arange(at, min(at + 20, len(source))))], None)
        evidence = head(*frozen(batch.pictures))
        lowest.append(float(sum(each.median() for each in evidence)))
        *vectors, highest = TwoStep.apply(*evidence, compensated)
        cells.append(expectation(vectors))
        spreads.append(variance(vectors))
        scores.append(torch.sigmoid(highest))
    made = (torch.cat(each).numpy() for each in (cells, spreads, scores))
    return Answers(*made, lowest=float(numpy.median(lowest)))
