"""How voiced the past is, and how much chance its continuation may take."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from models.plc.mel import SAMPLE_RATE_HZ
from models.plc.past import FloatArray

WINDOW_SAMPLES = SAMPLE_RATE_HZ * 30 // 1000
SHORTEST_LAG = SAMPLE_RATE_HZ // 400
LONGEST_LAG = SAMPLE_RATE_HZ // 62

_VOICINGS = (0.3, 0.7)
# Chosen by PLCMOS of 60 ms losses among (0.7, 0.3), (0.6, 0), (0.4, 0.15) after 1354 steps of
# training: 3.12, 3.18, 3.22. A better trained network will bear more.
_LIVELINESS = (0.4, 0.15)


def voicing(signal: FloatArray) -> float:
    """Return how alike the last 30 ms of (n,) samples are to those a pitch period before, 0..1."""
    end = signal[-WINDOW_SAMPLES:].astype(np.float64)
    earlier = signal[-WINDOW_SAMPLES - LONGEST_LAG : -SHORTEST_LAG].astype(np.float64)
    candidates = sliding_window_view(earlier, WINDOW_SAMPLES)  # (lags, 480)
    products = np.correlate(earlier, end, "valid")
    energies = np.einsum("ij,ij->i", candidates, candidates)
    alike = products / np.sqrt(energies * (end @ end) + 1e-9)
    return float(np.clip(alike.max(), 0, 1))


def liveliness(voiced: float) -> float:
    """Return how much chance a voicing 0..1 bears: noise needs it, it roughens a clear voice."""
    return float(np.interp(voiced, _VOICINGS, _LIVELINESS))
