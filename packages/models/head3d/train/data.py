"""Pictures with joints: synthetic people with exact x, y and z, and real crops with x and y."""

import glob
import json
import os
from dataclasses import dataclass
from typing import Dict, List, Optional, Tuple

import numpy
import torch
import torch.nn.functional as F
from PIL import Image, ImageOps
from torch import Tensor

from head import CELL, ROOT
from joints import BLAZEPOSE_ROWS, JOINTS, MIRRORED

CROP = 256
MARGIN = 1.125
COLUMNS = 7
ASTRAY = 0.08
"""The share of crops that lie wrong."""
LSP = (16, 14, 12, 11, 13, 15, 10, 8, 6, 5, 7, 9)
"""Which joint each of the crops' first twelve labels is."""


@dataclass
class Pictures:
    """`joints` [n, 17, 3]: x, y and depth from the hips, px of the picture. The crop is in the middle, `crop` px wide."""

    pictures: "List[numpy.ndarray]"
    joints: numpy.ndarray
    flat: numpy.ndarray
    deep: numpy.ndarray
    crop: float
    metres: Optional[numpy.ndarray] = None
    facts: Optional[List[Dict[str, object]]] = None

    def __len__(self) -> int:
        return len(self.pictures)


def read_people(folder: str, part: str, limit: int) -> Pictures:
    """What `render-people.ts` wrote; `part` is split and theme, as in "train-daily"."""
    files = glob.glob(os.path.join(folder, f"{part}-*.json"))
    shards = sorted(int(os.path.basename(file)[len(part) + 1 : -5]) for file in files)
    pictures: List[numpy.ndarray] = []
    tables: List[numpy.ndarray] = []
    facts: List[Dict[str, object]] = []
    side = int(CROP * MARGIN)
    for shard in shards:
        if len(facts) >= limit:
            break
        name = os.path.join(folder, f"{part}-{shard}")
        facts += json.load(open(f"{name}.json", encoding="utf8"))
        # Mapped, not read: the system keeps what is used, and lets go of it when it has to.
        pictures += list(numpy.memmap(f"{name}.u8", numpy.uint8, "r").reshape(-1, side, side, 3))
        tables.append(numpy.fromfile(f"{name}.f32", numpy.float32).reshape(-1, JOINTS, COLUMNS))
    table = numpy.concatenate(tables)[:limit]
    ones = numpy.ones(table.shape[:2], numpy.float32)
    return Pictures(pictures[:limit], table[..., :3].copy(), ones, ones, CROP, table[..., 3:6].copy(), facts[:limit])


def together(parts: List[Pictures]) -> Pictures:
    """Parts of the synthetic pictures as one."""
    tables = [numpy.concatenate([getattr(part, name) for part in parts]) for name in ("joints", "flat", "deep", "metres")]
    pictures = [picture for part in parts for picture in part.pictures]
    return Pictures(pictures, tables[0], tables[1], tables[2], parts[0].crop, tables[3])


def read_crops(folder: str, held_back: bool, teacher: Optional[numpy.ndarray], depth: float) -> Pictures:
    """The real crops; every tenth is held back. `teacher` [n, 17, 4] is x, y, z in px and a presence, of all crops.

    Labels that the teacher contradicts by more than half a torso do not count, where it agrees the truth is taken to be halfway;
    the face, which has no labels, is the teacher's; so is the depth, which counts `depth` times as much as an exact one.
    """
    labels = json.load(open(os.path.join(folder, "joints.json"), encoding="utf8"))["crops"]
    chosen = [index for index in range(len(labels)) if (index % 10 == 9) == held_back]
    pictures = [numpy.asarray(Image.open(os.path.join(folder, "images", labels[i][0])).convert("RGB")) for i in chosen]
    joints = numpy.zeros((len(chosen), JOINTS, 3), numpy.float32)
    flat = numpy.zeros((len(chosen), JOINTS), numpy.float32)
    deep = numpy.zeros_like(flat)
    for row, index in enumerate(chosen):
        for joint, (x, y, seen) in zip(LSP, labels[index][1:13]):
            joints[row, joint, :2] = x, y
            flat[row, joint] = float(seen > 0)
    if teacher is not None:
        taught = teacher[chosen]
        torso = numpy.linalg.norm(joints[:, 5, :2] - joints[:, 12, :2], axis=1).clip(8)
        off = numpy.linalg.norm(taught[..., :2] - joints[..., :2], axis=2)
        flat *= off < 0.5 * torso[:, None]
        sure = taught[..., 3] > 0.5
        agreed = ((flat > 0) & sure)[..., None]
        joints[..., :2] = numpy.where(agreed, (joints[..., :2] + taught[..., :2]) / 2, joints[..., :2])
        face = slice(0, 5)
        joints[:, face, :2] = taught[:, face, :2]
        flat[:, face] = 0.5 * sure[:, face]
        joints[..., 2] = taught[..., 2]
        deep = depth * (sure & ((flat > 0) | (numpy.arange(JOINTS) < 5))).astype(numpy.float32)
    return Pictures(pictures, joints, flat, deep, CROP)


def taught_by(landmarks: Tensor, world: Tensor) -> numpy.ndarray:
    """[n, 17, 4] of a BlazePose's own answers: x, y, z in crop px and a presence."""
    points = landmarks.view(-1, 39, 5)[:, BLAZEPOSE_ROWS]
    metres = world.view(-1, 39, 3)[:, BLAZEPOSE_ROWS]
    pixels = points[..., :2] - points[:, 11:13, :2].mean(1, keepdim=True)
    # The scale that makes the metres fit the pixels best.
    scale = (pixels * metres[..., :2]).sum((1, 2)) / (metres[..., :2] ** 2).sum((1, 2)).clamp(min=1e-6)
    z = -metres[..., 2] * scale[:, None]
    z = z - z[:, 11:13].mean(1, keepdim=True)
    return torch.cat([points[..., :2], z[..., None], torch.sigmoid(points[..., 4:5])], 2).numpy()


@dataclass
class Batch:
    pictures: Tensor
    truth: Tensor
    flat: Tensor
    deep: Tensor
    seen: Tensor
    known: Tensor


def make_batch(
    parts: "List[Tuple[Pictures, numpy.ndarray]]", random: Optional[numpy.random.RandomState]
) -> Batch:
    """Crops of the chosen pictures; changed at random where `random` is given."""
    crops = [one_crop(source, int(index), random) for source, chosen in parts for index in chosen]
    images, *tables = zip(*crops)
    truth, flat, deep, known = (torch.from_numpy(numpy.stack(each)) for each in tables)
    inside = ((truth[..., :2] >= 0) & (truth[..., :2] < CROP)).all(2).float()
    cells = truth / CELL
    cells[..., 2] = (cells[..., 2] + ROOT).clamp(0.5, 2 * ROOT - 0.5)
    return Batch(torch.stack(images), cells, flat * inside, deep * inside, inside, known)


def one_crop(
    source: Pictures, index: int, random: Optional[numpy.random.RandomState]
) -> Tuple[Tensor, numpy.ndarray, numpy.ndarray, numpy.ndarray, numpy.ndarray]:
    """The crop, its joints, and where they count for x and y, for z, and for the score.

    Now and then a crop lies as a detector's wrong guess does: upside down, say. It teaches the score and nothing else.
    """
    stored = source.pictures[index]
    side = stored.shape[0]
    angle, zoom, shift_x, shift_y = 0.0, 1.0, 0.0, 0.0
    astray = False
    if random is not None:
        astray = random.rand() < ASTRAY
        angle = random.uniform(-numpy.pi, numpy.pi) if astray else random.normal() * 0.12
        zoom = random.uniform(0.6, 1.5) if astray else random.uniform(0.86, 1.16)
        shift_x, shift_y = random.normal(size=2) * (0.12 if astray else 0.03) * CROP
    # Crop px from the middle -> stored px from the middle.
    step = source.crop / CROP / zoom
    turn = numpy.array([[numpy.cos(angle), -numpy.sin(angle)], [numpy.sin(angle), numpy.cos(angle)]], numpy.float32)
    to_stored = step * turn
    shift = numpy.array([shift_x, shift_y], numpy.float32)
    corner = to_stored @ (-shift - CROP / 2) + side / 2
    (a, b), (c, d) = to_stored.tolist()
    moved = Image.fromarray(stored).transform(
        (CROP, CROP), Image.AFFINE, (a, b, float(corner[0]), c, d, float(corner[1])), Image.BILINEAR
    )
    if random is not None and random.rand() < 0.2:
        moved = restyled(moved, random)
    picture = torch.from_numpy(numpy.array(moved)).permute(2, 0, 1).float() / 255
    joints = source.joints[index]
    truth = numpy.empty_like(joints)
    truth[:, :2] = (joints[:, :2] - side / 2) @ (turn / step) + shift + CROP / 2
    truth[:, 2] = joints[:, 2] / step
    flat, deep = source.flat[index], source.deep[index]
    if random is not None:
        picture = disturb(picture, random)
        if random.rand() < 0.5:
            picture = picture.flip(2)
            truth = truth[list(MIRRORED)]
            truth[:, 0] = CROP - truth[:, 0]
            flat, deep = flat[list(MIRRORED)], deep[list(MIRRORED)]
    known = (flat > 0).astype(numpy.float32)
    return picture, truth, flat * (not astray), deep * (not astray), known


def restyled(picture: Image.Image, random: numpy.random.RandomState) -> Image.Image:
    """As another camera, printer or painter would have it: what a body is must not hang on how ours are drawn."""
    way = random.randint(5)
    if way == 0:
        return ImageOps.posterize(picture, int(random.randint(2, 5)))
    if way == 1:
        return ImageOps.solarize(picture, int(random.randint(96, 224)))
    if way == 2:
        return ImageOps.equalize(picture)
    if way == 3:
        return ImageOps.grayscale(picture).convert("RGB")
    bands = picture.split()
    return Image.merge("RGB", [bands[int(at)] for at in random.permutation(3)])


def disturb(picture: Tensor, random: numpy.random.RandomState) -> Tensor:
    """Light, colour, noise, patches in the way, and edges of the photograph."""
    gain = torch.from_numpy((random.uniform(0.75, 1.25) * random.uniform(0.9, 1.1, 3)).astype(numpy.float32))
    picture = (picture * gain[:, None, None] + random.normal() * 0.04).clamp(0, 1)
    if random.rand() < 0.25:
        small = int(random.uniform(96, 224))
        picture = F.interpolate(picture[None], size=small, mode="bilinear", align_corners=False)
        picture = F.interpolate(picture, size=CROP, mode="bilinear", align_corners=False)[0]
    if random.rand() < 0.3:
        picture = (picture + torch.randn(picture.shape) * random.uniform(0, 0.05)).clamp(0, 1)
    if random.rand() < 0.2:
        for _ in range(random.randint(1, 4)):
            w, h = random.randint(10, 80, 2)
            x, y = random.randint(0, CROP - w), random.randint(0, CROP - h)
            colour = torch.from_numpy(random.rand(3).astype(numpy.float32))
            picture[:, y : y + h, x : x + w] = colour[:, None, None]
    if random.rand() < 0.15:
        edge, depth = random.randint(4), random.randint(8, 70)
        if edge == 0:
            picture[:, :depth] = 0
        elif edge == 1:
            picture[:, -depth:] = 0
        elif edge == 2:
            picture[:, :, :depth] = 0
        else:
            picture[:, :, -depth:] = 0
    return picture
