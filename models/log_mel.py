"""YAMNet's log-mel spectrum: what every sound tagger looks at.

The constants are those of `params.py` and `features.py` in tensorflow/models,
research/audioset/yamnet. They differ from the front ends of the voice gate (Sphinx's, of int16
values with pre-emphasis) and of the concealer (80 bands of power), which stay with theirs.
"""

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE_HZ = 16_000
FRAME_SAMPLES = 400  # 25 ms
HOP_SAMPLES = 160  # 10 ms
FFT_SAMPLES = 512
BANDS = 64
LOWEST_HZ, HIGHEST_HZ = 125.0, 7500.0
LOG_OFFSET = np.float32(0.001)
PATCH_FRAMES = 96  # 960 ms
PATCH_SAMPLES = (PATCH_FRAMES - 1) * HOP_SAMPLES + FRAME_SAMPLES


def mels(frequency_hz: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the pitch in mels, HTK's."""
    return 1127.0 * np.log(1.0 + frequency_hz / 700.0)


def band_weights() -> NDArray[np.float32]:
    """Return triangles of unit height, straight in mels, (bins, BANDS); bin 0 weighs nothing."""
    bins = mels(np.linspace(0.0, SAMPLE_RATE_HZ / 2, FFT_SAMPLES // 2 + 1))[:, None]
    low, high = mels(np.array([LOWEST_HZ, HIGHEST_HZ]))
    corners = np.linspace(low, high, BANDS + 2)
    left, centre, right = corners[:-2], corners[1:-1], corners[2:]
    slopes = np.minimum((bins - left) / (centre - left), (right - bins) / (right - centre))
    weights: NDArray[np.float32] = np.maximum(slopes, 0.0).astype(np.float32)
    weights[0] = 0.0
    return weights


_WEIGHTS = band_weights()
_WINDOW = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(FRAME_SAMPLES) / FRAME_SAMPLES)).astype(
    np.float32
)


def frame_count(samples: int) -> int:
    """Return how many frames lie whole in so many samples."""
    return max(0, (samples - FRAME_SAMPLES) // HOP_SAMPLES + 1)


def log_mel(pcm: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the (frames, BANDS) float32 log-mel magnitudes of (n,) samples in -1..1 at 16 kHz.

    Frame i looks at samples i * HOP_SAMPLES to i * HOP_SAMPLES + FRAME_SAMPLES.
    """
    frames = frame_count(len(pcm))
    if frames == 0:
        return np.zeros((0, BANDS), np.float32)
    windows = np.lib.stride_tricks.sliding_window_view(pcm, FRAME_SAMPLES)[::HOP_SAMPLES]
    magnitudes = np.abs(np.fft.rfft(windows[:frames] * _WINDOW, FFT_SAMPLES))
    bands: NDArray[np.float32] = magnitudes.astype(np.float32) @ _WEIGHTS
    logged: NDArray[np.float32] = np.log(bands + LOG_OFFSET)
    return logged


def patches(rows: NDArray[np.float32], hop: int) -> NDArray[np.float32]:
    """Return a (n, PATCH_FRAMES, BANDS) view of all whole patches of (frames, BANDS) rows."""
    if len(rows) < PATCH_FRAMES:
        return np.zeros((0, PATCH_FRAMES, BANDS), np.float32)
    windows = np.lib.stride_tricks.sliding_window_view(rows, PATCH_FRAMES, axis=0)
    return windows[::hop].transpose(0, 2, 1)
