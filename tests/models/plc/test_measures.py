"""Mel spectrogram, alphabet, voicing and chance."""

import numpy as np
import pytest

from models.plc.chance import chance
from models.plc.excitation import LARGEST, LEVELS, compand, expand, positions, quantise
from models.plc.mel import log_mel
from models.plc.voicing import liveliness, voicing
from tests.models.plc.made_up import vowel


def test_a_tone_lies_in_its_band_and_in_its_frames() -> None:
    tone = np.zeros(16_240, np.float32)
    tone[-1600:] = np.sqrt(2) * np.sin(2 * np.pi * 1000 / 16_000 * np.arange(1600))
    mel = log_mel(tone, 100)
    assert mel.shape == (100, 80)
    # Band centres lie evenly in mel between 50 and 8000 Hz: 1000 Hz (1000 mel) is near band 27.
    assert abs(int(mel[-1].argmax()) - 27) <= 1
    assert (mel[:87] == mel[0, 0]).all()  # 90 ms before the end a window reaches into the tone
    assert mel[-1].max() > mel[0, 0] + 2


def test_companding_is_undone() -> None:
    excitation = np.array([-64, -3, -0.01, 0, 0.5, 10, 64], np.float32)
    np.testing.assert_allclose(expand(compand(excitation)), excitation, rtol=1e-4, atol=1e-6)
    assert compand(np.array([1e6], np.float32)) == 1


def test_every_step_is_its_own_nearest() -> None:
    np.testing.assert_array_equal(quantise(positions()), np.arange(LEVELS))
    sizes = expand(positions())
    assert sizes[-1] == pytest.approx(LARGEST, rel=1e-4)
    np.testing.assert_allclose(sizes, -sizes[::-1], rtol=1e-4)
    assert np.diff(sizes)[LEVELS // 2] < 0.03


def test_a_vowel_is_voiced_and_noise_is_not() -> None:
    noise = np.random.default_rng(0).standard_normal(1280).astype(np.float32)
    assert voicing(vowel(1280)) > 0.9
    assert voicing(noise) < 0.4
    assert voicing(np.zeros(1280, np.float32)) == 0
    assert liveliness(0.9) < liveliness(0.1)


def test_chance_is_even_and_the_same_from_any_place() -> None:
    numbers = np.array([chance(np.uint64(7), place) for place in range(4000)])
    assert numbers.min() >= 0
    assert numbers.max() < 1
    assert abs(numbers.mean() - 0.5) < 0.02
    counts, _ = np.histogram(numbers, 10, (0, 1))
    assert counts.min() > 320
    assert abs(np.corrcoef(numbers[1:], numbers[:-1])[0, 1]) < 0.05
    assert chance(np.uint64(7), 123) == numbers[123]
    assert chance(np.uint64(8), 123) != numbers[123]
