"""The mel spectrogram that the conditioning network reads: 80 bands, a frame every 10 ms."""

from functools import cache

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from models.plc.compiled import compiled

SAMPLE_RATE_HZ = 16_000
WINDOW_SAMPLES = 400  # 25 ms
HOP_SAMPLES = 160  # 10 ms
FFT_SAMPLES = 512
BANDS = 80
LOWEST_HZ, HIGHEST_HZ = 50.0, 8_000.0
FLOOR = 1e-6  # of the power of the loudest speech, about: -60 dB

# Brings log powers of speech scaled to an RMS of 1 to about -1..1.
_CENTRE, _SPREAD = -6.0, 4.0


def log_mel(signal: NDArray[np.float32], frames: int) -> NDArray[np.float32]:
    """Return (frames, 80) of the end of `signal`; the last frame ends with its last sample.

    Args:
        signal: (n,) at 16 kHz, RMS about 1; silence is taken to lie before it.
        frames: how many.
    """
    needed = WINDOW_SAMPLES + (frames - 1) * HOP_SAMPLES
    padded = np.zeros(needed, np.float32)
    known = signal[-needed:]
    padded[needed - len(known) :] = known
    windows = sliding_window_view(padded, WINDOW_SAMPLES)[::HOP_SAMPLES]
    window, filters = _window(), _filters()
    spectrum = np.fft.rfft(windows * window, FFT_SAMPLES)  # (frames, 257)
    power = np.asarray(spectrum.real**2 + spectrum.imag**2, np.float32)
    bands = np.empty((frames, BANDS), np.float32)
    _sum_up(power, filters, *_edges(), bands)
    scaled = (np.log(bands + FLOOR) - _CENTRE) / _SPREAD
    return np.asarray(scaled, np.float32)


@compiled
def _sum_up(
    power: NDArray[np.float32],
    filters: NDArray[np.float32],
    first: NDArray[np.int64],
    last: NDArray[np.int64],
    bands: NDArray[np.float32],
) -> None:
    """Fill (frames, 80) `bands` from (frames, 257) powers; a filter is 0 but in `first` to `last`.

    A product of matrices is mostly zeros, and on several threads of BLAS it takes 20 ms on a busy
    machine.
    """
    for frame in range(len(power)):
        for band in range(BANDS):
            total = np.float32(0)
            for k in range(first[band], last[band]):
                total += power[frame, k] * filters[band, k]
            bands[frame, band] = total


@cache
def _window() -> NDArray[np.float32]:
    """Return (400,): Hann, scaled so that the powers of noise of RMS 1 sum up to 1."""
    window = np.hanning(WINDOW_SAMPLES + 1)[:-1]
    return np.asarray(window / np.sqrt(np.sum(window**2) * FFT_SAMPLES / 2), np.float32)


@cache
def _filters() -> NDArray[np.float32]:
    """Return (80, 257) triangles, evenly spread on O'Shaughnessy's mel scale."""
    edges_mel = np.linspace(_to_mel(LOWEST_HZ), _to_mel(HIGHEST_HZ), BANDS + 2)
    edges_hz = 700 * (10 ** (edges_mel / 2595) - 1)
    bins_hz = np.arange(FFT_SAMPLES // 2 + 1)[:, np.newaxis] * SAMPLE_RATE_HZ / FFT_SAMPLES
    low, middle, high = edges_hz[:-2], edges_hz[1:-1], edges_hz[2:]
    rising, falling = (bins_hz - low) / (middle - low), (high - bins_hz) / (high - middle)
    triangles = np.maximum(0, np.minimum(rising, falling))
    return np.ascontiguousarray(triangles.T, np.float32)


@cache
def _edges() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return (80,) the first bin of each filter and (80,) the one after its last."""
    heard = _filters() > 0
    first = heard.argmax(axis=1)
    return first, np.where(heard.any(axis=1), heard.shape[1] - heard[:, ::-1].argmax(axis=1), first)


def _to_mel(hz: float) -> float:
    return float(2595 * np.log10(1 + hz / 700))
