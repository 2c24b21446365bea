"""Distribution matching: what it costs to carry a heatmap to the dot annotation (Qu et al. 2022)."""

from typing import Any, Tuple

import torch
from torch import Tensor

LEAST_PEAK = 1e-3
"""A map that is nowhere higher supplies its softmax: there is nothing to normalise."""

LEAST_REGULARISATION = 0.02
"""Below this the kernel has zeros in single precision; the SDK's form in logarithms goes on, at ten times the cost."""


def suppliers_of(planes: Tensor) -> Tensor:
    """Maps as densities: relu, divided by the sum. planes: [problems, cells]."""
    positive = planes.relu()
    live = positive.max(-1, keepdim=True).values > LEAST_PEAK
    mass = positive.sum(-1, keepdim=True)
    shares = positive / torch.where(live, mass, torch.ones_like(mass))
    return torch.where(live, shares, planes.softmax(-1))


def demanders_of(truth: Tensor) -> Tuple[Tensor, Tensor]:
    """The four cells round each joint: indices [problems, 4, 2], x then y, and bilinear weights [problems, 4]."""
    first = (truth - 0.5).floor()
    past = truth - 0.5 - first
    corners = torch.tensor([[0, 0], [1, 0], [0, 1], [1, 1]], dtype=truth.dtype)
    shares = (1 - corners - past.unsqueeze(1)).abs()
    return first.unsqueeze(1) + corners, shares.prod(-1)


def distances(width: int, height: int, demanders: Tensor) -> Tensor:
    """Euclidean, from every demander to every cell, [4, problems, cells]."""
    x = (torch.arange(width, dtype=demanders.dtype) - demanders[..., 0:1]) ** 2
    y = (torch.arange(height, dtype=demanders.dtype) - demanders[..., 1:2]) ** 2
    return (y.unsqueeze(-1) + x.unsqueeze(-2)).flatten(2).sqrt().transpose(0, 1).contiguous()


class Sinkhorn(torch.autograd.Function):
    """The dual value of entropic transport; its gradient in the suppliers is their dual variable.

    As `sinkhorn` of the SDK, with exponentials in place of logarithms: each supplier's cheapest demander is free, so
    that none of a row underflows while neighbours are compared, which the four demanders are.
    """

    @staticmethod
    def forward(
        context: Any, suppliers: Tensor, demanders: Tensor, cost: Tensor, epsilon: float, iterations: int
    ) -> Tensor:
        cheapest = cost.min(0).values
        kernel = torch.exp((cheapest - cost) / epsilon)
        wanted = demanders.t().unsqueeze(-1)
        scaled = wanted
        for _ in range(iterations):
            ratio = suppliers / (kernel * scaled).sum(0)
            scaled = wanted / (kernel * ratio).sum(-1, keepdim=True)
        a = cheapest - epsilon * (kernel * scaled).sum(0).log()
        b = torch.where(wanted > 0, (scaled / wanted).log(), torch.zeros_like(wanted)) * epsilon
        context.save_for_backward(a)
        return (a * suppliers).sum(-1) + (b * wanted).sum((0, 2))

    @staticmethod
    def backward(context: Any, *gradients: Tensor) -> Any:
        (a,) = context.saved_tensors
        return gradients[0].unsqueeze(-1) * a, None, None, None, None


def distribution_matching(maps: Tensor, truth: Tensor, regularisation: float, iterations: int) -> Tensor:
    """[people, joints], cells."""
    if regularisation < LEAST_REGULARISATION:
        raise ValueError(f"The regularisation must be at least {LEAST_REGULARISATION} cells here.")
    people, joints, height, width = maps.shape
    demanders, weights = demanders_of(truth.reshape(-1, 2))
    cost = distances(width, height, demanders)
    value = Sinkhorn.apply(
        suppliers_of(maps.reshape(people * joints, -1)), weights, cost, regularisation, iterations
    )
    return value.view(people, joints)
