"""Tells a voice from everything else by the last two thirds of a second of its spectrum.

Speech alternates: voiced and voiceless sounds, loud and soft, at two to eight syllables a second.
Music holds its pitch, noise its spectrum, applause has neither pitch nor syllables. A small
perceptron looks at statistics that say so. `python -m models.training.voice` makes its weights.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.spectrum import BANDS, FFT_SAMPLES, SAMPLE_RATE_HZ, band_power

WEIGHTS = Path(__file__).resolve().parents[1] / "assets" / "models" / "voice.json"
WINDOW_FRAMES = 64  # of 10 ms
FEATURES = BANDS * 3 + 4 + 3 + 16

LOWEST_PITCH_HZ, HIGHEST_PITCH_HZ = 70, 400
HARMONIC = 0.5  # share of a frame's energy that repeats with the pitch, above which it is voiced
POWER_FLOOR = 1e2  # faint hiss of 16 bits; keeps digital silence from looking like wild change
MODULATION_BINS = ((1, 3), (3, 6), (6, 13), (13, 32))  # of 1.56 Hz: below, at, above syllables
SUB_BANDS = 4

_LAGS = slice(SAMPLE_RATE_HZ // HIGHEST_PITCH_HZ, SAMPLE_RATE_HZ // LOWEST_PITCH_HZ)
_TINY = 1e-9


def describe_frames(power: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return (m, BANDS + 1) of (m, bins) power spectra: log band power and harmonicity 0..1."""
    bands = np.log(band_power(power) + POWER_FLOOR)
    correlation = np.fft.irfft(power, FFT_SAMPLES)
    peak = correlation[:, _LAGS].max(axis=1) / (correlation[:, 0] + _TINY)
    return np.column_stack((bands, np.clip(peak, 0.0, 1.0))).astype(np.float32)


def describe_window(frames: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the (FEATURES,) statistics of a (WINDOW_FRAMES, BANDS + 1) window, free of level."""
    bands, harmonicity = frames[:, :BANDS], frames[:, BANDS]
    level = bands.mean(axis=1)
    change = np.abs(np.diff(bands, axis=0))
    low, middle, high = np.percentile(level, (10, 50, 90))
    return np.concatenate(
        (
            bands.mean(axis=0) - bands.mean(),
            bands.std(axis=0),
            change.mean(axis=0),
            [
                harmonicity.mean(),
                harmonicity.std(),
                (harmonicity > HARMONIC).mean(),
                np.abs(np.diff(harmonicity)).mean(),
            ],
            [level.std(), high - middle, middle - low],
            modulation(bands).ravel(),
        )
    ).astype(np.float32)


def modulation(bands: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return (SUB_BANDS, ranges) log power of the modulation of a (frames, BANDS) window."""
    tracks = bands[:, : BANDS - BANDS % SUB_BANDS].reshape(len(bands), SUB_BANDS, -1).mean(axis=2)
    spectrum = np.abs(np.fft.rfft(tracks - tracks.mean(axis=0), axis=0)) ** 2
    ranges = [spectrum[start:stop].sum(axis=0) for start, stop in MODULATION_BINS]
    logged: NDArray[np.float32] = np.log(np.stack(ranges, axis=1) + 1.0)
    return logged


@dataclass(frozen=True, slots=True)
class VoiceNet:
    """A perceptron with one hidden layer.

    Attributes:
        mean: (FEATURES,) subtracted from the features.
        scale: (FEATURES,) divides them then.
        hidden: (FEATURES, units) and hidden_bias (units,), with tanh.
        hidden_bias: see hidden.
        out: (units,) and out_bias, to the log odds of a voice.
        out_bias: see out.
    """

    mean: NDArray[np.float32]
    scale: NDArray[np.float32]
    hidden: NDArray[np.float32]
    hidden_bias: NDArray[np.float32]
    out: NDArray[np.float32]
    out_bias: float

    def log_odds(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the log odds that (..., FEATURES) windows hold a voice, (...)."""
        units = np.tanh((features - self.mean) / self.scale @ self.hidden + self.hidden_bias)
        odds: NDArray[np.float32] = units @ self.out + np.float32(self.out_bias)
        return odds

    def as_json(self) -> str:
        """Return the weights as text, to five digits."""
        arrays = {name: getattr(self, name) for name in self.__slots__ if name != "out_bias"}
        rounded = {
            name: np.vectorize(lambda value: float(f"{value:.5g}"))(array).tolist()
            for name, array in arrays.items()
        }
        return json.dumps({**rounded, "out_bias": self.out_bias}) + "\n"


def voice_net() -> VoiceNet:
    """Return the network that ships with Earshot."""
    values = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    arrays = {
        name: np.array(value, np.float32) for name, value in values.items() if name != "out_bias"
    }
    return VoiceNet(**arrays, out_bias=float(values["out_bias"]))
