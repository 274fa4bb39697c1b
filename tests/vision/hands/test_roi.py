"""Regions of interest against values computed by hand, and turned with the hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.fakes.hands import HAND_SHAPE
from vision.geometry import RotatedSquare, rotate, wrap_angle
from vision.hands.roi import landmarks_roi, palm_roi, shows_picture

angles = st.floats(-math.pi, math.pi)


def keypoints(wrist: tuple[float, float], knuckle: tuple[float, float]) -> NDArray[np.float64]:
    """Return seven palm keypoints of which only the two that count are set."""
    points = np.full((7, 2), np.nan)
    points[0], points[2] = wrist, knuckle
    return points


@pytest.mark.parametrize(
    ("wrist", "knuckle", "expected"),
    [
        pytest.param((50, 90), (50, 10), (50, 50 - 40, 208, 0), id="up"),
        pytest.param((20, 50), (80, 50), (50 + 40, 50, 208, math.pi / 2), id="to the right"),
        pytest.param((80, 50), (20, 50), (50 - 40, 50, 208, -math.pi / 2), id="to the left"),
        pytest.param((50, 10), (50, 90), (50, 50 + 40, 208, -math.pi), id="down"),
    ],
)
def test_palm_region_is_moved_half_a_height_to_the_fingers(
    wrist: tuple[float, float],
    knuckle: tuple[float, float],
    expected: tuple[float, float, float, float],
) -> None:
    roi = palm_roi(np.array([20.0, 10, 80, 90]), keypoints(wrist, knuckle))  # 60 x 80
    actual = (roi.cx_px, roi.cy_px, roi.side_px, roi.rotation_rad)
    assert actual == pytest.approx(expected, abs=1e-9)


def test_landmark_region_of_an_upright_hand() -> None:
    roi = landmarks_roi(HAND_SHAPE * (60, 80) + (100, 200))
    # Steady landmarks fill x 100..160 and y 200..280: centre (130, 240) less a tenth of 80.
    actual = (roi.cx_px, roi.cy_px, roi.side_px, roi.rotation_rad)
    assert actual == pytest.approx((130, 232, 160, 0))


def test_finger_tips_and_outer_joints_do_not_count() -> None:
    hand = HAND_SHAPE * 100
    moved = hand.copy()
    moved[[4, 7, 8, 11, 12, 15, 16, 19, 20]] += 500
    assert landmarks_roi(moved) == landmarks_roi(hand)


@given(angles, st.floats(1, 500), st.floats(-1000, 1000), st.floats(-1000, 1000))
def test_region_turns_grows_and_moves_with_the_hand(
    angle: float, scale: float, x: float, y: float
) -> None:
    still = landmarks_roi(HAND_SHAPE)
    moved = landmarks_roi(rotate(HAND_SHAPE * scale, angle) + np.array([x, y]))
    centre = rotate(np.array([still.cx_px, still.cy_px]) * scale, angle) + np.array([x, y])
    np.testing.assert_allclose((moved.cx_px, moved.cy_px), centre, atol=1e-6)
    assert moved.side_px == pytest.approx(still.side_px * scale)
    turn = wrap_angle(moved.rotation_rad - still.rotation_rad - angle)
    assert math.cos(turn) == pytest.approx(1)


@given(angles)
def test_palm_region_turns_around_its_box(angle: float) -> None:
    box = np.array([-30.0, -40, 30, 40])
    roi = palm_roi(box, rotate(keypoints((0, 40), (0, -40)), angle))
    assert math.cos(roi.rotation_rad - angle) == pytest.approx(1)
    np.testing.assert_allclose(
        (roi.cx_px, roi.cy_px), rotate(np.array([0.0, -40]), angle), atol=1e-9
    )


@pytest.mark.parametrize(
    ("roi", "shown"),
    [
        (RotatedSquare(320, 240, 200), True),
        (RotatedSquare(320, 240, 2.6 * 640), True),  # a palm as wide as the frame
        (RotatedSquare(-100, 240, 200), True),  # reaching in from outside
        (RotatedSquare(-300, 240, 200), False),  # out of sight
        (RotatedSquare(900, 240, 200), False),
        (RotatedSquare(320, -300, 200), False),
        (RotatedSquare(320, 800, 200), False),
        (RotatedSquare(320, 240, 0), False),
        (RotatedSquare(320, 240, -5), False),
        (RotatedSquare(320, 240, 1e9), False),
        (RotatedSquare(math.nan, 240, 200), False),
        (RotatedSquare(320, 240, math.nan), False),
    ],
)
def test_region_must_show_the_picture(roi: RotatedSquare, shown: bool) -> None:
    assert shows_picture(roi, 640, 480) is shown
