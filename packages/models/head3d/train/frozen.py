"""The part of a converted BlazePose that stays as it is: a tfjs GraphModel, run in PyTorch."""

import base64
import json
import os
from typing import Any, Dict, List, Sequence, Tuple

import numpy
import torch
import torch.nn.functional as F
from torch import Tensor

Node = Dict[str, Any]
NUMPY = {"float32": numpy.float32, "int32": numpy.int32}


def read_weights(folder: str, graph: Dict[str, Any]) -> Dict[str, numpy.ndarray]:
    """Constants by name; half-precision ones widened."""
    constants: Dict[str, numpy.ndarray] = {}
    for group in graph["weightsManifest"]:
        data = b"".join(open(os.path.join(folder, path), "rb").read() for path in group["paths"])
        at = 0
        for spec in group["weights"]:
            half = spec.get("quantization", {}).get("dtype") == "float16"
            kind = numpy.float16 if half else NUMPY[spec["dtype"]]
            count = int(numpy.prod(spec["shape"], dtype=numpy.int64))
            values = numpy.frombuffer(data, kind, count, at).reshape(spec["shape"])
            at += values.nbytes
            constants[spec["name"]] = values.astype(NUMPY[spec["dtype"]])
    return constants


def text(node: Node, name: str) -> str:
    return base64.b64decode(node["attr"][name]["s"]).decode()


def numbers(node: Node, name: str) -> List[int]:
    return [int(each) for each in node["attr"][name]["list"]["i"]]


def same_padding(x: Tensor, kernel: Sequence[int], stride: Sequence[int]) -> List[int]:
    """TensorFlow's SAME, as `F.pad` takes it: what cannot be shared equally goes to the right and below."""
    amounts: List[int] = []
    for side, size, step in zip(reversed(x.shape[2:]), reversed(list(kernel)), reversed(list(stride))):
        total = max((-(-side // step) - 1) * step + size - side, 0)
        amounts += [total // 2, total - total // 2]
    return amounts


class FrozenNetwork:
    """Computes named nodes of a graph from pictures [people, 3, height, width] in 0..1; maps come as [people, c, y, x]."""

    def __init__(self, folder: str, wanted: Sequence[str]) -> None:
        graph = json.load(open(os.path.join(folder, "model.json"), encoding="utf8"))
        nodes = {node["name"]: node for node in graph["modelTopology"]["node"]}
        constants = read_weights(folder, graph)
        needed = set(wanted)
        order: List[Node] = []
        for node in reversed(graph["modelTopology"]["node"]):
            if node["name"] in needed and node["op"] != "Const":
                needed.update(node.get("input", []))
                order.insert(0, node)
        self.order = order
        self.nodes = nodes
        self.wanted = list(wanted)
        self.constants = constants
        self.filters: Dict[str, Tensor] = {}
        for node in order:
            if "Conv2" in node["op"] or "Conv2d" in node["op"]:
                values = torch.from_numpy(constants[node["input"][1]])
                # HWIO to OIHW; of depthwise filters HWC1 to C1HW.
                depthwise = "Depthwise" in node["op"]
                arranged = values.permute(2, 3, 0, 1) if depthwise else values.permute(3, 2, 0, 1)
                self.filters[node["name"]] = arranged.contiguous(memory_format=torch.channels_last)
        uses: Dict[str, int] = {}
        for at, node in enumerate(order):
            for name in node.get("input", []):
                uses[name] = at
        self.last_use = uses
        assert all(name in nodes for name in wanted), "the graph lacks a wanted node"

    def layer(self, name: str) -> Tuple[Tensor, Tensor]:
        """Filters [out, in, y, x] and bias of a convolution, whether it is wanted or not."""
        node = self.nodes[name]
        return (
            torch.from_numpy(self.constants[node["input"][1]]).permute(3, 2, 0, 1),
            torch.from_numpy(self.constants[node["input"][2]]),
        )

    @torch.no_grad()
    def __call__(self, pictures: Tensor) -> List[Tensor]:
        values: Dict[str, Tensor] = {}
        for at, node in enumerate(self.order):
            name = node["name"]
            if node["op"] == "Placeholder":
                values[name] = pictures.contiguous(memory_format=torch.channels_last)
            else:
                values[name] = self.run(node, values)
            for used in node.get("input", []):
                if self.last_use[used] == at and used in values and used not in self.wanted:
                    del values[used]
        return [values[name] for name in self.wanted]

    def run(self, node: Node, values: Dict[str, Tensor]) -> Tensor:
        op, name, given = node["op"], node["name"], node["input"]
        x = values[given[0]]
        if op in ("_FusedConv2D", "FusedDepthwiseConv2dNative"):
            weight = self.filters[name]
            _, step_y, step_x, _ = numbers(node, "strides")
            amounts = [0, 0, 0, 0]
            if text(node, "padding") == "EXPLICIT":
                _, _, top, bottom, left, right, _, _ = numbers(node, "explicit_paddings")
                amounts = [left, right, top, bottom]
            elif text(node, "padding") == "SAME":
                amounts = same_padding(x, weight.shape[2:], (step_y, step_x))
            left, right, top, bottom = amounts
            # A padded copy takes as long as the convolution: only where the sides differ.
            around = (top, left) if (top, left) == (bottom, right) else (0, 0)
            if around == (0, 0) and any(amounts):
                x = F.pad(x, amounts)
            bias = torch.from_numpy(self.constants[given[2]])
            groups = weight.shape[0] if "Depthwise" in op else 1
            made = F.conv2d(x, weight, bias, (step_y, step_x), around, groups=groups)
            after = [base64.b64decode(each).decode() for each in node["attr"]["fused_ops"]["list"]["s"]][1:]
            return made.clamp_(0, 6) if after == ["Relu6"] else made.clamp_(min=0) if after == ["Relu"] else made
        if op == "AddV2":
            other = values[given[1]] if given[1] in values else torch.from_numpy(self.constants[given[1]])
            return x + other
        if op == "Relu6":
            return x.clamp(0, 6)
        if op == "Relu":
            return x.clamp(min=0)
        if op == "Sigmoid":
            return torch.sigmoid(x)
        if op == "Identity":
            return x
        if op == "MaxPool":
            kernel, stride = numbers(node, "ksize")[1:3], numbers(node, "strides")[1:3]
            amounts = same_padding(x, kernel, stride) if text(node, "padding") == "SAME" else [0, 0, 0, 0]
            return F.max_pool2d(F.pad(x, amounts, value=-1e30), kernel, stride)
        if op == "ResizeBilinear":
            size = [int(each) for each in self.constants[given[1]]]
            aligned = node["attr"]["align_corners"]["b"]
            return F.interpolate(x, size=size, mode="bilinear", align_corners=aligned)
        if op == "Pad":
            _, (top, bottom), (left, right), (front, back) = self.constants[given[1]].tolist()
            return F.pad(x, (left, right, top, bottom, front, back))
        if op == "Reshape":
            shape = [int(each) for each in self.constants[given[1]]]
            arranged = x.permute(0, 2, 3, 1) if x.dim() == 4 else x
            return arranged.reshape([x.shape[0]] + shape[1:])
        raise NotImplementedError(op)
