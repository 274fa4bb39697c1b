"""Rotated squares: there and back, and what a crop shows."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vision.geometry import (
    FINE_BITS,
    STEPS_PER_PX,
    Border,
    RotatedSquare,
    crop_square,
    rotate,
    wrap_angle,
)

squares = st.builds(
    RotatedSquare,
    st.floats(-500, 2000),
    st.floats(-500, 2000),
    st.floats(1, 4000),
    st.floats(-math.pi, math.pi),
)


def test_quarter_turn_is_clockwise_as_seen() -> None:
    up = np.array([0.0, -1.0])
    np.testing.assert_allclose(rotate(up, math.pi / 2), (1, 0), atol=1e-12)  # up turns right


def test_corners_of_a_turned_square() -> None:
    square = RotatedSquare(100, 50, 20, math.pi / 2)
    corners = square.to_image(np.array([[0.0, 0], [1, 0], [0.5, 0.5]]))
    np.testing.assert_allclose(corners, [(110, 40), (110, 60), (100, 50)], atol=1e-12)


def test_unrotated_box_ignores_the_turn() -> None:
    assert RotatedSquare(10, 20, 4, 1.0).unrotated_box().tolist() == [8, 18, 12, 22]


@given(squares, st.tuples(st.floats(-2, 3), st.floats(-2, 3)))
def test_to_image_and_back(square: RotatedSquare, point: tuple[float, float]) -> None:
    there = square.to_image(np.array(point))
    np.testing.assert_allclose(square.to_square(there), point, atol=1e-8)


@pytest.mark.parametrize(
    ("angle", "wrapped"),
    [
        (0, 0),
        (math.pi, -math.pi),
        (-math.pi, -math.pi),
        (3.5, 3.5 - 2 * math.pi),
        (-7, -7 + 2 * math.pi),
    ],
)
def test_wrap_angle(angle: float, wrapped: float) -> None:
    assert wrap_angle(angle) == pytest.approx(wrapped)


def ramp(width: int, height: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Return a picture whose red is x and whose green is y."""
    y, x = np.mgrid[0:height, 0:width]
    return np.stack([x, y, 0 * x], axis=2).astype(np.uint8)


@given(
    st.builds(
        RotatedSquare,
        st.floats(115, 135),
        st.floats(115, 135),
        st.floats(10, 140),
        st.floats(-math.pi, math.pi),
    ),
    st.integers(2, 64),
)
def test_crop_shows_what_the_square_says(square: RotatedSquare, size_px: int) -> None:
    crop = crop_square(ramp(250, 250), square, size_px, Border.EDGE)
    column_row = np.stack(np.meshgrid(*[np.arange(size_px)] * 2), axis=2)  # x, y
    shown_px = square.to_image(column_row / size_px)
    # Half a grey level of rounding; half a step, and two halves of a fine one, of position.
    fine_px = 1 / (STEPS_PER_PX << FINE_BITS)
    assert np.abs(crop[..., :2] - shown_px).max() <= 0.5 + 1 / (2 * STEPS_PER_PX) + fine_px


def test_whole_picture_comes_back_unchanged() -> None:
    picture = np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8)
    np.testing.assert_array_equal(
        crop_square(picture, RotatedSquare(32, 32, 64), 64, Border.BLACK), picture
    )


def test_beyond_the_picture_is_black_or_its_edge() -> None:
    picture = np.full((10, 10, 3), 200, np.uint8)
    beside = RotatedSquare(40, 40, 10)
    assert (crop_square(picture, beside, 8, Border.BLACK) == 0).all()
    assert (crop_square(picture, beside, 8, Border.EDGE) == 200).all()


def test_square_far_beyond_reach_shows_the_border() -> None:
    picture = np.full((10, 10, 3), 200, np.uint8)
    one_turn_of_int16 = RotatedSquare(2**16 + 5, 5, 10)
    assert (crop_square(picture, one_turn_of_int16, 8, Border.BLACK) == 0).all()
    far = RotatedSquare(1e6, -1e6, 1e6, 0.3)
    assert (crop_square(picture, far, 8, Border.EDGE) == 200).all()


@pytest.mark.parametrize("is_wide", [True, False])
def test_a_picture_too_large_for_opencv_is_looked_at_more_coarsely(is_wide: bool) -> None:
    along = (np.arange(70_000) + 5_000) // 10_000 * 30  # lighter every 10,000 px
    strip = np.broadcast_to(along[np.newaxis, :, np.newaxis], (3, 70_000, 3)).astype(np.uint8)
    picture = strip if is_wide else strip.transpose(1, 0, 2)
    middle = (40_000, 1) if is_wide else (1, 40_000)
    assert (crop_square(picture, RotatedSquare(*middle, 100), 8, Border.EDGE) == 120).all()
    whole = crop_square(picture, RotatedSquare(35_000, 35_000, 70_000), 7, Border.EDGE)
    seen = whole[0] if is_wide else whole[:, 0]
    assert seen[:, 0].tolist() == [0, 30, 60, 90, 120, 150, 180]
