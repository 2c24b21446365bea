"""Values and gradients of the losses on volumes, for given ones: to be compared with the SDK's.

usage: volumetric_values.py CASES.json OUT.json

CASES: a list of {"method", "mixed", "volumes" [people][joints][depth][y][x], "truth" [people][joints][3] (null for NaN),
"flat", "deep" [people][joints]}. OUT: a list of {"value", "gradient", "coordinates" [people][joints][3]}.
"""

import json
import sys
from typing import Any, Dict

import torch

from volumetric import coordinates_of, loss_of


def result_of(case: Dict[str, Any]) -> Dict[str, Any]:
    volumes = torch.tensor(case["volumes"], requires_grad=True)
    truth = torch.tensor([[[float("nan") if v is None else v for v in at] for at in each] for each in case["truth"]])
    flat, deep = torch.tensor(case["flat"]), torch.tensor(case["deep"])
    loss = loss_of(case["method"], case["mixed"], volumes, truth, flat, deep)
    loss.backward()
    coordinates = coordinates_of(case["method"], case["mixed"], volumes.detach())
    return {"value": loss.item(), "gradient": volumes.grad.tolist(), "coordinates": coordinates.tolist()}


def main() -> None:
    torch.set_num_threads(1)
    with open(sys.argv[1], encoding="utf8") as file:
        cases = json.load(file)
    with open(sys.argv[2], "w", encoding="utf8") as file:
        json.dump([result_of(case) for case in cases], file)


if __name__ == "__main__":
    main()
