"""Hand networks that tell painted hands apart: each hand is a square in a shade of its own."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from models.detections import Detections
from models.hand import HandCrop
from tests.fakes.hands import HAND_SHAPE

SHADES = (0, 80, 160)
HALF_PX = 20
# A hand fills a quarter of its region's crop; half of it must show to be read.
MIN_CROP_AREA = 224 * 224 // 8
MIN_PALM_AREA = 100


def paint_shades(
    width_px: int, height_px: int, hands: Sequence[tuple[int, tuple[int, int]]]
) -> NDArray[np.uint8]:
    """Return a black picture with a hand per (shade, centre); a later one covers earlier ones."""
    rgb = np.zeros((height_px, width_px, 3), np.uint8)
    for shade, (x, y) in hands:
        rows = slice(max(0, y - HALF_PX), max(0, y + HALF_PX))
        columns = slice(max(0, x - HALF_PX), max(0, x + HALF_PX))
        rgb[rows, columns] = (255, shade, 0)
    return rgb


def _mask(rgb: NDArray[np.uint8], shade: int) -> NDArray[np.bool_]:
    green = rgb[..., 1].astype(int)
    mask: NDArray[np.bool_] = (rgb[..., 0] > 220) & (np.abs(green - shade) < 30)
    return mask


class ShadedPalms:
    """Finds the hands of all shades of which enough shows."""

    def __init__(self) -> None:
        self.calls = 0

    def detect(self, square: NDArray[np.uint8], min_score: float) -> Detections:
        """Return one palm per shade, upright."""
        self.calls += 1
        boxes, keypoints = [], []
        for shade in SHADES:
            ys, xs = np.nonzero(_mask(square, shade))
            if len(xs) < MIN_PALM_AREA:
                continue
            left, right, top, foot = xs.min(), xs.max() + 1, ys.min(), ys.max() + 1
            middle = (left + right) / 2
            boxes.append((left, top, right, foot))
            keypoints.append([(middle, foot)] + [(middle, top)] * 6)
        side = np.float32(len(square))
        return Detections(
            np.array(boxes, np.float32).reshape(-1, 4) / side,
            np.array(keypoints, np.float32).reshape(-1, 7, 2) / side,
            np.full(len(boxes), 0.9, np.float32),
        )


class ShadedLandmarker:
    """Reads the hand that shows most around the middle of the crop."""

    def __init__(self, right: Mapping[int, float]) -> None:
        """Set up with the probability of a right hand that each shade has."""
        self._right = right
        ramp = np.hanning(224)
        self._weights = np.outer(ramp, ramp)

    def read(self, crop: NDArray[np.uint8]) -> HandCrop:
        """Return the hand that fills the extent of the likeliest shade."""
        masks = {shade: _mask(crop, shade) for shade in SHADES}
        shade = max(masks, key=lambda key: float(self._weights[masks[key]].sum()))
        ys, xs = np.nonzero(masks[shade])
        landmarks = np.zeros((21, 3), np.float32)
        if len(xs):
            size = (np.ptp(xs) + 1, np.ptp(ys) + 1)
            landmarks[:, :2] = (HAND_SHAPE * size + (xs.min(), ys.min())) / len(crop)
        presence = float(len(xs) >= MIN_CROP_AREA)
        world = np.zeros((21, 3), np.float32)
        return HandCrop(landmarks, world, presence, self._right.get(shade, 0.5))
