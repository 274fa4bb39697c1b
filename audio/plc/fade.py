"""How loud a gap is filled: in full for a moment, then less and less, then not at all."""

import numpy as np

from audio.plc.continuer import WORKING_RATE_HZ, FloatArray

FULL_MS = 40  # of 20, 40, 60: best mean PLCMOS of 60 ms bursts, no matter at 20 and 120 (measured)
SILENT_MS = 120  # WaveNetEQ: what was said longer ago than a syllable tells nothing of now
# The noise beneath sets in under the first period and stays, as a room does, nearly to the end.
# To fade it from 80 ms on loses 0.07 of PLCMOS in bursts of 120 ms (measured).
BREATH_MS, BREATH_FULL_MS, BREATH_LAST_MS = 5, 20, 100


def voice_gain(first: int, n_samples: int) -> FloatArray:
    """Return the gain of a voice, (n_samples,), from sample `first` of a gap at 16 kHz on."""
    return _gain(first, n_samples, (FULL_MS, SILENT_MS), (1.0, 0.0))


def breath_gain(first: int, n_samples: int) -> FloatArray:
    """Return the gain of the noise beneath it."""
    corners_ms = (BREATH_MS, BREATH_FULL_MS, BREATH_LAST_MS, SILENT_MS)
    return _gain(first, n_samples, corners_ms, (0.0, 1.0, 1.0, 0.0))


def silent_samples(sample_rate_hz: int) -> int:
    """Return how long after the start of a gap nothing is heard any more."""
    return sample_rate_hz * SILENT_MS // 1000


def _gain(
    first: int, n_samples: int, corners_ms: tuple[int, ...], gains: tuple[float, ...]
) -> FloatArray:
    places_ms = np.arange(first, first + n_samples) * (1000 / WORKING_RATE_HZ)
    between: FloatArray = np.interp(places_ms, corners_ms, gains).astype(np.float32)
    return between
