"""One small network for all losses: an encoder, then up again past short cuts, as far as the maps ask for."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from dataset import JOINTS

WIDTHS = (12, 16, 24, 32)
"""Channels at 1/2, 1/4, 1/8 and 1/16 of the input."""


def convolution(given: int, made: int, stride: int = 1) -> nn.Sequential:
    """3 x 3, batch norm, ReLU."""
    return nn.Sequential(
        nn.Conv2d(given, made, 3, stride, 1, bias=False), nn.BatchNorm2d(made), nn.ReLU(inplace=True)
    )


def up(features: Tensor) -> Tensor:
    return F.interpolate(features, scale_factor=2.0, mode="nearest")


class Encoder(nn.Module):
    """Pictures to features at 1/2, 1/4, 1/8 and 1/16."""

    def __init__(self) -> None:
        super().__init__()
        a, b, c, d = WIDTHS
        self.by2 = convolution(3, a, 2)
        self.by4 = convolution(a, b, 2)
        self.by8 = nn.Sequential(convolution(b, c, 2), convolution(c, c))
        self.by16 = nn.Sequential(convolution(c, d, 2), convolution(d, d))

    def forward(self, pictures: Tensor) -> "tuple[Tensor, Tensor, Tensor, Tensor]":
        half = self.by2(pictures)
        quarter = self.by4(half)
        eighth = self.by8(quarter)
        return half, quarter, eighth, self.by16(eighth)


class HeatmapNetwork(nn.Module):
    """[n, 3, s, s] to maps [n, joints, s / stride, s / stride], stride 2 or 4; no activation at the end."""

    def __init__(self, stride: int, background: float = 0.0) -> None:
        """background: what the maps of the untrained network are, everywhere."""
        super().__init__()
        if stride not in (2, 4):
            raise ValueError(f"The maps have a half or a quarter of the input's side, not 1/{stride}.")
        a, b, c, d = WIDTHS
        self.encoder = Encoder()
        self.up_eighth = convolution(d + c, c)
        self.up_quarter = convolution(c + b, c)
        if stride == 2:
            # Half of the cost of a step lies here; thinned out before it is spread over four times the cells.
            self.thin = nn.Conv2d(c, a, 1)
            self.up_half = convolution(a + a, 16)
        self.stride = stride
        self.head = nn.Conv2d(16 if stride == 2 else c, JOINTS, 1)
        nn.init.normal_(self.head.weight, std=1e-3)
        nn.init.constant_(self.head.bias, background)

    def forward(self, pictures: Tensor) -> Tensor:
        half, quarter, eighth, sixteenth = self.encoder(pictures)
        features = self.up_eighth(torch.cat([up(sixteenth), eighth], 1))
        features = self.up_quarter(torch.cat([up(features), quarter], 1))
        if self.stride == 2:
            features = self.up_half(torch.cat([up(self.thin(features)), half], 1))
        return self.head(features)


class RegressionNetwork(nn.Module):
    """R1: the same encoder, features pooled over the picture, and coordinates from them, [n, joints, 2].

    A coordinate is a share of the picture's side: 0 the left or upper border, 1 the other one.
    """

    FEATURES = 96

    def __init__(self) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.wide = convolution(WIDTHS[-1], self.FEATURES)
        self.joints = nn.Linear(self.FEATURES, JOINTS * 2)
        nn.init.normal_(self.joints.weight, std=1e-3)
        nn.init.constant_(self.joints.bias, 0.5)

    def forward(self, pictures: Tensor) -> Tensor:
        pooled = self.wide(self.encoder(pictures)[-1]).mean((2, 3))
        return self.joints(pooled).view(-1, JOINTS, 2)
