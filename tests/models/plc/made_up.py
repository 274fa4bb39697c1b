"""Networks and voices for tests: random numbers of the right shapes, and a vowel."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from models.plc.continuer import SpeechContinuer
from models.plc.excitation import LEVELS
from models.plc.past import FloatArray
from models.plc.weights import GIST, SHAPES, Weights


class FakeConditioner:
    """Hands over the mean of the mel spectrogram, 64 times."""

    def run(self, inputs: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
        assert inputs["mel"].shape == (1, 100, 80)
        assert inputs["levels"].shape == (1, 2)
        return {"gist": np.full((1, GIST), inputs["mel"].mean(), np.float32)}


def random_weights(seed: int = 0) -> Weights:
    """Return weights that say something, and not always the same."""
    random = np.random.default_rng(seed)
    drawn = {
        name: (random.standard_normal(shape) / np.sqrt(shape[-1])).astype(np.float32)
        for name, shape in SHAPES.items()
    }
    # Small excitations, as of a voice.
    drawn["out_bias"] = -0.05 * np.abs(np.arange(LEVELS, dtype=np.float32) - (LEVELS - 1) / 2)
    return Weights(**drawn)


def silent_weights() -> Weights:
    """Return weights whose excitation is next to nothing."""
    bias = np.zeros(LEVELS, np.float32)
    bias[LEVELS // 2] = 100
    return replace(random_weights(), out_bias=bias)


def shouting_weights() -> Weights:
    """Return weights that ask for the largest excitations, up or down."""
    bias = np.zeros(LEVELS, np.float32)
    bias[[0, -1]] = 100
    return replace(random_weights(), out_bias=bias)


def continuer(weights: Weights | None = None) -> SpeechContinuer:
    """Return a continuer of made-up networks."""
    return SpeechContinuer(FakeConditioner(), weights or random_weights())


def vowel(n_samples: int, pitch_hz: float = 120.0, seed: int = 0) -> FloatArray:
    """Return (n_samples,) of a steady vowel with a little breath."""
    time_s = np.arange(n_samples) / 16_000
    harmonics = np.arange(1, 30)
    strengths = 1 / harmonics + np.exp(-(((harmonics * pitch_hz - 700) / 300) ** 2))
    tones = strengths[:, np.newaxis] * np.sin(
        2 * np.pi * pitch_hz * harmonics[:, np.newaxis] * time_s + harmonics[:, np.newaxis] ** 2
    )
    breath = 0.01 * np.random.default_rng(seed).standard_normal(n_samples)
    return np.asarray(0.05 * (tones.sum(axis=0) + breath), np.float32)
