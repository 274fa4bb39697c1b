"""Hand networks that see painted hands: a pure red rectangle is a hand, upright and whole."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.detections import Detections
from models.hand import HandCrop

RED = (255, 0, 0)
SCORES = (0.9, 0.8, 0.7, 0.6)  # of the painted hands, from left to right

# An upright right hand, palm to the camera, in widths and heights of the painted rectangle: the
# wrist at its foot, the middle joints at its head, the finger tips above.
HAND_SHAPE = np.array(
    [(0.5, 1.0), (0.2, 0.9), (0.1, 0.8), (0.0, 0.7), (0.0, 0.6)]
    + [(x, y) for x in (0.25, 0.5, 0.75, 1.0) for y in (0.4, 0.0, -0.2, -0.4)]
)


def paint(width_px: int, height_px: int, hands: Sequence[tuple[int, int]]) -> NDArray[np.uint8]:
    """Return a black picture with a hand of 40 x 40 px around each of the given centres."""
    rgb = np.zeros((height_px, width_px, 3), np.uint8)
    for x, y in hands:
        rgb[max(0, y - 20) : max(0, y + 20), max(0, x - 20) : max(0, x + 20)] = RED
    return rgb


class PaintedPalms:
    """Finds painted hands that are apart in x, and counts how often it was asked."""

    def __init__(self) -> None:
        self.calls = 0
        self.min_scores: list[float] = []

    def detect(self, square: NDArray[np.uint8], min_score: float) -> Detections:
        """Return each run of columns with red as a palm, with the score of its place."""
        self.calls += 1
        self.min_scores.append(min_score)
        red = square[..., 0] > 127
        edges = np.flatnonzero(np.diff(red.any(axis=0).astype(int), prepend=0, append=0))
        boxes, keypoints = [], []
        for left, right in edges.reshape(-1, 2):
            rows = np.flatnonzero(red[:, left:right].any(axis=1))
            top, foot = rows[0], rows[-1] + 1
            middle = (left + right) / 2
            boxes.append((left, top, right, foot))
            keypoints.append([(middle, foot), (middle, top), (middle, top)] + [(middle, top)] * 4)
        scores = np.array(SCORES[: len(boxes)], np.float32)
        kept = scores >= min_score
        side = np.float32(len(square))
        return Detections(
            np.array(boxes, np.float32).reshape(-1, 4)[kept] / side,
            np.array(keypoints, np.float32).reshape(-1, 7, 2)[kept] / side,
            scores[kept],
        )


class PaintedLandmarker:
    """Reads the red in a crop as one hand; without red there is none."""

    def __init__(self, right: float = 1.0) -> None:
        self.calls = 0
        self._right = right

    def read(self, crop: NDArray[np.uint8]) -> HandCrop:
        """Return the hand that fills all the red of the crop."""
        self.calls += 1
        ys, xs = np.nonzero(crop[..., 0] > 127)
        landmarks = np.zeros((21, 3), np.float32)
        if len(xs):
            size = (np.ptp(xs) + 1, np.ptp(ys) + 1)
            landmarks[:, :2] = (HAND_SHAPE * size + (xs.min(), ys.min())) / len(crop)
        world = np.zeros((21, 3), np.float32)
        return HandCrop(landmarks, world, presence=float(len(xs) > 0), right=self._right)
