"""Takes steady noise out of mel bands, as the Sphinx front end does while it listens.

After Doblinger (1995) and Kim and Stern's PNCC (2012), with the constants of `fe_noise.c`: the
acoustic model was trained on sound treated so.
"""

import numpy as np
from numpy.typing import NDArray

from models.spectrum import BANDS

POWER_MEMORY = 0.7
FLOOR_RISE, FLOOR_FALL = 0.995, 0.5
MASKING_MEMORY, MASKING_SHARE = 0.85, 0.2
GREATEST_GAIN = 20.0
LEAST_SIGNAL = 1.0
SILENCE = 1e-9
SMOOTHING_BANDS = 4  # to either side

Bands = NDArray[np.float64]

_near = np.abs(np.subtract.outer(np.arange(BANDS), np.arange(BANDS))) <= SMOOTHING_BANDS
_SMOOTHING = (_near / _near.sum(axis=1, keepdims=True)).T


class NoiseFloor:
    """Follows the floor of each band and turns down what does not rise above it."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget the room."""
        self._power: Bands | None = None
        self._noise = self._floor = self._peak = np.zeros(BANDS)

    def push(self, bands: Bands) -> Bands:
        """Return (m, BANDS) band powers with the noise turned down; (m, n, BANDS) are n spectra."""
        gains = [self._gain(frame) for frame in bands]
        return bands * (np.stack(gains) @ _SMOOTHING) if gains else bands

    def _gain(self, frame: Bands) -> Bands:
        if self._power is None:
            self._power = frame
            self._noise = self._floor = frame / GREATEST_GAIN
        self._power = POWER_MEMORY * self._power + (1 - POWER_MEMORY) * frame
        self._noise = lower_envelope(self._power, self._noise)
        signal = np.maximum(self._power - self._noise, LEAST_SIGNAL)
        self._floor = lower_envelope(signal, self._floor)
        faded = self._peak * MASKING_MEMORY
        self._peak = np.maximum(signal, faded)
        signal = np.where(signal < MASKING_MEMORY * faded, faded * MASKING_SHARE, signal)
        gain = np.maximum(signal, self._floor) / np.maximum(self._power, SILENCE)
        return np.minimum(np.maximum(gain, 1 / GREATEST_GAIN), GREATEST_GAIN)


def lower_envelope(value: Bands, envelope: Bands) -> Bands:
    """Return `envelope` moved towards `value`: slowly upwards, fast downwards."""
    memory = np.where(value >= envelope, FLOOR_RISE, FLOOR_FALL)
    return memory * envelope + (1 - memory) * value
