"""Volumetric heatmaps with 3D and 2D labels mixed (IPR section 2.1): the networks, the losses, how coordinates are read.

A volume has DEPTH x SIDE x SIDE cells for each joint. Across, cell i covers [i, i + 1) in units of 64 / SIDE px of the
picture; in depth, of 2 * REACH / DEPTH metres from -REACH (away) to REACH (towards the camera), the hips' middle being
at 0. Coordinates are in cells, in the order x, y, z; the centre of cell i is i + 0.5.

Losses take `flat` and `deep`, [people, joints]: which joints are labelled in x and y, and which in z. As the two-step
loss of `@integral-pose/sdk/train` they are the mean of x and y over `flat` plus the mean of z over `deep`, so that a
batch with few 3D labels still teaches depth.
"""

from typing import Tuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from coordinates import centres
from dataset import JOINTS
from losses import labelled_truth, weighted_mean
from network import convolution

SIDE = 16
DEPTH = 16
REACH = 1.0
METHODS = ("R1", "H2", "I*", "I2")


class Trunk(nn.Module):
    """From a 64 x 64 picture to 32 features in 16 x 16 cells (down to 8 x 8, up again, past a short cut), and 48 in 8 x 8."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 24, 6, 4, 1, bias=False), nn.BatchNorm2d(24), nn.ReLU(inplace=True))
        self.fine = convolution(24, 32)
        self.coarse = nn.Sequential(convolution(32, 48, 2), convolution(48, 48), convolution(48, 48))
        # Not a transposed convolution: in Debian's PyTorch that takes as long as all the rest.
        self.up = nn.Sequential(nn.Upsample(scale_factor=2), convolution(48, 32))

    def forward(self, pictures: Tensor) -> Tuple[Tensor, Tensor]:
        fine = self.fine(self.stem(pictures))
        coarse = self.coarse(fine)
        return fine + self.up(coarse), coarse


class VolumetricNetwork(nn.Module):
    """Answers volumes [people, joints, depth, y, x], before any softmax."""

    def __init__(self) -> None:
        super().__init__()
        self.trunk = Trunk()
        self.head = nn.Conv2d(32, JOINTS * DEPTH, 1)

    def forward(self, pictures: Tensor) -> Tensor:
        features, _ = self.trunk(pictures)
        return self.head(features).view(-1, JOINTS, DEPTH, SIDE, SIDE)


class RegressionNetwork3D(nn.Module):
    """R1: coordinates from pooled features, [people, joints, 3] in cells."""

    def __init__(self) -> None:
        super().__init__()
        self.trunk = Trunk()
        self.head = nn.Linear(48, JOINTS * 3)

    def forward(self, pictures: Tensor) -> Tensor:
        _, coarse = self.trunk(pictures)
        # Answers of about 1 then span what joints do.
        return self.head(coarse.mean((2, 3))).view(-1, JOINTS, 3) * (SIDE / 4) + SIDE / 2


def create(method: str) -> nn.Module:
    return RegressionNetwork3D() if method == "R1" else VolumetricNetwork()


def heat_vectors(volumes: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    """The softmax of volumes, summed to one heat vector an axis (IPR eq. 5): [people, joints, cells] along x, y, z."""
    heat = torch.softmax(volumes.flatten(2), -1).view_as(volumes)
    plane = heat.sum(2)
    return plane.sum(2), plane.sum(3), heat.sum((3, 4))


def two_step_integral(volumes: Tensor) -> Tensor:
    """[people, joints, 3] in cells (IPR eq. 6). In value it is the expectation over the whole volume (IPR eq. 4)."""
    return torch.stack([(v * centres(v.shape[-1], v)).sum(-1) for v in heat_vectors(volumes)], -1)


def both_means(per_axis: Tensor, flat: Tensor, deep: Tensor) -> Tensor:
    """From [people, joints, 3]: the mean of x + y over `flat` plus the mean of z over `deep`."""
    return weighted_mean(per_axis[..., 0] + per_axis[..., 1], flat) + weighted_mean(per_axis[..., 2], deep)


def coordinate_loss(coordinates: Tensor, truth: Tensor, flat: Tensor, deep: Tensor) -> Tensor:
    """L1, cells."""
    known = torch.cat([labelled_truth(truth[..., :2], flat), labelled_truth(truth[..., 2:], deep)], -1)
    return both_means((coordinates - known).abs(), flat, deep)


def cell(truth: Tensor, cells: int) -> Tensor:
    return truth.nan_to_num().floor().clamp(0, cells - 1).long()


def volume_cross_entropy(volumes: Tensor, truth: Tensor, deep: Tensor) -> Tensor:
    """H2 on whole volumes, nats: the joint's cell against all others. A joint without depth has no cell."""
    depth, rows, columns = volumes.shape[2:]
    x, y, z = cell(truth[..., 0], columns), cell(truth[..., 1], rows), cell(truth[..., 2], depth)
    log = F.log_softmax(volumes.flatten(2), -1)
    return weighted_mean(-log.gather(-1, ((z * rows + y) * columns + x).unsqueeze(-1)).squeeze(-1), deep)


def vector_cross_entropy(volumes: Tensor, truth: Tensor, flat: Tensor, deep: Tensor) -> Tensor:
    """H2 in two steps, nats: the joint's cell of each heat vector. A joint without depth teaches x and y."""
    parts = []
    for axis, vector in enumerate(heat_vectors(volumes)):
        at = cell(truth[..., axis], vector.shape[-1])
        parts.append(-vector.clamp(min=1e-12).log().gather(-1, at.unsqueeze(-1)).squeeze(-1))
    return both_means(torch.stack(parts, -1), flat, deep)


def loss_of(method: str, mixed: bool, answer: Tensor, truth: Tensor, flat: Tensor, deep: Tensor) -> Tensor:
    """What a method is trained with. With `mixed` some people have no depth: then heatmaps are taught by heat vectors."""
    if method == "R1":
        return coordinate_loss(answer, truth, flat, deep)
    total = torch.zeros(())
    if method in ("H2", "I2"):
        if mixed:
            total = total + vector_cross_entropy(answer, truth, flat, deep)
        else:
            total = total + volume_cross_entropy(answer, truth, deep)
    if method in ("I*", "I2"):
        total = total + coordinate_loss(two_step_integral(answer), truth, flat, deep)
    return total


def coordinates_of(method: str, mixed: bool, answer: Tensor) -> Tensor:
    """[people, joints, 3] in cells: the middle of the highest cell for H2 (of what was taught), the expectation for I."""
    if method == "R1":
        return answer
    if method != "H2":
        return two_step_integral(answer)
    if mixed:
        return torch.stack([vector.argmax(-1) for vector in heat_vectors(answer)], -1) + 0.5
    rows, columns = answer.shape[3:]
    best = answer.flatten(2).argmax(-1)
    plane = rows * columns
    row = torch.div(best % plane, columns, rounding_mode="floor")
    return torch.stack([best % columns, row, torch.div(best, plane, rounding_mode="floor")], -1) + 0.5


def to_cells(x: Tensor, y: Tensor, z: Tensor) -> Tensor:
    """From px of the 64 px picture and metres."""
    return torch.stack([x * (SIDE / 64), y * (SIDE / 64), (z + REACH) * (DEPTH / (2 * REACH))], -1)


def from_cells(cells: Tensor) -> Tensor:
    """To px of the 64 px picture and metres."""
    x, y, z = cells.unbind(-1)
    return torch.stack([x * (64 / SIDE), y * (64 / SIDE), z * (2 * REACH / DEPTH) - REACH], -1)
