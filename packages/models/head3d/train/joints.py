"""The joints that the head finds, and how other sets name them."""

COCO = (
    "nose", "left_eye", "right_eye", "left_ear", "right_ear", "left_shoulder", "right_shoulder", "left_elbow",
    "right_elbow", "left_wrist", "right_wrist", "left_hip", "right_hip", "left_knee", "right_knee", "left_ankle",
    "right_ankle",
)  # fmt: skip
JOINTS = len(COCO)
BLAZEPOSE_ROWS = (0, 2, 5, 7, 8, 11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28)
"""Which of BlazePose's points each joint is."""
BODY = tuple(range(5, JOINTS))
"""Shoulders to ankles."""
MIRRORED = (0, 2, 1, 4, 3, 6, 5, 8, 7, 10, 9, 12, 11, 14, 13, 16, 15)
"""What each joint is called in a mirrored picture."""
HIPS = (COCO.index("left_hip"), COCO.index("right_hip"))

SHARES = (
    (("left_shoulder", "right_shoulder"), 0.204),
    *(((f"{side}_{a}", f"{side}_{b}"), share) for side in ("left", "right") for a, b, share in (
        ("shoulder", "hip", 0.278), ("shoulder", "elbow", 0.145), ("elbow", "wrist", 0.143), ("hip", "knee", 0.237),
        ("knee", "ankle", 0.246))),
)  # fmt: skip
"""Bones, and how long they are of an average person's height: as the SDK's `AVERAGE_BODY`."""
BONES = tuple((COCO.index(a), COCO.index(b)) for (a, b), _ in SHARES)
