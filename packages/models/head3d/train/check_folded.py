"""Compares a head that is being trained with the same one folded, and that one with norms again; reads the stored weights and writes them.

Prints how far their answers are apart, how large they are, and whether the file comes out the same.
"""

import json
import os
import tempfile

import torch

from head import Head, channels_of, folded, unfolded
from weights import read_weights, softened, write_weights

SHAPES = [(32, 64, 64), (32, 32, 32), (32, 16, 16), (576, 8, 8), (192, 2, 2), (117,), (24, 32, 32), (56, 16, 16), (192, 4, 4)]
"""Of lite's taps."""


def features() -> "list[torch.Tensor]":
    return [torch.randn(3, *shape) for shape in SHAPES]


STORED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "weights")


def comes_out_the_same() -> bool:
    state = softened({name: value.numpy() for name, value in read_weights(STORED).items()})
    with tempfile.TemporaryDirectory() as folder:
        written = os.path.join(folder, "head.bin")
        write_weights(written, state)
        return open(written, "rb").read() == open(os.path.join(STORED, "lite.bin"), "rb").read()


@torch.no_grad()
def main() -> None:
    torch.manual_seed(1)
    channels = channels_of(features())
    head = Head(channels, normed=True)
    for name, value in head.named_parameters():
        if "norm" in name:
            value.uniform_(0.5, 1.5)
    for _ in range(5):
        head(*features())
    head.eval()
    plain = Head(channels, normed=False)
    plain.load_state_dict(folded(head))
    again = Head(channels, normed=True)
    again.load_state_dict(unfolded(folded(head), channels, [features() for _ in range(5)]))
    again.eval()
    norms = [module for module in again.modules() if isinstance(module, torch.nn.modules.batchnorm._BatchNorm)]
    given = features()
    pairs = list(zip(head(*given), plain(*given)))
    back = list(zip(again(*given), plain(*given)))
    print(json.dumps({
        "off": max(float((a - b).abs().max() / a.abs().max()) for a, b in pairs),
        "again": max(float((a - b).abs().max() / b.abs().max()) for a, b in back),
        "narrowest": min(float(norm.running_var.min()) for norm in norms),
        "same": comes_out_the_same(),
        "spread": min(float(a.std()) for a, _ in pairs),
    }))  # fmt: skip


main()
