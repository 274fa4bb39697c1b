"""Spoiling spoils, and keeps what must be kept."""

import numpy as np
import pytest

from models.training.clean_cepstra.spoiling import Noises, at_level, some_noise, spoil


def test_spoiled_speech_keeps_its_length_and_its_bounds() -> None:
    rng = np.random.default_rng(2)
    speech = at_level(np.sin(np.arange(16_000) / 7).astype(np.float32), rng)
    place = rng.standard_normal(5000).astype(np.float32)
    for _ in range(20):
        spoiled = spoil(speech, Noises([place], [place]), rng)
        assert spoiled.shape == speech.shape
        assert np.abs(spoiled).max() <= 1
        assert not np.array_equal(spoiled, speech)


def test_noise_is_equally_loud_and_silence_is_no_number_too_great() -> None:
    rng = np.random.default_rng(0)
    place = 0.01 * rng.standard_normal(700).astype(np.float32)
    for _ in range(20):
        assert some_noise(3000, Noises([place], [place]), rng).std() == pytest.approx(1, abs=0.1)
    silence = np.zeros(700, np.float32)
    made = [some_noise(3000, Noises([silence], [silence]), rng) for _ in range(20)]
    assert np.isfinite(made).all()
