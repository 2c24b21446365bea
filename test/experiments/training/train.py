"""Trains one network as a job says.

usage: train.py JOB.json FOLDER

JOB is a `TrainingJob` (jobs.ts) with `people`, the folder of the pictures, or null for random ones. FOLDER gets
`weights.pt` and, last, `run.json`: {"curve": [{"epoch", "loss", "error"}], "parameters", "seconds"}, where epoch 0 is
before any training, `loss` is the mean over the epoch and `error` the mean end-point error on the validation pictures
in px of the 64 x 64 picture. Standard output: a line of JSON after every epoch.
"""

import json
import math
import os
import sys
import threading
import time
from typing import Any, Callable, Dict, List, Optional, Tuple

import numpy
import torch
from torch import Tensor, nn

from coordinates import decode
from dataset import SIDE, People, random_people, read_people
from losses import distance, loss_of, weighted_mean
from network import HeatmapNetwork, RegressionNetwork

Job = Dict[str, Any]


def end_with_parent() -> None:
    """Ends this process when the one that started it, and holds the other end of standard input, is gone."""

    def watch() -> None:
        while os.read(0, 1024):
            pass
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def open_people(job: Job) -> People:
    if job["people"] is None:
        return random_people(1, {"train": 128, "validation": 32, "test": 32})
    return read_people(job["people"])


def create_network(job: Job) -> nn.Module:
    if job["map"] is None:
        return RegressionNetwork()
    return HeatmapNetwork(job["input"] // job["map"], background_of(job))


def background_of(job: Job) -> float:
    """What an empty map is: 0, but for H3 the logit of how rare positive cells are. Its loss starts at a plateau else."""
    for term in job["loss"]:
        if term["kind"] == "H3":
            share = math.pi * term["radius"] ** 2 / job["map"] ** 2
            return math.log(share / (1 - share))
    return 0.0


def coordinates_of(job: Job, answer: Tensor) -> Tensor:
    """The network's answer as px of the 64 x 64 picture."""
    if job["map"] is None:
        return answer * SIDE
    return decode(job["decoder"], answer) * (SIDE / job["map"])


def validation_error(job: Job, network: nn.Module, people: People) -> float:
    """Mean end-point error over all labelled joints, px."""
    network.eval()
    sums = numpy.zeros(2)
    chosen = people.indices("validation", job["validationPictures"])
    with torch.no_grad():
        for first in range(0, len(chosen), 64):
            pictures, joints, weights = people.batch(chosen[first : first + 64], job["input"])
            errors = (coordinates_of(job, network(pictures)) - joints).norm(dim=-1)
            sums += [(errors * weights).sum().item(), weights.sum().item()]
    network.train()
    return float(sums[0] / sums[1])


def batch_loss(job: Job, epoch: int, network: nn.Module, people: People, indices: List[int]) -> Tensor:
    pictures, joints, weights = people.batch(indices, job["input"])
    answer = network(pictures)
    if job["map"] is None:
        return weighted_mean(distance(answer * SIDE, joints), weights)
    terms = [term for term in job["loss"] if epoch < term.get("epochs", math.inf)]
    return loss_of(terms, answer, joints * (job["map"] / SIDE), weights)


def train(job: Job, report: Callable[[Dict[str, Any]], None]) -> Tuple[nn.Module, List[Dict[str, Any]]]:
    """The same job gives the same network. The seed decides about the initial weights and the order of the pictures."""
    people = open_people(job)
    torch.manual_seed(job["seed"])
    network = create_network(job).to(memory_format=torch.channels_last)
    order = numpy.random.RandomState(job["seed"])
    optimiser = torch.optim.Adam(network.parameters(), lr=job["rate"])
    chosen = people.indices("train", job["trainingPictures"])
    batches = max(1, len(chosen) // job["batch"])
    steps = batches * job["epochs"]
    curve: List[Dict[str, Any]] = []

    def record(epoch: int, loss: Optional[float]) -> None:
        curve.append({"epoch": epoch, "loss": loss, "error": validation_error(job, network, people)})
        report(curve[-1])

    record(0, None)
    for epoch in range(job["epochs"]):
        shuffled = [chosen[i] for i in order.permutation(len(chosen))]
        total = 0.0
        for at in range(batches):
            step = epoch * batches + at
            for group in optimiser.param_groups:
                group["lr"] = job["rate"] * 0.5 * (1 + math.cos(math.pi * step / steps))
            loss = batch_loss(job, epoch, network, people, shuffled[at * job["batch"] : (at + 1) * job["batch"]])
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            optimiser.step()
            total += loss.item()
        record(epoch + 1, total / batches)
    return network, curve


def main() -> None:
    end_with_parent()
    torch.set_num_threads(1)
    with open(sys.argv[1], encoding="utf8") as file:
        job: Job = json.load(file)
    folder = sys.argv[2]
    started = time.process_time()
    network, curve = train(job, lambda line: print(json.dumps(line), flush=True))
    torch.save(network.state_dict(), os.path.join(folder, "weights.pt"))
    parameters = sum(each.numel() for each in network.parameters())
    seconds = round(time.process_time() - started, 2)
    with open(os.path.join(folder, "run.json"), "w", encoding="utf8") as file:
        json.dump({"curve": curve, "parameters": parameters, "seconds": seconds}, file)


if __name__ == "__main__":
    main()
