"""Sounds to learn from are made and labelled as they should be, and a net learns from them."""

import numpy as np
from numpy.typing import NDArray

from models.spectrum import SAMPLE_RATE_HZ
from models.training.voice.__main__ import train
from models.training.voice.made_sounds import SECONDS, made_sounds
from models.training.voice.windows import windows
from models.voice import FEATURES


def chant(rng: np.random.Generator) -> NDArray[np.float32]:
    """Buzzing syllables, the plainest likeness of speech."""
    time_s = np.arange(3 * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    pitch_hz = rng.uniform(90, 250) * (1 + 0.1 * np.sin(2 * time_s))
    buzz = np.sign(np.sin(2 * np.pi * np.cumsum(pitch_hz) / SAMPLE_RATE_HZ))
    return np.asarray(buzz * np.sin(2 * np.pi * 2 * time_s) ** 2 * 0.2, np.float32)


def test_made_sounds_are_whole_and_within_bounds() -> None:
    for sound in made_sounds(8, np.random.default_rng(0)):
        assert sound.shape == (int(SECONDS * SAMPLE_RATE_HZ),)
        assert sound.dtype == np.float32
        assert 0 < np.abs(sound).max() <= 1


def test_a_net_learns_to_tell_chants_from_applause_and_tones() -> None:
    rng = np.random.default_rng(1)
    features, labels = windows([chant(rng) for _ in range(14)], made_sounds(14, rng), rng)
    assert features.shape == (len(labels), FEATURES)
    assert 0.1 < labels.mean() < 0.9
    odds = train(features, labels, rng).log_odds(features)
    assert ((odds > 0) == (labels == 1)).mean() > 0.9
