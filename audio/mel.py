"""A stream's log-mel rows, as they become known; the numbers are those of `models.log_mel`."""

import numpy as np
from numpy.typing import NDArray

from models.log_mel import HOP_SAMPLES, frame_count, log_mel


class LogMel:
    """Cuts a 16 kHz mono stream into frames of 25 ms, one every 10 ms."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget the past; the next sample is sample 0."""
        self._rest = np.zeros(0, np.float32)

    def push(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """Take the next (n,) samples in -1..1 and return the (frames, 64) rows they complete.

        Row i, counted from the start, looks at samples 160 * i to 160 * i + 400.
        """
        self._rest = np.concatenate((self._rest, samples))
        rows = log_mel(self._rest)
        self._rest = self._rest[frame_count(len(self._rest)) * HOP_SAMPLES :]
        return rows
