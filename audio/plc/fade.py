"""How loud a gap is filled: in full for a moment, then less and less, then not at all."""

import numpy as np

from audio.plc.continuer import FloatArray

FULL_MS = 40  # of 20, 40, 60: best mean PLCMOS of 60 ms bursts, no matter at 20 and 120 (measured)
SILENT_MS = 120  # WaveNetEQ: what was said longer ago than a syllable tells nothing of now


def gain(sample_rate_hz: int, elapsed_samples: int, n_samples: int) -> FloatArray:
    """Return the gain, (n_samples,), from `elapsed_samples` after the start of a gap."""
    silent = silent_samples(sample_rate_hz)
    full = sample_rate_hz * FULL_MS // 1000
    left = silent - np.arange(elapsed_samples, elapsed_samples + n_samples, dtype=np.float64)
    gains: FloatArray = np.clip(left / (silent - full), 0, 1).astype(np.float32)
    return gains


def silent_samples(sample_rate_hz: int) -> int:
    """Return how long after the start of a gap nothing is heard any more."""
    return sample_rate_hz * SILENT_MS // 1000
