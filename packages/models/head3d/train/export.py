"""Writes a trained head: half-precision numbers in TensorFlow's order of dimensions, what they are, and what was measured.

    export.py SETTINGS.json   (of the training; writes OUT/head.bin and OUT/head.json)
"""

import json
import os
import sys
from typing import Any, Dict

import numpy
import torch

from calibrate import calibrate
from data import CROP, read_people, together
from frozen import FrozenNetwork
from head import TAPS, Head, channels_of, expectation
from measure import report
from predict import predict
from stretch import Stretch, planes
from two_step import TwoStep
from weights import softened, write_weights

DEPTH, TURN, LEAN = 1.06, 1.15, 1.25
"""How much longer depths are taken to be than they come out; how much further bodies then turn, and lean away from what is usual.

Depths of people in usual poses are then 0.85 as large as they are (model card).
"""
USUAL = ("daily", "easy")
"""Themes of people who stand and move as people mostly do."""


DECODERS = {"twoStepIntegral": False, "debiasedTwoStepIntegral": True}
"""The SDK's decoders of volumes, and whether they take the background out of the weights."""


def pattern() -> torch.Tensor:
    """A picture that every language makes alike: waves."""
    y, x = torch.meshgrid(torch.arange(CROP).double(), torch.arange(CROP).double(), indexing="ij")
    return torch.stack([0.5 + 0.5 * torch.sin(0.05 * (c + 1) * x + 0.03 * y) for c in range(3)]).float()[None]


@torch.no_grad()
def main() -> None:
    settings: Dict[str, Any] = json.load(open(sys.argv[1], encoding="utf8"))
    out = settings["out"]
    state = softened(dict(numpy.load(os.path.join(out, "head.npz"))))
    tensors = write_weights(os.path.join(out, "head.bin"), state)

    frozen = FrozenNetwork(settings["frozen"], list(TAPS[settings["backbone"]].values()))
    features = frozen(pattern())
    head = Head(channels_of(features), normed=False)
    head.load_state_dict({name: torch.from_numpy(value.astype(numpy.float32)) for name, value in state.items()})
    *vectors, highest = TwoStep.apply(*head(*features), settings["compensated"])
    check = {
        # On `pattern`, with the weights as they are stored: what another run time has to answer.
        "cells": expectation(vectors)[0].tolist(),
        "highest": highest[0].tolist(),
    }
    sets = {theme: read_people(settings["people"], f"held-back-{theme}", count) for theme, count in settings["check"].items()}
    checked = together(list(sets.values()))
    by_decoder = dict(zip(DECODERS, predict(frozen, head, checked, list(DECODERS.values()))))
    usual = next(name for name, compensated in DECODERS.items() if compensated == settings["compensated"])
    answers = by_decoder[usual]
    leans = numpy.concatenate([planes(sets[theme].joints)[:, 1] for theme in USUAL if theme in sets])
    # Who leans as people mostly do stays as they are, although depths are longer now.
    usual_lean = float(leans.mean())
    still = usual_lean * (1 - DEPTH * LEAN) / (1 - LEAN) if LEAN != 1 else usual_lean
    stretch = Stretch(DEPTH, TURN, LEAN, round(still, 3))
    measured = calibrate(by_decoder, usual, checked, stretch)
    ends = numpy.cumsum([len(each) for each in sets.values()])[:-1]
    parts = (numpy.split(each, ends) for each in (answers.cells, answers.size))
    for (theme, source), cells, size in zip(sets.items(), *parts):
        print(json.dumps({"stage": "exported", "of": theme, **report(cells, size, source, stretch)}), flush=True)
    with open(os.path.join(out, "head.json"), "w", encoding="utf8") as file:
        json.dump({"tensors": tensors, "measured": measured, "check": check}, file)


main()
