"""Sounds made by rule."""

import numpy as np
import pytest

from models.training.tagger.made_sounds import MADE, SECONDS, made_sound


@pytest.mark.parametrize("key", MADE)
def test_makes_a_sound_of_the_stated_length_and_peak(key: str) -> None:
    sound = made_sound(key, np.random.default_rng(1))
    assert sound.shape == (int(SECONDS * 16_000),)
    assert abs(float(np.abs(sound).max()) - 0.7) < 1e-3
    assert np.array_equal(sound, made_sound(key, np.random.default_rng(1)))
