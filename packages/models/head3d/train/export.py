"""Writes a trained head: half-precision numbers in TensorFlow's order of dimensions, what they are, and what was measured.

    export.py SETTINGS.json   (of the training; writes OUT/head.bin and OUT/head.json)
"""

import json
import os
import sys
from typing import Any, Dict, List

import numpy
import torch

from calibrate import calibrate
from data import CROP, read_people, together
from frozen import FrozenNetwork
from head import TAPS, Head, expectation
from predict import predict
from two_step import TwoStep


def arranged(name: str, value: numpy.ndarray) -> numpy.ndarray:
    """OIHW to HWIO, of depthwise filters C1HW to HWC1; a dense layer's rows are its inputs."""
    if value.ndim == 4:
        return value.transpose(2, 3, 0, 1) if "across" in name else value.transpose(2, 3, 1, 0)
    return value.T if value.ndim == 2 else value


def pattern() -> torch.Tensor:
    """A picture that every language makes alike: waves."""
    y, x = torch.meshgrid(torch.arange(CROP).double(), torch.arange(CROP).double(), indexing="ij")
    return torch.stack([0.5 + 0.5 * torch.sin(0.05 * (c + 1) * x + 0.03 * y) for c in range(3)]).float()[None]


@torch.no_grad()
def main() -> None:
    settings: Dict[str, Any] = json.load(open(sys.argv[1], encoding="utf8"))
    out = settings["out"]
    state = {name: value.astype("<f2") for name, value in numpy.load(os.path.join(out, "head.npz")).items()}
    tensors: List[Dict[str, Any]] = []
    with open(os.path.join(out, "head.bin"), "wb") as file:
        for name, value in state.items():
            stored = numpy.ascontiguousarray(arranged(name, value))
            file.write(stored.tobytes())
            tensors.append({"name": name, "shape": list(stored.shape)})

    frozen = FrozenNetwork(settings["frozen"], list(TAPS[settings["backbone"]].values()))
    features = frozen(pattern())
    head = Head(tuple(each.shape[1] for each in features[:4]) + (int(numpy.prod(features[4].shape[1:])),))
    head.load_state_dict({name: torch.from_numpy(value.astype(numpy.float32)) for name, value in state.items()})
    *vectors, highest = TwoStep.apply(*head(*features), settings["compensated"])
    check = {
        # On `pattern`, with the weights as they are stored: what another run time has to answer.
        "cells": expectation(vectors)[0].tolist(),
        "highest": highest[0].tolist(),
    }
    checked = together(*(read_people(settings["people"], f"held-back-{each}", settings["check"]) for each in ("daily", "sport")))
    sure = predict(frozen, head, checked, settings["compensated"])
    measured = calibrate(sure, checked)
    with open(os.path.join(out, "head.json"), "w", encoding="utf8") as file:
        json.dump({"tensors": tensors, "measured": measured, "check": check}, file)


main()
