"""Pictures of people and where their joints are, as tensors."""

import json
import os
from typing import Dict, List, Optional, Tuple

import numpy
import torch
from torch import Tensor

SIDE = 64
"""Side of a stored picture, px."""

JOINTS = 17

MIRRORED = [0, 2, 1, 4, 3, 6, 5, 8, 7, 10, 9, 12, 11, 14, 13, 16, 15]
"""The joint (of coco17) on the other side of the body."""


class People:
    """The pictures of a folder, with their joints.

    pictures: uint8 [count, 3, 64, 64]. joints: float32 [count, 17, 2], x and y in px of the stored picture (pixel i
    covers [i, i + 1)). labelled: float32 [count, 17], 1 where the joint lies in the picture, else 0.
    """

    def __init__(self, pictures: Tensor, joints: Tensor, labelled: Tensor, splits: Dict[str, List[int]]) -> None:
        self.pictures = pictures
        self.joints = joints
        self.labelled = labelled
        self.splits = splits

    def indices(self, split: str, most: Optional[int]) -> List[int]:
        """The pictures of a split; with `most`, that many spread evenly over it."""
        every = self.splits[split]
        if most is None or most >= len(every):
            return every
        return [every[(i * len(every)) // most] for i in range(most)]

    def batch(self, indices: List[int], side: int) -> Tuple[Tensor, Tensor, Tensor]:
        """Pictures [n, 3, side, side] in -1..1, joints in px of pictures of 64 x 64, and weights [n, 17]."""
        at = torch.as_tensor(indices)
        pictures = self.pictures[at].float().div_(127.5).sub_(1)
        if side != SIDE:
            pictures = torch.nn.functional.avg_pool2d(pictures, SIDE // side)
        return pictures.contiguous(memory_format=torch.channels_last), self.joints[at], self.labelled[at]


def mirror(pictures: Tensor, joints: Tensor, weights: Tensor, which: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    """The people of a batch that `which` [n] says, seen in a mirror: their left joints are then the right ones."""
    turned = (joints * torch.tensor([-1.0, 1.0]) + torch.tensor([float(SIDE), 0.0]))[:, MIRRORED]
    return (
        torch.where(which[:, None, None, None], pictures.flip(-1), pictures),
        torch.where(which[:, None, None], turned, joints),
        torch.where(which[:, None], weights[:, MIRRORED], weights),
    )


def read_people(folder: str) -> People:
    """Reads `pictures.u8`, `joints.f32` (x, y, z, state; state 0 is not labelled) and `facts.json`."""
    pictures = numpy.fromfile(os.path.join(folder, "pictures.u8"), numpy.uint8).reshape(-1, SIDE, SIDE, 3)
    joints = numpy.fromfile(os.path.join(folder, "joints.f32"), "<f4").reshape(-1, JOINTS, 4)
    with open(os.path.join(folder, "facts.json"), encoding="utf8") as file:
        facts = json.load(file)
    splits: Dict[str, List[int]] = {"train": [], "validation": [], "test": []}
    for i, fact in enumerate(facts):
        splits[fact["split"]].append(i)
    labelled = torch.from_numpy((joints[..., 3] > 0).astype(numpy.float32))
    places = numpy.where(joints[..., 3:] > 0, joints[..., :2], 0).astype(numpy.float32)
    chw = torch.from_numpy(numpy.ascontiguousarray(pictures.transpose(0, 3, 1, 2)))
    return People(chw, torch.from_numpy(places), labelled, splits)


def random_people(seed: int, counts: Dict[str, int]) -> People:
    """Noise with a bright dot of its own colour at every joint: for tests where no pictures are rendered."""
    draw = numpy.random.RandomState(seed)
    count = sum(counts.values())
    joints = draw.uniform(6, SIDE - 6, (count, JOINTS, 2)).astype(numpy.float32)
    colours = numpy.random.RandomState(0).uniform(0, 255, (JOINTS, 3))
    pictures = draw.uniform(0, 60, (count, SIDE, SIDE, 3))
    grid = numpy.arange(SIDE) + 0.5
    for joint in range(JOINTS):
        across = numpy.exp(-((grid[None, :] - joints[:, joint, 0:1]) ** 2) / 8)
        down = numpy.exp(-((grid[None, :] - joints[:, joint, 1:2]) ** 2) / 8)
        spot = (down[:, :, None] * across[:, None, :])[..., None]
        pictures = pictures * (1 - spot) + spot * colours[joint]
    splits: Dict[str, List[int]] = {}
    first = 0
    for split, size in counts.items():
        splits[split] = list(range(first, first + size))
        first += size
    chw = torch.from_numpy(numpy.ascontiguousarray(pictures.astype(numpy.uint8).transpose(0, 3, 1, 2)))
    return People(chw, torch.from_numpy(joints), torch.ones(count, JOINTS), splits)
