"""The losses of `@integral-pose/sdk/train` in PyTorch, with the same conventions; tested equal in value and gradient.

maps: [people, joints, height, width], what the network answers. truth: [people, joints, 2], x and y in cells (cell i
covers [i, i + 1)). Each function returns one number a joint, [people, joints]; `weighted_mean` makes a loss of them.
"""

import math
from typing import Any, Dict, List

import torch
import torch.nn.functional as F
from torch import Tensor

from coordinates import centres, integral, mean_under
from transport import distribution_matching

Term = Dict[str, Any]


def weighted_mean(values: Tensor, weights: Tensor) -> Tensor:
    """sum(w l) / sum(w); 0 when all weights are 0."""
    total = weights.sum()
    return (values * weights).sum() / torch.where(total > 0, total, torch.ones_like(total))


def labelled_truth(truth: Tensor, weights: Tensor) -> Tensor:
    """The truth, with 0 where the weight is 0: a NaN there would pass through a product with 0."""
    return torch.where(weights.unsqueeze(-1) > 0, truth, torch.zeros_like(truth))


def squared_distances(maps: Tensor, truth: Tensor) -> Tensor:
    """Of every cell's centre from the truth, cells squared, in the shape of the maps."""
    x = (centres(maps.shape[-1], maps) - truth[..., 0:1]) ** 2
    y = (centres(maps.shape[-2], maps) - truth[..., 1:2]) ** 2
    return y.unsqueeze(-1) + x.unsqueeze(-2)


def gaussian_mse(maps: Tensor, truth: Tensor, sigma: float) -> Tensor:
    """H1: mean over the cells of the squared difference to a Gaussian of height 1."""
    x = torch.exp((centres(maps.shape[-1], maps) - truth[..., 0:1]) ** 2 / (-2 * sigma * sigma))
    y = torch.exp((centres(maps.shape[-2], maps) - truth[..., 1:2]) ** 2 / (-2 * sigma * sigma))
    return ((maps - y.unsqueeze(-1) * x.unsqueeze(-2)) ** 2).mean((-2, -1))


def dot_mse(maps: Tensor, truth: Tensor) -> Tensor:
    """Mean over the cells of the squared difference to four demanders with bilinear weights."""
    x = (1 - (centres(maps.shape[-1], maps) - truth[..., 0:1]).abs()).relu()
    y = (1 - (centres(maps.shape[-2], maps) - truth[..., 1:2]).abs()).relu()
    return ((maps - y.unsqueeze(-1) * x.unsqueeze(-2)) ** 2).mean((-2, -1))


def one_hot(maps: Tensor, truth: Tensor) -> Tensor:
    """H2: cross-entropy of the softmax over all cells to the cell that holds the joint; 0 for a joint outside."""
    height, width = maps.shape[-2:]
    column, row = truth[..., 0].floor().long(), truth[..., 1].floor().long()
    inside = (column >= 0) & (column < width) & (row >= 0) & (row < height)
    at = torch.where(inside, row * width + column, torch.zeros_like(row)).unsqueeze(-1)
    entropy = -F.log_softmax(maps.flatten(2), -1).gather(-1, at).squeeze(-1)
    return torch.where(inside, entropy, torch.zeros_like(entropy))


def disc(maps: Tensor, truth: Tensor, radius: float) -> Tensor:
    """H3: mean over the cells of the binary cross-entropy to a disc round the joint."""
    target = (squared_distances(maps, truth) <= radius * radius).to(maps.dtype)
    return F.binary_cross_entropy_with_logits(maps, target, reduction="none").mean((-2, -1))


def distance(decoded: Tensor, truth: Tensor) -> Tensor:
    """L1 distance, in the unit of the coordinates."""
    return (decoded - truth).abs().sum(-1)


def debiased_distance(maps: Tensor, truth: Tensor, beta: float, floor: float = 0.1, pull: float = 1.0) -> Tensor:
    """L1 on the compensated coordinate; see `debiasedIntegralLoss` of the SDK for what is done where mass is missing."""
    height, width = maps.shape[-2:]
    values = beta * maps.flatten(2)
    least = -math.log1p(-floor)
    filled = torch.logsumexp(values, -1, keepdim=True) - math.log(width * height)
    short = (least - filled).relu()
    exact = -torch.expm1(-filled.clamp_min(least))
    mass = exact * torch.exp(-math.log(floor) * short.detach().clamp_max(1))
    middle = torch.tensor([width / 2, height / 2], dtype=maps.dtype)
    raw = mean_under(torch.softmax(values, -1).view_as(maps))
    return distance(middle + (raw - middle) / mass, truth) + pull * short.squeeze(-1)


def prior(maps: Tensor, truth: Tensor, sigma: float, beta: float) -> Tensor:
    """KL divergence from a Gaussian round the truth, normalised over the map, to the softmax of the map."""
    wanted = F.log_softmax(squared_distances(maps, truth).flatten(2) / (-2 * sigma * sigma), -1)
    found = F.log_softmax(beta * maps.flatten(2), -1)
    return (wanted.exp() * (wanted - found)).sum(-1)


def term_of(term: Term, maps: Tensor, truth: Tensor) -> Tensor:
    """One term of a loss, [people, joints], without its factor."""
    kind = term["kind"]
    if kind == "H1":
        return gaussian_mse(maps, truth, term["sigma"])
    if kind == "H2":
        return one_hot(maps, truth)
    if kind == "H3":
        return disc(maps, truth, term["radius"])
    if kind == "dot":
        return dot_mse(maps, truth)
    if kind == "integral":
        return distance(integral(maps, term["beta"]), truth)
    if kind == "debiasedIntegral":
        return debiased_distance(maps, truth, term["beta"], term.get("floor", 0.1), term.get("pull", 1.0))
    if kind == "prior":
        return prior(maps, truth, term["sigma"], term["beta"])
    if kind == "distributionMatching":
        return distribution_matching(maps, truth, term["regularisation"], term["iterations"])
    raise ValueError(f"There is no loss of maps called {kind}.")


def loss_of(terms: List[Term], maps: Tensor, truth: Tensor, weights: Tensor) -> Tensor:
    """The sum of the terms, each with its factor (default 1)."""
    truth = labelled_truth(truth, weights)
    total = torch.zeros((), dtype=maps.dtype)
    for term in terms:
        total = total + term.get("factor", 1.0) * weighted_mean(term_of(term, maps, truth), weights)
    return total
