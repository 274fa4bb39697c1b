"""How loud a gap is filled: in full for a moment, then less and less, then not at all."""

import numpy as np

from audio.plc.continuer import WORKING_RATE_HZ, FloatArray

FULL_MS = 40  # of 20, 40, 60: best mean PLCMOS of 60 ms bursts, no matter at 20 and 120 (measured)
SILENT_MS = 120  # WaveNetEQ: what was said longer ago than a syllable tells nothing of now
# The noises beneath set in under the first period. The room stays, as a room does, nearly to the
# end: to fade it from 80 ms on loses 0.07 of PLCMOS in bursts of 120 ms (measured). What is
# breathed takes over where a voice has rung off: words gain 1.5 %, PLCMOS loses 0.06 (measured).
ROOM_MS, ROOM_GAINS = (5, 20, 100, SILENT_MS), (0.0, 1.0, 1.0, 0.0)
BREATH_MS, BREATH_GAINS = (5, 20, 40, 60, 100, SILENT_MS), (0.0, 0.1, 0.1, 0.3, 0.3, 0.0)


def voice_gain(first: int, n_samples: int) -> FloatArray:
    """Return the gain of a voice, (n_samples,), from sample `first` of a gap at 16 kHz on."""
    return _gain(first, n_samples, (FULL_MS, SILENT_MS), (1.0, 0.0))


def room_gain(first: int, n_samples: int) -> FloatArray:
    """Return the gain of the room."""
    return _gain(first, n_samples, ROOM_MS, ROOM_GAINS)


def breath_gain(first: int, n_samples: int) -> FloatArray:
    """Return the gain of what is breathed; at 1 it would be as loud as the past."""
    return _gain(first, n_samples, BREATH_MS, BREATH_GAINS)


def silent_samples(sample_rate_hz: int) -> int:
    """Return how long after the start of a gap nothing is heard any more."""
    return sample_rate_hz * SILENT_MS // 1000


def _gain(
    first: int, n_samples: int, corners_ms: tuple[int, ...], gains: tuple[float, ...]
) -> FloatArray:
    places_ms = np.arange(first, first + n_samples) * (1000 / WORKING_RATE_HZ)
    between: FloatArray = np.interp(places_ms, corners_ms, gains).astype(np.float32)
    return between
