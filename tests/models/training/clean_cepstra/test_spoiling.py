"""Spoiling spoils, and keeps what must be kept."""

import numpy as np

from models.training.clean_cepstra.spoiling import at_level, spoil


def test_spoiled_speech_keeps_its_length_and_its_bounds() -> None:
    rng = np.random.default_rng(2)
    speech = at_level(np.sin(np.arange(16_000) / 7).astype(np.float32), rng)
    for _ in range(20):
        spoiled = spoil(speech, [rng.standard_normal(5000).astype(np.float32)], rng)
        assert spoiled.shape == speech.shape
        assert np.abs(spoiled).max() <= 1
        assert not np.array_equal(spoiled, speech)
