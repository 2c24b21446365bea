"""The file of a head's weights: numbers in half precision in TensorFlow's order of dimensions, as `lite.json` beside them lists them."""

import json
import os
from typing import Any, Dict, List, Tuple

import numpy
import torch
from torch import Tensor

SOFTER = {"out": 0.78, "maps_across": 0.85}
"""What the own layers and the flat maps say counts for so much less in the file than training would have it.

Training sees our people only and grows too sure of itself: softer, people drawn by others are found better, and ours no worse to speak
of (model card).
"""


def softer(name: str) -> float:
    return SOFTER.get(name.rsplit(".", 1)[0], 1.0)


def softened(trained: Dict[str, numpy.ndarray]) -> Dict[str, numpy.ndarray]:
    """As the file has them: softer, in half precision."""
    return {name: (value * softer(name)).astype("<f2") for name, value in trained.items()}


def order(name: str, dimensions: int) -> Tuple[int, ...]:
    """Of the file's dimensions: OIHW becomes HWIO, of depthwise filters C1HW becomes HWC1; a dense layer's rows are its inputs."""
    if dimensions == 4:
        return (2, 3, 0, 1) if "across" in name else (2, 3, 1, 0)
    return tuple(reversed(range(dimensions)))


def write_weights(file: str, state: Dict[str, numpy.ndarray]) -> List[Dict[str, Any]]:
    """Of `softened` weights. Returns names and shapes, in the file's order."""
    tensors = []
    with open(file, "wb") as out:
        for name, value in state.items():
            arranged = value.transpose(order(name, value.ndim))
            out.write(arranged.tobytes())
            tensors.append({"name": name, "shape": list(arranged.shape)})
    return tensors


def read_weights(folder: str) -> Dict[str, Tensor]:
    """Of `lite.bin` and `lite.json` in the folder, as they were trained: not softened."""
    tensors = json.load(open(os.path.join(folder, "lite.json"), encoding="utf8"))["tensors"]
    numbers = numpy.fromfile(os.path.join(folder, "lite.bin"), "<f2")
    ends = numpy.cumsum([int(numpy.prod(each["shape"])) for each in tensors])
    if ends[-1] != len(numbers):
        raise ValueError(f"{folder}: lite.bin has {len(numbers)} numbers, lite.json lists {ends[-1]}.")
    state = {}
    for each, part in zip(tensors, numpy.split(numbers, ends[:-1])):
        name = each["name"]
        value = part.reshape(each["shape"]).transpose(numpy.argsort(order(name, len(each["shape"]))))
        state[name] = torch.from_numpy(numpy.ascontiguousarray(value, numpy.float32) / softer(name))
    return state
