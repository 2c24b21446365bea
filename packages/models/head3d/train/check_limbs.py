"""Prints the errors of limbs of bodies that are moved as a whole, of which one wrist is moved, and whose labels are missing."""

import json

import torch

from joints import BONES, COCO, JOINTS
from losses import coordinate_loss, limb_loss

WRIST = COCO.index("left_wrist")


def main() -> None:
    torch.manual_seed(1)
    truth = torch.rand(4, JOINTS, 3) * 20
    ones = torch.ones(4, JOINTS)
    moved = truth + torch.tensor([3.0, -2.0, 5.0])
    bent = truth.clone()
    bent[:, WRIST, 2] += 4
    unlabelled = ones.clone()
    unlabelled[:, WRIST] = 0
    print(json.dumps({
        "together": float(limb_loss(moved, truth, ones, ones)),
        "alone": float(coordinate_loss(moved, truth, ones, ones)),
        "bent": float(limb_loss(bent, truth, ones, ones)) * len(BONES),
        "unlabelled": float(limb_loss(bent, truth, ones, unlabelled)),
    }))  # fmt: skip


main()
