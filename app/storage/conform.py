"""Sound of one format turned into the format of the file it goes to."""

import numpy as np
import soxr
from numpy.typing import NDArray

Samples = NDArray[np.int16]
"""(n, channels) int16, interleaved as captured."""


class Conform:
    """Changes sample rate (soxr, high quality, a few ms behind) and number of channels."""

    def __init__(self, rates_hz: tuple[int, int], channels: int) -> None:
        """Convert from the first rate to the second, and to so many channels."""
        self._channels = channels
        self._from_hz, self._to_hz = rates_hz
        self._stream: soxr.ResampleStream | None = None
        if self._from_hz != self._to_hz:
            self._stream = soxr.ResampleStream(self._from_hz, self._to_hz, channels, dtype="int16")

    def push(self, samples: Samples) -> Samples:
        """Return what is ready, (m, channels)."""
        mixed = mix(samples, self._channels)
        return mixed if self._stream is None else self._resample(mixed, last=False)

    def flush(self) -> Samples:
        """Return the rest; nothing may be pushed after."""
        nothing = np.zeros((0, self._channels), np.int16)
        return nothing if self._stream is None else self._resample(nothing, last=True)

    def _resample(self, samples: Samples, *, last: bool) -> Samples:
        assert self._stream is not None
        out: Samples = self._stream.resample_chunk(samples, last=last)
        return out.reshape(-1, self._channels)


def mix(samples: Samples, channels: int) -> Samples:
    """Return `samples` with so many channels: unchanged, or their mean in each of them."""
    if samples.shape[1] == channels:
        return samples
    mean = np.rint(samples.mean(axis=1, keepdims=True)).astype(np.int16)
    return np.repeat(mean, channels, axis=1)
