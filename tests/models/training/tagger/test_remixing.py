"""Windows put over one another: what is heard then, and how loud."""

import numpy as np
import pytest

from models.training.tagger.mixes import UNKNOWN
from models.training.tagger.remixing import (
    SEMITONES,
    changed,
    level_db,
    middle_db,
    remixed,
    truth_together,
    warps,
)

DOG, RAIN, BACKGROUND, SILENCE = np.eye(4, dtype=np.uint8)
NOTHING_KNOWN = np.full(4, UNKNOWN, np.uint8)


def together(one: np.ndarray, other: np.ndarray, other_db: float) -> list[int]:
    levels = np.zeros((1, 1)), np.full((1, 1), other_db)
    heard = truth_together((one[None, None], other[None, None]), levels)
    return [int(value) for value in heard[0, 0]]


def test_two_sounds_equally_loud_are_both_heard() -> None:
    assert together(DOG, RAIN, -3.0) == [1, 1, 0, 0]


def test_nobody_says_whether_a_fainter_sound_is_heard() -> None:
    assert together(DOG, RAIN, -15.0) == [1, UNKNOWN, 0, 0]


def test_a_far_fainter_sound_is_not_heard() -> None:
    assert together(DOG, RAIN, -40.0) == [1, 0, 0, 0]
    assert together(DOG, NOTHING_KNOWN, -40.0) == [1, 0, 0, 0]


def test_background_gives_way_to_a_sound_and_silence_to_background() -> None:
    assert together(DOG, BACKGROUND, 0.0) == [1, 0, 0, 0]
    assert together(BACKGROUND, SILENCE, 0.0) == [0, 0, 1, 0]
    assert together(RAIN, BACKGROUND, 15.0) == [0, UNKNOWN, UNKNOWN, UNKNOWN]


def test_a_pitch_that_is_not_moved_stays() -> None:
    np.testing.assert_allclose(warps()[len(SEMITONES) // 2], np.eye(64), atol=1e-6)


def test_a_pitch_moved_up_lies_higher() -> None:
    one_band = np.zeros(64, np.float32)
    one_band[30] = 1
    lower, higher = warps()[0], warps()[-1]
    places = [
        float((one_band @ warp) @ np.arange(64) / (one_band @ warp).sum())
        for warp in (lower, higher)
    ]
    assert places[0] < 29 < 31 < places[1]


def test_the_middles_of_windows_are_listened_to() -> None:
    sounds = np.full((1, 96 + 48, 64), 1e-3, np.float32)
    sounds[0, 90:100] = 1.0  # the middle of the second window, the end of the first
    first, second = middle_db(sounds, 48)[0]
    assert (first, second) == (pytest.approx(-60, abs=0.1), pytest.approx(0, abs=0.1))


def test_half_of_the_stretches_come_back_and_differ_each_time() -> None:
    rng = np.random.default_rng(0)
    rows = rng.normal(-3, 1, (8, 144, 64)).astype(np.float32)
    truth = np.tile(DOG, (8, 2, 1))
    once, heard = remixed(rows, truth, 48, rng)
    again, _ = remixed(rows, truth, 48, rng)
    assert once.shape == (4, 144, 64)
    assert once.dtype == np.float32
    assert np.isfinite(once).all()
    assert not np.allclose(once, again)
    assert set(heard[..., 0].ravel().tolist()) <= {1}
    assert not heard[..., 1:].any()


def test_changes_keep_the_level_about_where_it_was() -> None:
    rng = np.random.default_rng(0)
    sounds = np.abs(rng.standard_normal((32, 96, 64))).astype(np.float32)
    assert np.abs(level_db(changed(sounds, rng)) - level_db(sounds)).max() < 8
