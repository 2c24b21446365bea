"""A volume's heat vectors (IPR eq. 5) as one operation: what autograd keeps for each step by itself is too much to move."""

from typing import Any, Tuple

import torch
from torch import Tensor

from head import DEPTH, SIDE
from joints import JOINTS

LEAST_MASS = 1e-3


class TwoStep(torch.autograd.Function):
    """The three kinds of evidence that `Head` answers, added, to Vx, Vy, Vz [people, JOINTS, cells] and the highest logit [people, JOINTS].

    The weights are the softmax, or compensated (Gu et al. 2021, with the sigmoid's background of 0): exp(10 s) - 1 of
    probabilities s, as shares of their sum.
    """

    @staticmethod
    def forward(ctx: Any, answer: Tensor, plane: Tensor, depth: Tensor, compensated: bool) -> Tuple[Tensor, Tensor, Tensor, Tensor]:  # type: ignore[override]
        people = answer.shape[0]
        flat = plane.permute(0, 2, 3, 1)[:, :, :, None]
        cells = (flat + depth[:, None, None]).contiguous()
        # In place, here and below: moving half a million numbers a person is what takes the time.
        cells += answer.permute(0, 2, 3, 1).reshape(cells.shape)
        cells = cells.view(people, -1, JOINTS)
        highest, where = cells.max(1)
        if compensated:
            chance = torch.sigmoid(cells)
            raised = torch.expm1(10.0 * chance)
            slope = 10.0 * chance * (1 - chance) * (raised + 1)
        else:
            raised = cells.sub_(highest[:, None]).exp_()
            slope = raised
        volume = raised.view(people, SIDE, SIDE, DEPTH, JOINTS)
        flat = volume.sum(3)
        x, y, z = flat.sum(1), flat.sum(2), volume.sum((1, 2))
        mass = z.sum(1, keepdim=True).clamp(min=LEAST_MASS)
        vx, vy, vz = (each.div(mass).transpose(1, 2) for each in (x, y, z))
        ctx.save_for_backward(slope, mass, where, vx, vy, vz)
        return vx, vy, vz, highest

    @staticmethod
    def backward(ctx: Any, gx: Tensor, gy: Tensor, gz: Tensor, high: Tensor) -> Tuple[Tensor, Tensor, Tensor, None]:  # type: ignore[override]
        slope, mass, where, vx, vy, vz = ctx.saved_tensors
        people = slope.shape[0]
        # What a share gains by is what it leads to, less what all shares lead to on average.
        mean = (vx * gx).sum(2) + (vy * gy).sum(2) + (vz * gz).sum(2)
        right, down, near = (each.transpose(1, 2).contiguous() / mass for each in (gx, gy, gz))
        plane = down[:, :, None] + (right - mean[:, None] / mass)[:, None]
        gradient = plane[:, :, :, None] + near[:, None, None]
        gradient = gradient.view(people, -1, JOINTS).mul_(slope)
        gradient.scatter_add_(1, where[:, None], high[:, None])
        volume = gradient.view(people, SIDE, SIDE, DEPTH, JOINTS)
        answer = gradient.view(people, SIDE, SIDE, DEPTH * JOINTS).permute(0, 3, 1, 2)
        return answer, volume.sum(3).permute(0, 3, 1, 2), volume.sum((1, 2)), None
