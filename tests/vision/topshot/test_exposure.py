"""Light in stops."""

import numpy as np
import pytest

from vision.topshot.exposure import exposure


def test_white_is_zero_and_half_the_light_is_one_stop() -> None:
    assert exposure(np.full((4, 5), 255, np.uint8)).light_ev == pytest.approx(0.0, abs=1e-3)
    half = round(255 * 0.5 ** (1 / 2.2))
    assert exposure(np.full((4, 5), half, np.uint8)).light_ev == pytest.approx(-1.0, abs=0.02)


def test_black_is_bounded() -> None:
    black = exposure(np.zeros((4, 5), np.uint8))
    assert black.light_ev == pytest.approx(-13.3, abs=0.1)
    assert (black.crushed, black.clipped) == (1.0, 0.0)


def test_shares_count_the_ends() -> None:
    values = np.array([[0, 8, 9, 249, 250, 255]], np.uint8)
    found = exposure(values)
    assert found.crushed == pytest.approx(2 / 6)
    assert found.clipped == pytest.approx(2 / 6)
