"""Values and gradients of losses, and what decoders answer, for given maps: to be compared with the SDK's.

usage: loss_values.py CASES.json OUT.json

CASES: a list of {"maps" [people][joints][height][width], "truth" [people][joints][2] (null for NaN), "weights"
[people][joints], "terms" (as a job's loss)} or {"maps", "decoder"}. OUT: a list of {"value", "gradient"} or {"points"}.
"""

import json
import sys
from typing import Any, Dict

import torch

from coordinates import decode
from losses import loss_of


def result_of(case: Dict[str, Any]) -> Dict[str, Any]:
    maps = torch.tensor(case["maps"])
    if "decoder" in case:
        return {"points": decode(case["decoder"], maps).tolist()}
    maps.requires_grad_()
    truth = torch.tensor([[[float("nan") if v is None else v for v in at] for at in each] for each in case["truth"]])
    loss = loss_of(case["terms"], maps, truth, torch.tensor(case["weights"]))
    loss.backward()
    return {"value": loss.item(), "gradient": maps.grad.tolist()}


def main() -> None:
    torch.set_num_threads(1)
    with open(sys.argv[1], encoding="utf8") as file:
        cases = json.load(file)
    with open(sys.argv[2], "w", encoding="utf8") as file:
        json.dump([result_of(case) for case in cases], file)


if __name__ == "__main__":
    main()
