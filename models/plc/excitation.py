"""The alphabet of the network: an excitation in one of 128 steps, fine near 0, coarse far away.

Excitations are in units of the RMS that the linear prediction left of the past it was fitted to.
In these units 128 steps of the mu-law lie as close as 0.01 around 0 and 0.1 around 1, so that
the 256 steps that a waveform needs would be spent on nothing audible.
"""

import numpy as np
from numpy.typing import NDArray

LEVELS = 128
LARGEST = 64.0  # 36 dB above that RMS: only a sudden onset leaves more
MU = 255.0


def compand(excitation: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the position of excitations on the scale of steps, -1..1, same shape."""
    clipped = np.clip(excitation / LARGEST, -1, 1)
    return np.asarray(np.sign(clipped) * np.log1p(MU * np.abs(clipped)) / np.log1p(MU), np.float32)


def expand(position: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the excitations at positions -1..1: the inverse of `compand`."""
    magnitude = np.expm1(np.abs(position) * np.log1p(MU)) / MU
    return np.asarray(np.sign(position) * magnitude * LARGEST, np.float32)


def quantise(position: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return the nearest steps 0..127 of positions -1..1."""
    return np.rint((position + 1) / 2 * (LEVELS - 1)).astype(np.int64)


def positions() -> NDArray[np.float32]:
    """Return (128,) the positions of the steps."""
    return np.linspace(-1, 1, LEVELS, dtype=np.float32)
