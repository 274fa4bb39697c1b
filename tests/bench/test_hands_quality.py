"""The measures of tracked landmarks, on paths whose figures are known."""

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.bench.hands_quality import (
    PARENTS,
    bone_cv_percent,
    jitter_percent,
    label_changes,
    lag_frames,
    resting,
    shift_percent,
)

RANDOM = np.random.default_rng(0)
SHAPE = RANDOM.random((21, 2)) * 100
SHAPE[0], SHAPE[1] = 0, 100  # the longer side of its box: 100 px


def path(middle_px: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the hand carried along (frames,) x."""
    moved = np.repeat(SHAPE[np.newaxis], len(middle_px), axis=0)
    moved[..., 0] += middle_px[:, np.newaxis]
    return moved


def test_shift_is_in_parts_of_the_hand() -> None:
    assert shift_percent(SHAPE + np.array([3, 4]), SHAPE) == pytest.approx(5)


def test_steady_motion_is_no_jitter_and_a_shake_is() -> None:
    steady = path(np.arange(20.0))
    assert np.nanmax(jitter_percent(steady)) == pytest.approx(0, abs=1e-9)
    shaken = path(np.arange(20.0) + np.tile([0.5, -0.5], 10))
    assert np.nanmedian(jitter_percent(shaken)) == pytest.approx(2)
    assert np.isnan(jitter_percent(steady)[[0, -1]]).all()


def test_the_frames_in_which_a_hand_waits_are_its_rest() -> None:
    way = np.concatenate([np.zeros(30), 100 + np.arange(55.0) * 5])
    assert resting(path(way)).nonzero()[0].tolist() == list(range(5, 25))


@pytest.mark.parametrize("late", [0.0, 0.5, 1.0, 2.3])
def test_a_late_path_is_put_back_by_as_much(late: float) -> None:
    times = np.arange(200.0)
    prompt, put_off = (path(80 * np.sin((times - by) / 9)) for by in (0, late))
    assert lag_frames(put_off, prompt) == pytest.approx(late, abs=0.051)


def test_missing_frames_are_left_out_of_the_lag() -> None:
    prompt = path(80 * np.sin(np.arange(200.0) / 9))
    put_off = np.roll(prompt, 1, axis=0)
    put_off[50:60] = np.nan
    assert lag_frames(put_off, prompt) == pytest.approx(1)


def test_a_bone_that_breathes_is_told_from_one_that_keeps_length() -> None:
    world = np.zeros((2, 21, 3))
    for joint, parent in enumerate(PARENTS, 1):
        world[:, joint, 0] = world[:, parent, 0] + 1
    world[1, 20, 0] += 0.2  # the last bone: 1.0, then 1.2
    variation = bone_cv_percent(world)
    assert variation[:19] == pytest.approx(0)
    assert variation[19] == pytest.approx(100 * 0.1 / 1.1)


def test_changes_are_counted() -> None:
    assert label_changes([]) == 0
    assert label_changes(["left", "left", "right", "left"]) == 2
