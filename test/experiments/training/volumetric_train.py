"""How a `VolumetricJob` (volumetric-jobs.ts) becomes a trained network, and where that network sees joints in 3D."""

import math
import os
from typing import Any, Callable, Dict, Iterator, List, Tuple

import numpy
import torch
from torch import Tensor, nn

from dataset import JOINTS, MIRRORED, People
from volumetric import SIDE, coordinates_of, create, from_cells, loss_of, to_cells

Job = Dict[str, Any]


class DeepPeople:
    """Pictures of people with all three coordinates, in cells."""

    def __init__(self, people: People, folder: str) -> None:
        """`folder` is where `people` were read from."""
        self.people = people
        joints = torch.from_numpy(numpy.fromfile(os.path.join(folder, "joints.f32"), "<f4").reshape(-1, JOINTS, 4))
        self.truth = to_cells(joints[..., 0], joints[..., 1], joints[..., 2])

    def batch(self, indices: List[int]) -> Tuple[Tensor, Tensor, Tensor]:
        """Pictures, truth [n, joints, 3] and which joints are labelled [n, joints]."""
        pictures, _, labelled = self.people.batch(indices, 64)
        return pictures, self.truth[torch.as_tensor(indices)], labelled


def mirror(pictures: Tensor, truth: Tensor, labelled: Tensor, which: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    """The given people seen in a mirror: left becomes right."""
    turned = truth[:, MIRRORED].clone()
    turned[..., 0] = SIDE - turned[..., 0]
    swap = which.view(-1, 1)
    return (
        torch.where(which.view(-1, 1, 1, 1), pictures.flip(3), pictures),
        torch.where(swap.unsqueeze(-1), turned, truth),
        torch.where(swap, labelled[:, MIRRORED], labelled),
    )


def again_and_again(draw: numpy.random.RandomState, indices: List[int]) -> Iterator[int]:
    """All of them in one order, then in another."""
    while True:
        yield from draw.permutation(indices).tolist()


def train_volumes(job: Job, people: DeepPeople, report: Callable[[Dict[str, Any]], None]) -> nn.Module:
    """The same job gives the same network. Tells {"step", "loss"} ten times."""
    torch.manual_seed(job["seed"])
    draw = numpy.random.RandomState(job["seed"])
    network = create(job["method"])
    optimiser = torch.optim.Adam(network.parameters(), lr=job["rate"])
    with_depth = again_and_again(draw, job["deep"])
    without = again_and_again(draw, job["flat"])
    steps, size = job["steps"], job["batch"]
    # As in the paper: half of a mixed batch are 2D samples.
    deep_count = size // 2 if job["mixed"] else size
    for step in range(steps):
        chosen = [next(with_depth) for _ in range(deep_count)] + [next(without) for _ in range(size - deep_count)]
        which = torch.from_numpy(draw.rand(size) < 0.5)
        pictures, truth, flat = mirror(*people.batch(chosen), which)
        deep = flat.clone()
        deep[deep_count:] = 0
        for group in optimiser.param_groups:
            group["lr"] = job["rate"] * 0.5 * (1 + math.cos(math.pi * step / steps))
        loss = loss_of(job["method"], job["mixed"], network(pictures), truth, flat, deep)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        if (step + 1) * 10 // steps > step * 10 // steps:
            report({"step": step + 1, "loss": loss.item()})
    return network


def locate(job: Job, people: DeepPeople, network: nn.Module) -> numpy.ndarray:
    """[tested, joints, 3]: x and y in px of the picture, z in metres."""
    network.eval()
    parts = []
    with torch.no_grad():
        for first in range(0, len(job["test"]), 64):
            pictures, _, _ = people.batch(job["test"][first : first + 64])
            parts.append(from_cells(coordinates_of(job["method"], job["mixed"], network(pictures))))
    return torch.cat(parts).numpy().astype("<f4")
