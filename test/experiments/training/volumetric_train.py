"""Trains one network on 3D labels, or on 3D and 2D labels mixed, and writes where it sees the joints of other pictures.

usage: volumetric_train.py JOB.json OUT.f32

JOB is a `VolumetricJob` (volumetric-jobs.ts) with `people`, the folder of the pictures. OUT: little endian float32,
[tested, 17, 3], x and y in px of the picture, z in metres. Standard output: a line of JSON after every tenth of the
steps, {"step", "loss"}.
"""

import json
import math
import os
import sys
from typing import Any, Callable, Dict, Iterator, List, Tuple

import numpy
import torch
from torch import Tensor, nn

from dataset import JOINTS, read_people
from train import end_with_parent
from volumetric import SIDE, coordinates_of, create, from_cells, loss_of, to_cells

Job = Dict[str, Any]

# Each joint's counterpart in a mirror, in the order of coco17.
MIRRORED = [0, 2, 1, 4, 3, 6, 5, 8, 7, 10, 9, 12, 11, 14, 13, 16, 15]


class DeepPeople:
    """Pictures of people with all three coordinates, in cells."""

    def __init__(self, folder: str) -> None:
        self.people = read_people(folder)
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


def train(job: Job, people: DeepPeople, report: Callable[[Dict[str, Any]], None]) -> nn.Module:
    """The same job gives the same network."""
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
    """[tested, joints, 3]: px, px, metres."""
    network.eval()
    parts = []
    with torch.no_grad():
        for first in range(0, len(job["test"]), 64):
            pictures, _, _ = people.batch(job["test"][first : first + 64])
            parts.append(from_cells(coordinates_of(job["method"], job["mixed"], network(pictures))))
    return torch.cat(parts).numpy().astype("<f4")


def main() -> None:
    end_with_parent()
    torch.set_num_threads(1)
    with open(sys.argv[1], encoding="utf8") as file:
        job: Job = json.load(file)
    people = DeepPeople(job["people"])
    network = train(job, people, lambda line: print(json.dumps(line), flush=True))
    locate(job, people, network).tofile(sys.argv[2])


if __name__ == "__main__":
    main()
