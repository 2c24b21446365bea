"""What training makes small. Truth is in cells; `flat` [people, joints] says where x and y are labelled, `deep` where z is."""

from typing import Tuple

import torch
import torch.nn.functional as F
from torch import Tensor

from joints import BONES, HIPS, SHARES

RIGHT = 2.0
"""Cells: a joint so far off is worth exp(-1/2)."""

Vectors = Tuple[Tensor, Tensor, Tensor]


def mean_where(values: Tensor, weights: Tensor) -> Tensor:
    return (values * weights).sum() / weights.sum().clamp(min=1.0)


def free_of_tilt(found: Tensor, truth: Tensor, deep: Tensor) -> Tensor:
    """The truth, leant towards the camera or away from it as far as fits best, where depth is a teacher's.

    A teacher knows which limb is nearer. How the camera is tilted it guesses: BlazePose sees everybody from a little above.
    """
    weights = deep * (deep < 1)
    hips = truth[:, list(HIPS), 1].mean(1, keepdim=True)
    down = truth[..., 1] - hips
    off = found.detach()[..., 2] - truth[..., 2]
    lean = (weights * off * down).sum(1, keepdim=True) / (weights * down**2).sum(1, keepdim=True).clamp(min=1e-3)
    leant = truth.clone()
    leant[..., 2] += (weights > 0) * lean.clamp(-0.5, 0.5) * down
    return leant


def coordinate_loss(found: Tensor, truth: Tensor, flat: Tensor, deep: Tensor) -> Tensor:
    """L1 (IPR eq. 3). x and y apart from z: a picture with 2D labels alone still counts for x and y."""
    off = (found - truth).abs()
    return mean_where(off[..., 0], flat) + mean_where(off[..., 1], flat) + mean_where(off[..., 2], deep)


def prior_loss(vectors: Vectors, truth: Tensor, flat: Tensor, deep: Tensor, sigma: float) -> Tensor:
    """Kullback-Leibler divergence of each heat vector from a Gaussian at the truth."""
    total = truth.new_zeros(())
    for axis, (vector, weights) in enumerate(zip(vectors, (flat, flat, deep))):
        at = torch.arange(vector.shape[2], dtype=vector.dtype) + 0.5
        bell = torch.exp(-((at - truth[..., axis : axis + 1]) ** 2) / (2 * sigma**2))
        bell = bell / bell.sum(2, keepdim=True).clamp(min=1e-6)
        # The vectors of compensated maps may hold exact zeros.
        divergence = (bell * (torch.log(bell + 1e-7) - torch.log(vector + 1e-7))).sum(2)
        total = total + mean_where(divergence, weights)
    return total


def limb_loss(found: Tensor, truth: Tensor, flat: Tensor, deep: Tensor) -> Tensor:
    """L1 of where one end of a bone lies from the other, as in Sun et al. 2017 (compositional pose regression).

    A wrist's depth from the hips goes wrong mostly because the whole body is taken to lean; along the forearm it does not.
    """
    a, b = (list(ends) for ends in zip(*BONES))
    found, truth = (points[:, a] - points[:, b] for points in (found, truth))
    return coordinate_loss(found, truth, flat[:, a] * flat[:, b], deep[:, a] * deep[:, b])


def shape_loss(found: Tensor, truth: Tensor, flat: Tensor, deep: Tensor) -> Tensor:
    """How far joints are off where each body is turned, sized and moved to fit the truth best, as in PA-MPJPE.

    How a whole body is turned and leans is hard to see and most of what goes wrong; beside it, what lies how to what gets little
    notice.
    """
    weights = (flat * deep)[..., None]
    total = weights.sum(1, keepdim=True).clamp(min=1.0)
    a, b = (points - (points * weights).sum(1, keepdim=True) / total for points in (found, truth))
    with torch.no_grad():
        # Kabsch 1976, Umeyama 1991. What fits best is taken as it is: a little beside the best the error hardly changes.
        u, s, v = torch.linalg.svd((a * weights).transpose(1, 2) @ b)
        upright = torch.ones_like(s)
        upright[:, 2] = torch.sign(torch.linalg.det(u @ v))
        size = (s * upright).sum(1) / ((a**2 * weights).sum((1, 2)) + 1e-6)
        turn = size[:, None, None] * (u * upright[:, None]) @ v
    off = torch.linalg.norm(a @ turn - b + 1e-4, dim=2)
    return mean_where(off, weights[..., 0])


def bone_loss(found: Tensor, truth: Tensor, flat: Tensor, deep: Tensor) -> Tensor:
    """L1 of bone lengths: as they are where both ends are exact, else as an average body has them in the size that comes out.

    A depth that could be either of two is best placed between them, which makes bones short; a bone knows its length. Depth
    alone learns from it: x and y are seen.
    """
    a, b = (list(ends) for ends in zip(*BONES))
    shares = found.new_tensor([share for _, share in SHARES])
    depth_only = torch.cat([found[..., :2].detach(), found[..., 2:]], 2)
    lengths, true = (torch.linalg.norm(points[:, a] - points[:, b] + 1e-4, dim=2) for points in (depth_only, truth))
    seen = flat[:, a] * flat[:, b]
    exact = (deep[:, a] >= 1).float() * (deep[:, b] >= 1).float()
    weighed = seen * shares
    size = ((weighed * lengths).sum(1, keepdim=True) / (weighed * shares).sum(1, keepdim=True).clamp(min=1e-6)).detach()
    return mean_where((lengths - torch.lerp(size * shares, true, exact)).abs(), seen)


def score_loss(highest: Tensor, found: Tensor, truth: Tensor, seen: Tensor, known: Tensor) -> Tensor:
    """Makes the sigmoid of the highest logit say how right x and y are to be expected: 1 at the truth, 0 far away.

    So a region that lies wrong scores less than one that lies well, and the tracker can choose.
    """
    off = ((found - truth)[..., :2].detach() ** 2).sum(2)
    right = seen * torch.exp(-off / (2 * RIGHT**2))
    return mean_where(F.binary_cross_entropy_with_logits(highest, right, reduction="none"), known)
