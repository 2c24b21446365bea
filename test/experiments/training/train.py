"""How a job (`TrainingJob`, training-job.ts) becomes a trained network."""

import math
from typing import Any, Callable, Dict, Iterator, List, Optional, Tuple

import numpy
import torch
from torch import Tensor, nn

from coordinates import decode
from dataset import SIDE, People, mirror
from losses import distance, loss_of, weighted_mean
from network import HeatmapNetwork, RegressionNetwork

Job = Dict[str, Any]


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


def batch_loss(
    job: Job, epoch: int, network: nn.Module, people: People, indices: List[int], mirrored: Optional[Tensor]
) -> Tensor:
    pictures, joints, weights = people.batch(indices, job["input"])
    if mirrored is not None:
        pictures, joints, weights = mirror(pictures, joints, weights, mirrored)
    answer = network(pictures)
    if job["map"] is None:
        return weighted_mean(distance(answer * SIDE, joints), weights)
    terms = [term for term in job["loss"] if epoch < term.get("epochs", math.inf)]
    return loss_of(terms, answer, joints * (job["map"] / SIDE), weights)


def endless(chosen: List[int], order: numpy.random.RandomState) -> Iterator[int]:
    """All pictures in a new order, again and again."""
    while True:
        for i in order.permutation(len(chosen)):
            yield chosen[i]


def train(job: Job, people: People, report: Callable[[Dict[str, Any]], None]) -> Tuple[nn.Module, List[Dict[str, Any]]]:
    """The trained network and its learning curve: {"epoch", "loss", "error"} of every epoch, 0 before any training.

    The same job gives the same network. The seed decides about the initial weights and the order of the pictures. `loss`
    is the mean over the epoch (None for 0), `error` the mean end-point error on the validation pictures, px.
    """
    torch.manual_seed(job["seed"])
    network = create_network(job).to(memory_format=torch.channels_last)
    order = numpy.random.RandomState(job["seed"])
    optimiser = torch.optim.Adam(network.parameters(), lr=job["rate"])
    chosen = people.indices("train", job["trainingPictures"])
    stream = endless(chosen, order)
    batches = max(1, (job["epochPictures"] or len(chosen)) // job["batch"])
    steps = batches * job["epochs"]
    curve: List[Dict[str, Any]] = []

    def record(epoch: int, loss: Optional[float]) -> None:
        curve.append({"epoch": epoch, "loss": loss, "error": validation_error(job, network, people)})
        report(curve[-1])

    record(0, None)
    for epoch in range(job["epochs"]):
        total = 0.0
        for at in range(batches):
            step = epoch * batches + at
            for group in optimiser.param_groups:
                group["lr"] = job["rate"] * 0.5 * (1 + math.cos(math.pi * step / steps))
            some = [next(stream) for _ in range(job["batch"])]
            mirrored = torch.from_numpy(order.rand(len(some)) < 0.5) if job["flips"] else None
            loss = batch_loss(job, epoch, network, people, some, mirrored)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            optimiser.step()
            total += loss.item()
        record(epoch + 1, total / batches)
    return network, curve
