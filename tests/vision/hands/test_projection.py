"""From the crop back into the picture, against values computed by hand."""

import math

import numpy as np
import pytest

from models.hand import HandCrop
from vision.geometry import RotatedSquare
from vision.hands.projection import place_hand


def reading(right: float = 1.0) -> HandCrop:
    """Return a hand whose landmark 1 is at the middle of the crop's upper edge, 10 cm up."""
    landmarks = np.full((21, 3), 0.5, np.float32)
    world = np.zeros((21, 3), np.float32)
    landmarks[1] = (0.5, 0.0, -0.25)
    world[1] = (0, -0.1, 0.02)
    return HandCrop(landmarks, world, presence=0.75, right=right)


def test_quarter_turn() -> None:
    roi = RotatedSquare(300, 200, 100, math.pi / 2)
    hand = place_hand(reading(), roi, 7, width_px=400, height_px=500)
    np.testing.assert_allclose(hand.landmarks_px[0], (300, 200, 50))
    np.testing.assert_allclose(hand.landmarks_px[1], (350, 200, -25), rtol=1e-6)
    np.testing.assert_allclose(hand.landmarks_norm[1], (0.875, 0.4, -0.0625), rtol=1e-6)
    np.testing.assert_allclose(hand.world_m[1], (0.1, 0, 0.02), atol=1e-7)
    assert (hand.id, hand.presence, hand.roi) == (7, 0.75, roi)


@pytest.mark.parametrize(
    ("right", "handedness", "score"),
    [(0.9, "right", 0.9), (0.5, "right", 0.5), (0.2, "left", 0.8)],
)
def test_handedness_is_the_persons_own(right: float, handedness: str, score: float) -> None:
    hand = place_hand(reading(right), RotatedSquare(0, 0, 10), 0, 10, 10)
    assert hand.handedness == handedness
    assert hand.handedness_score == pytest.approx(score)


def test_arrays_are_read_only_and_the_reading_is_untouched() -> None:
    crop = reading()
    hand = place_hand(crop, RotatedSquare(0, 0, 10, 1.0), 0, 10, 10)
    for array in (hand.landmarks_px, hand.landmarks_norm, hand.world_m):
        assert array.dtype == np.float32
        assert not array.flags.writeable
    np.testing.assert_array_equal(crop.world_m, reading().world_m)
    np.testing.assert_array_equal(crop.landmarks_norm, reading().landmarks_norm)
