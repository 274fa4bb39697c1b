"""Hand networks that see which way a painted hand is turned and which side its thumb is on.

The hand is a red square with a green foot, the wrist, and a blue edge, the thumb.
"""

import numpy as np
from numpy.typing import NDArray

from models.detections import Detections
from models.hand import HandCrop
from tests.fakes.hands import HAND_SHAPE


def paint_marked(side_px: int, x: int, y: int) -> NDArray[np.uint8]:
    """Return a square black picture with an upright hand of 48 px, its thumb to the left."""
    rgb = np.zeros((side_px, side_px, 3), np.uint8)
    rgb[y - 24 : y + 24, x - 24 : x + 24] = (255, 0, 0)
    rgb[y + 12 : y + 24, x - 24 : x + 24] = (255, 255, 0)
    rgb[y - 24 : y + 12, x - 24 : x - 12] = (255, 0, 255)
    return rgb


def _middle(mask: NDArray[np.bool_]) -> NDArray[np.float64]:
    ys, xs = np.nonzero(mask)
    return np.array([(xs.min() + xs.max() + 1) / 2, (ys.min() + ys.max() + 1) / 2])


class MarkedPalms:
    """Finds the one hand, its wrist at the green foot."""

    def detect(self, square: NDArray[np.uint8], min_score: float) -> Detections:
        """Return one palm, or none without red."""
        hand = square[..., 0] > 127
        if not hand.any():
            empty = np.zeros((0, 4), np.float32)
            return Detections(empty, np.zeros((0, 7, 2), np.float32), np.zeros(0, np.float32))
        middle, wrist = _middle(hand), _middle(hand & (square[..., 1] > 127))
        half = np.ptp(np.nonzero(hand)[0]) / 2
        keypoints = np.array([wrist, middle, 2 * middle - wrist] + [middle] * 4)
        side = np.float32(len(square))
        return Detections(
            np.concatenate([middle - half, middle + half])[None].astype(np.float32) / side,
            keypoints[None].astype(np.float32) / side,
            np.ones(1, np.float32),
        )


class MarkedLandmarker:
    """Reads the one hand: a thumb to the left of the upright hand makes it a right hand."""

    def read(self, crop: NDArray[np.uint8]) -> HandCrop:
        """Return the hand that fills the red of the crop."""
        hand = crop[..., 0] > 127
        landmarks = np.zeros((21, 3), np.float32)
        if not hand.any():
            return HandCrop(landmarks, landmarks.copy(), presence=0.0, right=0.5)
        ys, xs = np.nonzero(hand)
        right = bool(_middle(hand & (crop[..., 2] > 127))[0] < _middle(hand)[0])
        shape = HAND_SHAPE if right else (1 - HAND_SHAPE[:, :1]) * (1, 0) + HAND_SHAPE * (0, 1)
        size = (np.ptp(xs) + 1, np.ptp(ys) + 1)
        landmarks[:, :2] = (shape * size + (xs.min(), ys.min())) / len(crop)
        world = landmarks - landmarks.mean(axis=0)
        return HandCrop(landmarks, world, presence=1.0, right=float(right))
