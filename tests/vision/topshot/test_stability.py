"""Settled or not."""

import numpy as np
import pytest

from vision.topshot.stability import unsettled_ev, warmth


def test_a_settled_camera_is_zero() -> None:
    assert unsettled_ev([-2.0] * 9, [0.1] * 9) == 0.0
    assert unsettled_ev([-2.0], [0.1]) == 0.0


def test_only_the_last_five_frames_count() -> None:
    assert unsettled_ev([-5.0] * 5 + [-2.0] * 5, [0.0] * 10) == 0.0


def test_light_and_colour_both_count_in_stops() -> None:
    assert unsettled_ev([-2.0] * 4 + [-1.5], [0.0] * 5) == pytest.approx(0.5)
    assert unsettled_ev([-2.0] * 5, [0.0] * 4 + [np.log(2)]) == pytest.approx(1.0)


def test_warmth_is_red_over_blue() -> None:
    picture = np.zeros((4, 4, 3), np.uint8)
    picture[..., 0], picture[..., 2] = 199, 99
    assert warmth(picture) == pytest.approx(np.log(2))
    assert warmth(np.zeros((4, 4, 3), np.uint8)) == 0.0
