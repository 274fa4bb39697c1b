"""Mel cepstra as the embedded acoustic model was trained on.

Doing this here, and not inside the decoder, leaves the decoder nothing to estimate while it
listens: what channel and noise do to the cepstra is taken out before it hears them.
"""

import numpy as np
from numpy.typing import NDArray

from models.spectrum import BANDS

COEFFICIENTS = 13
LIFTER = 22  # of the acoustic model's feat.params
LOG_FLOOR = 1e-4

Cepstra = NDArray[np.float32]
"""(m, COEFFICIENTS), one row each 10 ms; column 0 is the log energy."""

TwoCepstra = NDArray[np.float32]
"""(m, 2 * COEFFICIENTS): cepstra with steady noise turned down, then cepstra of the sound as is."""


def cosines() -> NDArray[np.float64]:
    """Return the orthonormal cosine transform with its lifter, (BANDS, COEFFICIENTS)."""
    order = np.arange(COEFFICIENTS)
    table: NDArray[np.float64] = np.cos(
        np.pi * np.outer(np.arange(BANDS) + 0.5, order) / BANDS
    ) * np.sqrt(2 / BANDS)
    table[:, 0] = np.sqrt(1 / BANDS)
    table *= 1 + LIFTER / 2 * np.sin(order * np.pi / LIFTER)
    return table


_COSINES = cosines()


def to_cepstra(bands: NDArray[np.float64]) -> Cepstra:
    """Return the cepstra of (..., BANDS) band powers."""
    cepstra: Cepstra = (np.log(bands + LOG_FLOOR) @ _COSINES).astype(np.float32)
    return cepstra
