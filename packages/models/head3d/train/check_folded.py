"""Compares a head that is being trained with the same one folded; prints how far their answers are apart, and how large they are."""

import json

import torch

from head import Head, folded

# As lite's taps have them.
CHANNELS = [32, 32, 32, 576, 4 * 192, 117, 24, 56, 192]
SIDES = [64, 32, 16, 8, 2, None, 32, 16, 4]


def features() -> "list[torch.Tensor]":
    sizes = [(3, count) if side is None else (3, count // 4 if side == 2 else count, side, side) for count, side in zip(CHANNELS, SIDES)]
    return [torch.randn(size) for size in sizes]


@torch.no_grad()
def main() -> None:
    torch.manual_seed(1)
    head = Head(CHANNELS, normed=True)
    for name, value in head.named_parameters():
        if "norm" in name:
            value.uniform_(0.5, 1.5)
    for _ in range(5):
        head(*features())
    head.eval()
    plain = Head(CHANNELS, normed=False)
    plain.load_state_dict(folded(head))
    given = features()
    pairs = list(zip(head(*given), plain(*given)))
    print(json.dumps({
        "off": max(float((a - b).abs().max() / a.abs().max()) for a, b in pairs),
        "spread": min(float(a.std()) for a, _ in pairs),
    }))  # fmt: skip


main()
