"""The head: frozen BlazePose features to a volume for each joint, and what is read from it (Sun et al. 2018, section 2.1).

Logits of a cell are the sum of three kinds of evidence: what the head's own layers say of (x, y, z), what flat maps say of
(x, y), beginning as the frozen network's own heatmaps, and how far z is from where the frozen network's world landmarks,
amended, have it.
So training begins where BlazePose is, and each part is trusted as far as it helps.

A volume has DEPTH x SIDE x SIDE cells. Cell i covers [i, i + 1), 8 px of the crop wide in all three directions; in
depth the middle of the hips is at ROOT, and depth grows towards the camera. Coordinates are in cells, in the order
x, y, z.
"""

from typing import Dict, Iterable, List, Tuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from joints import BLAZEPOSE_ROWS, JOINTS

SIDE = 32
DEPTH = 32
ROOT = DEPTH / 2
CELL = 8.0
"""Crop px."""
WORLD = 39 * 3
"""Numbers of the frozen network's world landmarks: x, y, z in metres, z away from the camera."""
METRE = 130 / CELL
"""Cells per metre in a usual crop, to begin with."""

MAPS = {"lite": "t283"}
"""The node that makes the frozen network's heatmaps from `wide`."""
TAPS: Dict[str, Dict[str, str]] = {
    # Names of graph nodes. `wide` is 64 x 64, then 32, 16, 8; `encoded32` and `encoded16` are as large but from the way down,
    # where more is kept than comes back up; `pooled` is what the landmarks are read from, 2 x 2, `encoded4` before it, 4 x 4.
    "lite": {
        "wide": "t264", "half": "t262", "quarter": "t260", "eighth": "t256", "pooled": "t308", "world": "world",
        "encoded32": "t211", "encoded16": "t236", "encoded4": "t295",
    },
}

POOLED = list(TAPS["lite"]).index("pooled")
WORLD_TAP = list(TAPS["lite"]).index("world")


def channels_of(features: List[Tensor]) -> List[int]:
    """How many numbers a cell of each tap has; of `pooled`, which is read as a whole, how many there are."""
    return [each[0].numel() if at == POOLED else each.shape[1] for at, each in enumerate(features)]


class Block(nn.Module):
    """What neighbours say, then what channels say; added to what was known."""

    def __init__(self, channels: int, normed: bool) -> None:
        super().__init__()
        self.across = nn.Conv2d(channels, channels, 3, 1, 1, groups=channels)
        self.along = nn.Conv2d(channels, channels, 1)
        self.norm = nn.BatchNorm2d(channels) if normed else nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(x + self.norm(self.along(self.across(x))))


def twice(x: Tensor) -> Tensor:
    return F.interpolate(x, scale_factor=2.0, mode="bilinear", align_corners=False)


class Head(nn.Module):
    """From the taps to [people, DEPTH * JOINTS, SIDE, SIDE], logits; channel = depth cell * JOINTS + joint."""

    def __init__(self, channels: List[int], normed: bool, widths: Tuple[int, int, int, int] = (256, 128, 80, 36)) -> None:
        """`channels` as `channels_of` gives them, of the taps in their order; `normed` to train it, not when it is `folded`."""
        super().__init__()
        wide, half, quarter, eighth, pooled, _, encoded32, encoded16, encoded4 = channels
        body, a, b, c = widths
        self.whole = nn.Linear(pooled, body)
        self.whole_out = nn.Linear(body, a)
        # Layers of few cells cost little time: that is where this head is deep.
        self.tap_eighth = nn.Conv2d(eighth, a, 1)
        self.tap_encoded4 = nn.Conv2d(encoded4, a, 1)
        self.blocks8 = nn.Sequential(*(Block(a, normed) for _ in range(4)))
        self.down16 = nn.Conv2d(a, b, 1)
        self.tap_quarter = nn.Conv2d(quarter, b, 1)
        self.tap_encoded16 = nn.Conv2d(encoded16, b, 1)
        self.blocks16 = nn.Sequential(*(Block(b, normed) for _ in range(2)))
        self.down32 = nn.Conv2d(b, c, 1)
        self.tap_half = nn.Conv2d(half, c, 1)
        self.tap_encoded32 = nn.Conv2d(encoded32, c, 1)
        self.blocks32 = nn.Sequential(Block(c, normed))
        self.out = nn.Conv2d(c, JOINTS * DEPTH, 1)
        for name, norm in (("whole", nn.BatchNorm1d(body)), ("8", nn.BatchNorm2d(a)), ("16", nn.BatchNorm2d(b)), ("32", nn.BatchNorm2d(c))):
            self.add_module(f"norm_{name}", norm if normed else nn.Identity())
        nn.init.normal_(self.out.weight, std=0.02)
        nn.init.constant_(self.out.bias, 0.0)

        # The other two kinds of evidence; `begin` gives them their values.
        self.maps = nn.Conv2d(wide, JOINTS, 1)
        self.maps_across = nn.Conv2d(JOINTS, JOINTS, 3, 2, 0, groups=JOINTS)
        self.place = nn.Linear(WORLD, JOINTS)
        # Cells per metre differ: a crouching body fills the crop as a standing one does.
        self.zoom = nn.Linear(body, 1)
        # What the frozen network gets wrong of depth in a picture like this one: how the camera is tilted, say.
        self.amend = nn.Linear(body, JOINTS)
        # Where the frozen network is good it is better than what little training teaches; where it is lost, it misleads.
        self.trust = nn.Linear(body, JOINTS)

    def begin(self, filters: Tensor, bias: Tensor) -> None:
        """Starts as the frozen network answers: `filters` [39, wide, 1, 1] and `bias` are those of its heatmaps."""
        rows = list(BLAZEPOSE_ROWS)
        with torch.no_grad():
            self.maps.weight.copy_(filters[rows])
            self.maps.bias.copy_(bias[rows])
            # Cell i of the heatmaps means 4 i px: the middle of cell j here is at 2 j + 1, which is where the window is.
            hat = torch.tensor([1.0, 2.0, 1.0])
            self.maps_across.weight.copy_((2 * hat[:, None] * hat / 16).expand(JOINTS, 1, 3, 3))
            self.maps_across.bias.zero_()
            self.place.weight.zero_()
            for joint, row in enumerate(rows):
                self.place.weight[joint, 3 * row + 2] = -METRE
            self.place.bias.zero_()
            self.zoom.weight.zero_()
            self.zoom.bias.zero_()
            self.amend.weight.zero_()
            self.amend.bias.fill_(ROOT)
            self.trust.weight.zero_()
            self.trust.bias.fill_(-3.0)

    def forward(self, *features: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
        """Also `plane` [people, JOINTS, SIDE, SIDE] and `depth` [people, DEPTH, JOINTS], to be added where they vary."""
        wide, half, quarter, eighth, pooled, world, encoded32, encoded16, encoded4 = features
        # In the order of the graph: rows, columns, channels.
        flat = pooled.permute(0, 2, 3, 1).reshape(pooled.shape[0], -1)
        whole = F.relu(self.norm_whole(self.whole(flat)))
        body = self.whole_out(whole)
        x = self.tap_eighth(eighth) + twice(self.tap_encoded4(encoded4)) + body[:, :, None, None]
        x = self.blocks8(F.relu(self.norm_8(x)))
        x = twice(self.down16(x)) + self.tap_quarter(quarter) + self.tap_encoded16(encoded16)
        x = self.blocks16(F.relu(self.norm_16(x)))
        x = twice(self.down32(x)) + self.tap_half(half) + self.tap_encoded32(encoded32)
        x = self.blocks32(F.relu(self.norm_32(x)))
        # TensorFlow pads an even side for a step of two on the right and below only.
        plane = self.maps_across(F.pad(self.maps(wide), (0, 1, 0, 1)))
        at = torch.arange(DEPTH, dtype=wide.dtype) + 0.5
        trust = F.softplus(self.trust(whole))
        place = torch.exp(self.zoom(whole)) * self.place(world) + self.amend(whole)
        depth = -trust[:, None] * (at[:, None] - place[:, None]) ** 2
        return self.out(x), plane, depth


def folded(head: Head) -> Dict[str, Tensor]:
    """The weights of a head without norms that answers the same: each norm's scale and shift go into the layers before it."""
    state = {name: value.clone() for name, value in head.state_dict().items() if "norm" not in name}
    before = {
        "norm_whole": ["whole"],
        "norm_8": ["tap_eighth", "tap_encoded4", "whole_out"],
        "norm_16": ["down16", "tap_quarter", "tap_encoded16"],
        "norm_32": ["down32", "tap_half", "tap_encoded32"],
    }
    for name, norm in head.named_modules():
        if not isinstance(norm, (nn.BatchNorm1d, nn.BatchNorm2d)):
            continue
        layers = before.get(name) or [name.replace("norm", "along")]
        scale = norm.weight.detach() / torch.sqrt(norm.running_var + norm.eps)
        for layer in layers:
            weight = state[f"{layer}.weight"]
            state[f"{layer}.weight"] = weight * scale.view(-1, *[1] * (weight.dim() - 1))
            state[f"{layer}.bias"] = state[f"{layer}.bias"] * scale
        state[f"{layers[0]}.bias"] += norm.bias.detach() - norm.running_mean * scale
    return state


def unfolded(state: Dict[str, Tensor], channels: List[int], features: Iterable[List[Tensor]]) -> Dict[str, Tensor]:
    """The other way: the state of a head with norms that answers the same on `features`, and is trained as one that always had them."""
    plain = Head(channels, normed=False)
    plain.load_state_dict(state)
    seen: Dict[str, List[Tuple[Tensor, Tensor]]] = {}
    for name, module in plain.named_modules():
        if isinstance(module, nn.Identity):
            seen[name] = []

            def note(_module: nn.Module, given: Tuple[Tensor], _made: Tensor, parts: List[Tuple[Tensor, Tensor]] = seen[name]) -> None:
                by_channel = given[0].transpose(0, 1).flatten(1)
                parts.append((by_channel.mean(1), (by_channel**2).mean(1)))

            module.register_forward_hook(note)
    with torch.no_grad():
        for each in features:
            plain(*each)
    head = Head(channels, normed=True)
    made = head.state_dict()
    made.update(state)
    for name, parts in seen.items():
        mean, square = (torch.stack(each).mean(0) for each in zip(*parts))
        variance = (square - mean**2).clamp(min=0)
        norm = head.get_submodule(name)
        assert isinstance(norm, (nn.BatchNorm1d, nn.BatchNorm2d))
        made[f"{name}.weight"] = torch.sqrt(variance + norm.eps)
        made[f"{name}.bias"] = mean
        made[f"{name}.running_mean"] = mean.clone()
        made[f"{name}.running_var"] = variance
    return made


def expectation(vectors: Tuple[Tensor, Tensor, Tensor]) -> Tensor:
    """[people, JOINTS, 3], cells (eq. 6)."""
    return torch.stack(
        [(v * (torch.arange(v.shape[2], dtype=v.dtype) + 0.5)).sum(2) for v in vectors],
        2,
    )


def variance(vectors: Tuple[Tensor, Tensor, Tensor]) -> Tensor:
    """[people, JOINTS, 3], cells squared: the extent of the vectors."""
    spread: List[Tensor] = []
    for v in vectors:
        at = torch.arange(v.shape[2], dtype=v.dtype) + 0.5
        mean = (v * at).sum(2, keepdim=True)
        spread.append((v * (at - mean) ** 2).sum(2))
    return torch.stack(spread, 2)
