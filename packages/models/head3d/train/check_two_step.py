"""Compares `TwoStep` with the same in plain PyTorch, whose gradients nobody wrote by hand; prints the worst differences."""

import json

import torch

from head import DEPTH, SIDE
from joints import JOINTS
from two_step import TwoStep


def plainly(answer: torch.Tensor, plane: torch.Tensor, depth: torch.Tensor, compensated: bool) -> "list[torch.Tensor]":
    volumes = answer.view(-1, DEPTH, JOINTS, SIDE, SIDE) + plane[:, None] + depth[..., None, None]
    volumes = volumes.transpose(1, 2)
    cells = volumes.flatten(2)
    if compensated:
        raised = torch.expm1(10 * torch.sigmoid(cells))
        weights = raised / raised.sum(2, keepdim=True)
    else:
        weights = torch.softmax(cells, 2)
    weights = weights.view(volumes.shape)
    flat = weights.sum(2)
    return [flat.sum(2), flat.sum(3), weights.sum((3, 4)), cells.max(2)[0]]


def main() -> None:
    torch.manual_seed(1)
    given = [torch.randn(2, DEPTH * JOINTS, SIDE, SIDE), torch.randn(2, JOINTS, SIDE, SIDE), torch.randn(2, DEPTH, JOINTS)]
    wanted = [torch.randn(2, JOINTS, 32) for _ in range(3)] + [torch.randn(2, JOINTS)]
    worst = {"value": 0.0, "gradient": 0.0, "largest": 0.0}
    for compensated in (False, True):
        results = []
        for compute in (TwoStep.apply, plainly):
            inputs = [each.clone().requires_grad_() for each in given]
            made = compute(*inputs, compensated)
            sum((value * weight).sum() for value, weight in zip(made, wanted)).backward()
            results.append((made, [each.grad for each in inputs]))
        (ours, own), (theirs, auto) = results
        worst["value"] = max([worst["value"]] + [float((a - b).abs().max()) for a, b in zip(ours, theirs)])
        worst["gradient"] = max([worst["gradient"]] + [float((a - b).abs().max()) for a, b in zip(own, auto)])
        worst["largest"] = max([worst["largest"]] + [float(each.abs().max()) for each in auto])
    print(json.dumps(worst))


main()
