"""The turning point of a motion."""

import numpy as np

from vision.topshot.action import apexes_w_s

TIMES = [number * 100_000_000 for number in range(9)]


def test_rest_between_two_motions_is_the_peak() -> None:
    apexes = apexes_w_s(TIMES, [0, 0, 0.5, 0.4, 0.1, 0.4, 0.6, 0, 0])
    assert int(apexes.argmax()) == 4
    assert np.isclose(apexes[4], 0.4)


def test_rest_before_and_after_a_motion_is_none() -> None:
    apexes = apexes_w_s(TIMES, [0, 0, 0, 0.5, 0.6, 0.5, 0, 0, 0])
    assert not apexes.any()


def test_what_is_long_ago_does_not_count() -> None:
    assert not apexes_w_s(
        [n * 120_000_000 for n in range(9)], [0.5, 0, 0, 0, 0, 0, 0, 0, 0.5]
    ).any()


def test_one_frame_has_no_peak() -> None:
    assert apexes_w_s([5], [0.3]).tolist() == [0.0]
