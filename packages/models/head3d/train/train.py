"""Trains a head on frozen features. Run by `train-head.ts`; writes one JSON object a line about how it goes.

    train.py SETTINGS.json
"""

import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Dict, Iterator, List, Tuple

import numpy
import torch
from PIL import Image
from torch import Tensor

from data import CROP, Batch, Pictures, make_batch, read_crops, read_people, taught_by
from descents import ALL, AVERAGED, LATE, descent_at, rate_at
from frozen import FrozenNetwork
from head import MAPS, TAPS, Head, channels_of, expectation, folded, unfolded
from joints import BLAZEPOSE_ROWS, COCO
from losses import bone_loss, coordinate_loss, free_of_tilt, limb_loss, prior_loss, score_loss, shape_loss
from measure import flat_errors, position_errors, report
from predict import predict
from two_step import TwoStep
from weights import read_weights

Settings = Dict[str, Any]
BACK = 110
"""Degrees from the front."""
AGAIN_AFTER = 24
"""About so many batches later a batch comes again; they take 0.8 GB."""
NORMED_BY = 24
"""Batches that say how large values are where stored weights are given norms again."""


def tell(**facts: Any) -> None:
    print(json.dumps(facts), flush=True)


def teacher_answers(settings: Settings) -> "numpy.ndarray | None":
    """What the heavy network says about every real crop; kept, because it takes minutes."""
    if not settings["crops"]:
        return None
    kept = os.path.join(settings["cache"], "teacher.npy")
    if os.path.exists(kept):
        return numpy.load(kept)
    network = FrozenNetwork(settings["heavy"], ["landmarks", "world"])
    labels = json.load(open(os.path.join(settings["crops"], "joints.json"), encoding="utf8"))["crops"]
    parts: List[numpy.ndarray] = []
    for at in range(0, len(labels), 16):
        names = [each[0] for each in labels[at : at + 16]]
        images = [numpy.asarray(Image.open(os.path.join(settings["crops"], "images", name)).convert("RGB")) for name in names]
        batch = torch.from_numpy(numpy.stack(images)).permute(0, 3, 1, 2).float() / 255
        parts.append(taught_by(*network(batch)))
        if at % 160 == 0:
            tell(stage="teacher", done=at, total=len(labels))
    answers = numpy.concatenate(parts)
    numpy.save(f"{kept}.partial.npy", answers)
    os.replace(f"{kept}.partial.npy", kept)
    return answers


def turns(source: Pictures, random: numpy.random.RandomState) -> Iterator[int]:
    """Every index once, in a new order each time round; who is seen from the back twice, as left and right are hard to tell there."""
    backs = [at for at, facts in enumerate(source.facts or []) if abs(facts["yaw"]) > BACK]
    indices = numpy.concatenate([numpy.arange(len(source)), numpy.array(backs, int)])
    while True:
        yield from random.permutation(indices)


def batches(parts: "List[Tuple[Pictures, int]]", random: numpy.random.RandomState) -> Iterator[Batch]:
    orders = [turns(source, random) for source, _ in parts]
    while True:
        chosen = [
            (source, numpy.array([next(order) for _ in range(count)])) for (source, count), order in zip(parts, orders)
        ]
        yield make_batch(chosen, random)


def ahead(stream: Iterator[Batch]) -> Iterator[Batch]:
    """The same, each made while the one before it is used."""
    with ThreadPoolExecutor(1) as maker:
        coming = maker.submit(next, stream)
        while True:
            batch = coming.result()
            coming = maker.submit(next, stream)
            yield batch


def echoed(stream: Iterator[Batch], frozen: FrozenNetwork, random: numpy.random.RandomState) -> Iterator[Tuple[Batch, List[Tensor]]]:
    """Each batch with its features, and both once more some steps later: making them takes as long as learning from them.

    Data echoing (Choi et al. 2019).
    """
    kept: List[Tuple[Batch, List[Tensor]]] = []
    for batch in stream:
        fresh = batch, frozen(batch.pictures)
        yield fresh
        kept.append(fresh)
        if len(kept) > AGAIN_AFTER:
            yield kept.pop(random.randint(len(kept)))


@torch.no_grad()
def baseline(folder: str, source: Pictures) -> Dict[str, float]:
    """The network's own landmarks and world landmarks on the same crops."""
    network = FrozenNetwork(folder, ["landmarks", "world"])
    points: List[Tensor] = []
    metres: List[Tensor] = []
    for at in range(0, len(source), 20):
        batch = make_batch([(source, numpy.arange(at, min(at + 20, len(source))))], None)
        landmarks, world = network(batch.pictures)
        points.append(landmarks.view(-1, 39, 5)[:, list(BLAZEPOSE_ROWS), :2])
        metres.append(world.view(-1, 39, 3)[:, list(BLAZEPOSE_ROWS)] * torch.tensor([1.0, -1.0, -1.0]))
    mean, median = flat_errors(torch.cat(points).numpy() / 8, source)
    figures = {"flatMean": mean, "flatMedian": median}
    if source.metres is not None:
        figures.update(position_errors(torch.cat(metres).numpy(), source.metres))
    return figures


def loss_of(settings: Settings, head: Head, features: List[Tensor], batch: Batch, bones: float) -> Tuple[Tensor, Tensor]:
    """Of all, bones counting so much, and of the coordinates alone."""
    *vectors, highest = TwoStep.apply(*head(*features), settings["compensated"])
    found = expectation(vectors)
    truth = free_of_tilt(found, batch.truth, batch.deep)
    coordinates = coordinate_loss(found, truth, batch.flat, batch.deep)
    loss = coordinates + settings["score"] * score_loss(highest, found, batch.truth, batch.seen, batch.known)
    if settings["limbs"] > 0:
        loss = loss + settings["limbs"] * limb_loss(found, truth, batch.flat, batch.deep)
    if settings["shape"] > 0:
        loss = loss + settings["shape"] * shape_loss(found, truth, batch.flat, batch.deep)
    if bones > 0:
        loss = loss + bones * bone_loss(found, truth, batch.flat, batch.deep)
    if settings["prior"] > 0:
        loss = loss + settings["prior"] * prior_loss(vectors, truth, batch.flat, batch.deep, settings["sigma"])
    return loss, coordinates


def main() -> None:
    settings: Settings = json.load(open(sys.argv[1], encoding="utf8"))
    torch.set_num_threads(settings["threads"])
    # Far from a joint the shares are so small that counting with them would be slow.
    torch.set_flush_denormal(True)
    torch.manual_seed(settings["seed"])
    out = settings["out"]
    os.makedirs(out, exist_ok=True)
    teacher = teacher_answers(settings)
    taps = TAPS[settings["backbone"]]
    frozen = FrozenNetwork(settings["frozen"], list(taps.values()))
    parts: "List[Tuple[Pictures, int]]" = []
    checks: Dict[str, Pictures] = {}
    share = settings["share"]
    if settings["crops"]:
        parts.append((read_crops(settings["crops"], False, teacher, settings["teacherDepth"]), share["crops"]))
        checks["real"] = read_crops(settings["crops"], True, teacher, False)
    for theme, count in settings["pictures"].items():
        parts.append((read_people(settings["people"], f"train-{theme}", count), share[theme]))
    for theme, count in settings["check"].items():
        checks[theme] = read_people(settings["people"], f"held-back-{theme}", count)

    with torch.no_grad():
        channels = channels_of(frozen(torch.zeros(1, 3, CROP, CROP)))
    head = Head(channels, normed=True)
    kept = os.path.join(out, "state.pt")
    start, descents = settings["from"], LATE if settings["from"] else ALL
    # What is resumed is read below.
    if start and not os.path.exists(kept):
        some = batches(parts, numpy.random.RandomState(settings["seed"]))
        head.load_state_dict(unfolded(read_weights(start), channels, (frozen(next(some).pictures) for _ in range(NORMED_BY))))
    else:
        head.begin(*frozen.layer(MAPS[settings["backbone"]]))
    slow = Head(channels, normed=True)
    slow.load_state_dict(head.state_dict())
    slow.eval()
    optimiser = torch.optim.Adam(head.parameters(), settings["rate"])
    steps, begun, used = settings["steps"], 0, 0.0
    ends: List[Dict[str, Tensor]] = []
    if os.path.exists(kept):
        state = torch.load(kept)
        head.load_state_dict(state["head"])
        slow.load_state_dict(state["slow"])
        optimiser.load_state_dict(state["optimiser"])
        begun, used, ends = state["step"], state["seconds"], state["ends"]
    # After an interruption the pictures come in another order, so a resumed run is not bit for bit the same.
    random = numpy.random.RandomState(settings["seed"] * 1000 + begun)
    torch.manual_seed(settings["seed"] * 1000 + begun)
    stream = echoed(ahead(batches(parts, random)), frozen, numpy.random.RandomState(settings["seed"]))
    if begun == 0:
        for name, source in checks.items():
            tell(stage="baseline", of=name, **baseline(settings["frozen"], source))
    tell(stage="training", parameters=sum(p.numel() for p in head.parameters()), pictures=sum(len(source) for source, _ in parts), steps=steps, begun=begun)

    def check(step: int, head: Head) -> Dict[str, Dict[str, float]]:
        figures: Dict[str, Dict[str, float]] = {}
        for name, source in checks.items():
            (answers,) = predict(frozen, head, source, [settings["compensated"]])
            figures[name] = report(answers.cells, answers.size, source)
            tell(stage="check", step=step, of=name, **figures[name])
        return figures

    started, since, summed = time.time(), time.time(), 0.0
    losses: List[float] = []
    for step in range(begun, steps):
        batch, features = next(stream)
        rate = rate_at(descents, step, steps, settings["rate"])
        for group in optimiser.param_groups:
            group["lr"] = rate
        descent, _, end = descent_at(descents, step, steps)
        loss, coordinates = loss_of(settings, head, features, batch, descent.bones * settings["bones"])
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(head.parameters(), 5.0)
        optimiser.step()
        # The mean of late weights is steadier than the last ones.
        keep = min(0.998, (step + 1) / (step + 10))
        with torch.no_grad():
            for mean, each in zip(slow.state_dict().values(), head.state_dict().values()):
                if each.is_floating_point():
                    mean.mul_(keep).add_(each, alpha=1 - keep)
        if step + 1 == end:
            ends = [*ends, folded(slow)][-AVERAGED:]
        summed += coordinates.item()
        if (step + 1) % 25 == 0:
            now = time.time()
            losses.append(summed / 25)
            tell(stage="step", done=step + 1, total=steps, loss=losses[-1], secondsPerStep=(now - since) / 25)
            since, summed = now, 0.0
        if (step + 1) % settings["every"] == 0 and step + 1 < steps:
            check(step + 1, slow)
            state = {"head": head.state_dict(), "slow": slow.state_dict(), "optimiser": optimiser.state_dict(), "ends": ends}
            torch.save({**state, "step": step + 1, "seconds": used + time.time() - started}, f"{kept}.partial")
            os.replace(f"{kept}.partial", kept)
            since = time.time()
    mean = {name: torch.stack([each[name] for each in ends]).mean(0) for name in ends[0]}
    numpy.savez(os.path.join(out, "head.npz"), **{name: value.numpy() for name, value in mean.items()})
    trained = Head(channels, normed=False)
    trained.load_state_dict(mean)
    figures = check(steps, trained)
    json.dump(
        {"settings": settings, "figures": figures, "losses": losses, "joints": COCO, "seconds": used + time.time() - started},
        open(os.path.join(out, "result.json"), "w", encoding="utf8"),
    )


main()
