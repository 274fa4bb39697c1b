"""Texture, of walls and of what is not one."""

import cv2
import numpy as np
import pytest

from vision.topshot.texture import texture_levels


def test_light_that_falls_off_over_a_wall_is_no_texture() -> None:
    y, x = np.mgrid[-1:1:120j, -1:1:160j]
    wall = (140 + 30 * x - 20 * y - 15 * (x**2 + y**2)).astype(np.uint8)
    assert texture_levels(wall) < 0.5


@pytest.mark.parametrize("sigma_px", [0.5, 4.0])
def test_texture_outlives_blur(sigma_px: float) -> None:
    checks = (np.indices((160, 160)) // 32 % 2).sum(axis=0) % 2
    board = cv2.GaussianBlur((60 + 100 * checks).astype(np.uint8), (0, 0), sigma_px)
    assert texture_levels(np.asarray(board, np.uint8)) > 25
