"""Compares a head that is being trained with the same one folded; prints how far their answers are apart, and how large they are."""

import json

import torch

from head import Head, channels_of, folded

SHAPES = [(32, 64, 64), (32, 32, 32), (32, 16, 16), (576, 8, 8), (192, 2, 2), (117,), (24, 32, 32), (56, 16, 16), (192, 4, 4)]
"""Of lite's taps."""


def features() -> "list[torch.Tensor]":
    return [torch.randn(3, *shape) for shape in SHAPES]


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
    given = features()
    pairs = list(zip(head(*given), plain(*given)))
    print(json.dumps({
        "off": max(float((a - b).abs().max() / a.abs().max()) for a, b in pairs),
        "spread": min(float(a.std()) for a, _ in pairs),
    }))  # fmt: skip


main()
