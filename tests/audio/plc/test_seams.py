"""Weights, lags, fades and the axis of two channels."""

from collections.abc import Callable

import numpy as np
import pytest

from audio.plc.axis import axes
from audio.plc.continuer import FloatArray
from audio.plc.crossfade import best_lag, rising
from audio.plc.fade import breath_gain, voice_gain
from tests.audio.plc.signals import noise, voice


@pytest.mark.parametrize("count", [0, 1, 80, 81])
def test_a_rising_and_a_falling_weight_make_one(count: int) -> None:
    weights = rising(count)
    assert len(weights) == count
    assert np.allclose(weights + weights[::-1], 1)
    assert (np.diff(weights) > 0).all()


@pytest.mark.parametrize("lag", [-40, -7, 0, 13, 40])
def test_the_lag_of_a_shifted_copy_is_found_whatever_its_loudness(lag: int) -> None:
    sound = noise(400)
    assert best_lag(sound[60:300], 0.1 * sound[100 + lag : 260 + lag]) == lag


def test_what_fits_nowhere_is_not_shifted() -> None:
    assert best_lag(noise(1000, 1), noise(900, 2)) == 0
    assert best_lag(np.zeros(240, np.float32), noise(160)) == 0


def test_a_voice_is_full_for_40_ms_and_exactly_nothing_from_120_ms() -> None:
    gains = voice_gain(0, 16_000)
    assert (gains[:640] == 1).all()
    assert gains[1280] == pytest.approx(0.5, abs=0.01)
    assert gains[1919] > 0
    assert (gains[1920:] == 0).all()


def test_what_lies_beneath_sets_in_softly_and_stays_longer() -> None:
    gains = breath_gain(0, 16_000)
    assert (gains[:80] == 0).all()
    assert (gains[320:1600] == 1).all()
    assert (gains[1920:] == 0).all()
    assert np.abs(np.diff(gains)).max() < 0.01


@pytest.mark.parametrize("gain", [voice_gain, breath_gain])
def test_gains_are_the_same_in_any_cut(gain: Callable[[int, int], FloatArray]) -> None:
    assert np.array_equal(gain(777, 500), gain(0, 16_000)[777:1277])


@pytest.mark.parametrize("place", [(1.0, 0.0), (0.0, 1.0), (0.6, 0.8), (0.6, -0.8)])
def test_the_main_axis_points_where_the_voice_is(place: tuple[float, float]) -> None:
    turned = axes(voice(1600, 16_000)[:, None] * np.array(place, np.float32))
    assert np.allclose(np.abs(turned[0] @ np.array(place)), 1, atol=1e-6)
    assert np.allclose(turned @ turned.T, np.eye(2), atol=1e-6)
