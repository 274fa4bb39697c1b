"""The letterbox: centred, black around, and the way back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vision.letterbox import letterbox, letterbox_square


def test_wide_picture_has_bars_above_and_below() -> None:
    square, region = letterbox(np.full((480, 640, 3), 255, np.uint8), 192)
    assert (region.cx_px, region.cy_px, region.side_px, region.rotation_rad) == (320, 240, 640, 0)
    rows = square[:, 96, 0]
    assert (rows[:24] == 0).all()
    assert (rows[24:168] == 255).all()
    assert (rows[169:] == 0).all()


@pytest.mark.parametrize("shape", [(1, 1), (1, 3000), (3000, 1), (7, 13)])
def test_odd_shapes(shape: tuple[int, int]) -> None:
    square, _ = letterbox(np.full((*shape, 3), 255, np.uint8), 192)
    assert square.shape == (192, 192, 3)


@given(st.integers(1, 8000), st.integers(1, 8000), st.floats(0, 1), st.floats(0, 1))
def test_picture_lies_inside_and_comes_back(
    width: int, height: int, right: float, down: float
) -> None:
    region = letterbox_square(width, height)
    point_px = np.array([right * width, down * height])
    inside = region.to_square(point_px)
    assert ((inside >= -1e-9) & (inside <= 1 + 1e-9)).all()
    np.testing.assert_allclose(region.to_image(inside), point_px, atol=1e-6)


@given(st.integers(60, 400), st.integers(60, 400), st.data())
def test_dot_is_found_again_within_half_a_pixel(
    width: int, height: int, data: st.DataObject
) -> None:
    x, y = data.draw(st.integers(15, width - 16)), data.draw(st.integers(15, height - 16))
    picture = np.zeros((height, width, 3), np.uint8)
    picture[y - 10 : y + 11, x - 10 : x + 11] = 255
    square, region = letterbox(picture, 192)
    weight = square[..., 0].astype(float)
    middle = np.array([weight.sum(0) @ np.arange(192), weight.sum(1) @ np.arange(192)])
    back_px = region.to_image(middle / weight.sum() / 192)
    np.testing.assert_allclose(back_px, (x, y), atol=max(0.5, 0.5 * max(width, height) / 192))
