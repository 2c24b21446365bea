"""Writes what a trained network answers.

usage: predict.py JOB.json WEIGHTS.pt PICTURES.json OUT.f32

PICTURES: indices into the set. OUT: little endian float32, the maps as [pictures, height, width, joints], or for R1 the
coordinates as [pictures, joints, 2] in px of the 64 x 64 picture.
"""

import json
import sys

import torch

from dataset import SIDE
from train import create_network, end_with_parent, open_people


def main() -> None:
    end_with_parent()
    torch.set_num_threads(1)
    with open(sys.argv[1], encoding="utf8") as file:
        job = json.load(file)
    with open(sys.argv[3], encoding="utf8") as file:
        chosen = json.load(file)
    people = open_people(job)
    network = create_network(job)
    network.load_state_dict(torch.load(sys.argv[2]))
    network.to(memory_format=torch.channels_last).eval()
    with open(sys.argv[4], "wb") as out, torch.no_grad():
        for first in range(0, len(chosen), 64):
            answer = network(people.batch(chosen[first : first + 64], job["input"])[0])
            answer = answer * SIDE if job["map"] is None else answer.permute(0, 2, 3, 1)
            out.write(answer.contiguous().numpy().astype("<f4").tobytes())


if __name__ == "__main__":
    main()
