"""Quiet windows at a loudness at which sounds are told better.

A tagger has learnt sounds as they are recorded near by. Rain 45 dB below full scale nearly drowns
in the offset of its logarithm (0.001), and is called anything but rain.
"""

import numpy as np
from numpy.typing import NDArray

from models.log_mel import LOG_OFFSET

USUAL_LEVEL = 2.0  # root mean square over a window's bands; the upper quarter of events has it
MOST_GAIN = 30.0


def amplified(windows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return (n, 96, 64) log-mel windows, the quiet ones as loud as usual, or 30 dB louder."""
    bands = np.maximum(np.exp(windows) - LOG_OFFSET, 0.0)
    levels = np.sqrt(np.square(bands).mean(axis=(1, 2)))
    gains = (USUAL_LEVEL / np.maximum(levels, USUAL_LEVEL / MOST_GAIN)).clip(1.0)
    louder: NDArray[np.float32] = np.log(bands * gains[:, None, None] + LOG_OFFSET)
    return louder.astype(np.float32)
