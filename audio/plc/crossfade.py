"""One signal gives way to another: weights, and the lag at which two signals fit best."""

import numpy as np
from numpy.typing import NDArray

from audio.plc.continuer import FloatArray

MIN_LIKENESS = 0.3  # below this normalised correlation two signals have no common phase
SILENT_ENERGY = 1e-9


def rising(n_samples: int) -> FloatArray:
    """Return a raised cosine between 0 and 1, (n_samples,), neither end reached."""
    turn = np.pi * (np.arange(n_samples, dtype=np.float64) + 0.5) / max(1, n_samples)
    weights: FloatArray = (0.5 - 0.5 * np.cos(turn)).astype(np.float32)
    return weights


def best_lag(around: FloatArray, target: FloatArray) -> int:
    """Return by how many samples to read `around` later so that it fits `target` best.

    Args:
        around: (reach + n + reach,), lag 0 in its middle.
        target: (n,).

    Returns:
        -reach..reach by normalised cross-correlation; 0 where nothing fits.
    """
    wide, narrow = around.astype(np.float64), target.astype(np.float64)
    reach = (len(wide) - len(narrow)) // 2
    energies: NDArray[np.float64] = np.convolve(wide**2, np.ones(len(narrow)), "valid")
    energies = energies * (narrow @ narrow)
    likeness = np.correlate(wide, narrow, "valid") / np.sqrt(np.maximum(energies, SILENT_ENERGY))
    best = int(np.argmax(likeness))
    return best - reach if likeness[best] >= MIN_LIKENESS else 0
