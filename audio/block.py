"""The unit in which sound travels: a time-stamped block of samples."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

INT16_SCALE = 32_768.0
NS_PER_S = 1_000_000_000


@dataclass(frozen=True, slots=True)
class AudioBlock:
    """A run of consecutive samples; the array is read-only once published.

    Attributes:
        pts_ns: time of the first sample on the session's monotonic clock.
        samples: (n, channels) int16, as captured.
        sample_rate_hz: samples per second and channel.
    """

    pts_ns: int
    samples: NDArray[np.int16]
    sample_rate_hz: int

    @property
    def duration_ns(self) -> int:
        """Length in nanoseconds, rounded down."""
        return len(self.samples) * NS_PER_S // self.sample_rate_hz

    @property
    def end_ns(self) -> int:
        """Time just after the last sample."""
        return self.pts_ns + self.duration_ns

    def mono(self) -> NDArray[np.float32]:
        """Return the mean of the channels, (n,) float32 in -1..1."""
        mean: NDArray[np.float32] = self.samples.mean(axis=1, dtype=np.float32)
        return mean / np.float32(INT16_SCALE)
