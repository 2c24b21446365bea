"""From maps [people, joints, height, width] to coordinates [people, joints, 2], in cells: cell i covers [i, i + 1).

What the SDK's decoders of the same names answer to maps whose empty cells are 0, taken as they are; tested equal.
"""

from typing import Any, Dict

import torch
from torch import Tensor


def centres(count: int, like: Tensor) -> Tensor:
    """The centres of `count` cells."""
    return torch.arange(count, dtype=like.dtype) + 0.5


def mean_under(weights: Tensor) -> Tensor:
    """The sum of the positions of all cells, weighted."""
    x = (weights.sum(-2) * centres(weights.shape[-1], weights)).sum(-1)
    y = (weights.sum(-1) * centres(weights.shape[-2], weights)).sum(-1)
    return torch.stack([x, y], -1)


def integral(maps: Tensor, beta: float) -> Tensor:
    """The mean under the softmax of beta times the maps."""
    return mean_under(torch.softmax(beta * maps.flatten(2), -1).view_as(maps))


def argmax(maps: Tensor) -> Tensor:
    """The centre of the highest cell."""
    width = maps.shape[-1]
    at = maps.flatten(2).argmax(-1)
    return torch.stack([at % width, torch.div(at, width, rounding_mode="floor")], -1).to(maps.dtype) + 0.5


def debiased_integral(maps: Tensor, beta: float) -> Tensor:
    """The mean under exp(beta H) - 1, at most the map's border; the highest cell where there is too little mass."""
    softmax = torch.softmax(beta * maps.flatten(2), -1)
    highest = softmax.max(-1, keepdim=True).values
    empty = torch.exp(-beta * maps.flatten(2).max(-1, keepdim=True).values.relu())
    weights = softmax - highest * empty
    mass = weights.sum(-1, keepdim=True)
    found = mass > 0.5 * highest * (1 - empty).clamp_min(1e-4)
    mean = mean_under(weights.view_as(maps)) / torch.where(found, mass, torch.ones_like(mass))
    most = torch.tensor([maps.shape[-1], maps.shape[-2]], dtype=maps.dtype)
    return torch.where(found, torch.minimum(mean.clamp_min(0), most), argmax(maps))


def decode(spec: Dict[str, Any], maps: Tensor) -> Tensor:
    """What the decoder of a job answers."""
    kind = spec["kind"]
    if kind == "argmax":
        return argmax(maps)
    if kind == "integral":
        return integral(maps, spec["beta"])
    if kind == "debiasedIntegral":
        return debiased_integral(maps, spec["beta"])
    raise ValueError(f"A learning curve is not read with the decoder {kind}.")
