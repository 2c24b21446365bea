"""Prints what the error of shape makes of bodies that are turned, sized and moved, of mirrored ones, of others, and of missing labels."""

import json

import numpy
import torch

from joints import COCO, JOINTS
from losses import shape_loss
from measure import aligned

WRIST = COCO.index("left_wrist")


def main() -> None:
    torch.manual_seed(1)
    truth = torch.rand(4, JOINTS, 3) * 20
    ones = torch.ones(4, JOINTS)
    turn = torch.linalg.qr(torch.randn(3, 3))[0]
    turn = turn * torch.sign(torch.linalg.det(turn))
    other = (truth + torch.randn(4, JOINTS, 3)).requires_grad_()
    bent = truth.clone()
    bent[:, WRIST, 2] += 4
    unlabelled = ones.clone()
    unlabelled[:, WRIST] = 0
    error = shape_loss(other, truth, ones, ones)
    (gradient,) = torch.autograd.grad(error, other)
    better = shape_loss(other - 10 * gradient, truth, ones, ones)
    fit = aligned(other.detach().double().numpy(), truth.double().numpy())
    print(json.dumps({
        "moved": float(shape_loss(1.3 * truth @ turn + 5, truth, ones, ones)),
        "mirrored": float(shape_loss(truth * torch.tensor([-1.0, 1.0, 1.0]), truth, ones, ones)),
        "other": float(error),
        "asMeasured": float(numpy.linalg.norm(fit - truth.numpy(), axis=2).mean()),
        "better": float(better),
        "bent": float(shape_loss(bent, truth, ones, ones)),
        "unlabelled": float(shape_loss(bent, truth, ones, unlabelled)),
    }))  # fmt: skip


main()
