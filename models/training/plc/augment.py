"""What speech suffers before it is lost: noise around the speaker, narrow old lines.

Neither loudness nor its change is varied: the network hears every past scaled to the same level.
"""

import numpy as np

from models.plc.mel import SAMPLE_RATE_HZ
from models.plc.past import FloatArray

_NOISES = 64
_NOISE_SAMPLES = 4 * SAMPLE_RATE_HZ
_SNR_DB = (5.0, 30.0)
_NARROW_HZ = (4_000, 6_000)  # the upper edge of 8 and 12 kHz sound


class Noises:
    """A stock of coloured noises."""

    def __init__(self, seed: int) -> None:
        """Make the stock; the same seed makes the same."""
        random = np.random.default_rng(seed)
        self._stock = np.stack([_noise(random) for _ in range(_NOISES)])

    def mix(self, random: np.random.Generator, speech: FloatArray) -> FloatArray:
        """Return (n,) `speech` with some noise, 5 to 30 dB under its RMS."""
        start = int(random.integers(_NOISE_SAMPLES - len(speech)))
        noise = self._stock[random.integers(_NOISES), start : start + len(speech)]
        ratio = 10 ** (-random.uniform(*_SNR_DB) / 20)
        rms = np.sqrt(np.mean(np.square(speech)))
        return speech + np.float32(rms * ratio) * noise


def narrow(random: np.random.Generator, speech: FloatArray) -> FloatArray:
    """Return (n,) `speech` as 8 or 12 kHz sound would hold it."""
    spectrum = np.fft.rfft(speech)
    edge_hz = _NARROW_HZ[random.integers(len(_NARROW_HZ))]
    spectrum[len(speech) * edge_hz // SAMPLE_RATE_HZ :] = 0
    return np.fft.irfft(spectrum, len(speech)).astype(np.float32)


def _noise(random: np.random.Generator) -> FloatArray:
    """Return four seconds of RMS 1 whose spectrum wanders by some 10 dB and mostly falls."""
    spectrum = np.fft.rfft(random.standard_normal(_NOISE_SAMPLES))
    octaves = np.log2(np.maximum(np.arange(len(spectrum)), 1) / len(spectrum))
    knots = np.linspace(-8, 0, 9)
    shape_db = np.interp(octaves, knots, random.normal(0, 5, len(knots)))
    shape_db -= random.uniform(0, 6) * octaves  # white to brown
    spectrum *= 10 ** (np.minimum(shape_db - shape_db.min(), 50) / 20)
    noise = np.fft.irfft(spectrum, _NOISE_SAMPLES)
    return np.asarray(noise / np.sqrt(np.mean(noise**2)), np.float32)
