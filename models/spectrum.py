"""Power spectra of 16 kHz speech in mel bands, frame by frame, as the Sphinx recognisers take them.

The constants are those of the acoustic model in the pocketsphinx wheel (`feat.params`) and of its
front end's defaults (`fe_sigproc.c`): the cepstra made of these bands agree with its own to 2e-5.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE_HZ = 16_000
WINDOW_SAMPLES = 410  # 25.625 ms
HOP_SAMPLES = 160
HOP_NS = 10_000_000
FFT_SAMPLES = 512
PRE_EMPHASIS = 0.97
BANDS = 25
LOWEST_HZ, HIGHEST_HZ = 130.0, 6_800.0
FULL_SCALE = 32_768.0  # spectra are of int16 values

Hz = NDArray[np.float64]

_BIN_HZ = SAMPLE_RATE_HZ / FFT_SAMPLES


def mel(frequency_hz: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the pitch in mels (O'Shaughnessy)."""
    return 2595.0 * np.log10(1.0 + frequency_hz / 700.0)


def band_weights(move: Callable[[Hz], Hz] = lambda hz: hz) -> NDArray[np.float64]:
    """Return triangles of unit area with corners on whole bins, moved there, (BANDS, bins)."""
    low, high = mel(np.array([LOWEST_HZ, HIGHEST_HZ]))
    corners_hz = 700.0 * (10.0 ** (np.linspace(low, high, BANDS + 2) / 2595.0) - 1.0)
    corners_hz = np.round(move(corners_hz) / _BIN_HZ) * _BIN_HZ
    left, centre, right = (corners_hz[i : BANDS + i, None] for i in range(3))
    bins_hz = np.arange(FFT_SAMPLES // 2 + 1) * _BIN_HZ
    slopes = np.minimum((bins_hz - left) / (centre - left), (right - bins_hz) / (right - centre))
    return np.maximum(slopes, 0.0) * 2.0 / (right - left)


_WEIGHTS = band_weights().T.copy()
_WINDOW = np.hamming(WINDOW_SAMPLES)


class SpectrumStream:
    """Cuts a stream into overlapping frames and returns their power spectra."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget the past; the next sample is sample 0."""
        self._rest = np.zeros(0)
        self._last = 0.0

    def push(self, pcm: NDArray[np.float32]) -> NDArray[np.float64]:
        """Take (n,) samples in -1..1 and return the (m, bins) power spectra they complete."""
        samples = pcm.astype(np.float64) * FULL_SCALE
        before = np.concatenate(([self._last], samples[:-1])) if len(samples) else samples
        emphasised = samples - PRE_EMPHASIS * before
        if len(samples):
            self._last = float(samples[-1])
        self._rest = np.concatenate((self._rest, emphasised))
        frames = max(0, (len(self._rest) - WINDOW_SAMPLES) // HOP_SAMPLES + 1)
        if frames == 0:
            return np.zeros((0, FFT_SAMPLES // 2 + 1))
        windows = np.lib.stride_tricks.sliding_window_view(self._rest, WINDOW_SAMPLES)
        spectra = np.fft.rfft(windows[::HOP_SAMPLES][:frames] * _WINDOW, FFT_SAMPLES)
        self._rest = self._rest[frames * HOP_SAMPLES :]
        power: NDArray[np.float64] = spectra.real**2 + spectra.imag**2
        return power


def band_power(power: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the (m, BANDS) power in mel bands of (m, bins) spectra."""
    bands: NDArray[np.float64] = power @ _WEIGHTS
    return bands
