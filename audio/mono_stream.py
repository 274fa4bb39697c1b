"""Blocks of any format as one mono stream of one rate, whose samples have known times.

Time runs by counting samples from an anchor. Where block times drift from it by more than
`DRIFT_NS` the anchor moves; where they leave it by more than `GAP_NS`, or the rate changes, the
stream is broken and must be flushed.
"""

import numpy as np
from numpy.typing import NDArray

from audio.block import NS_PER_S, AudioBlock
from audio.downmix import Downmix
from audio.resample import StreamResampler

GAP_NS = 50_000_000  # more than a device's time stamps jitter, less than a syllable
DRIFT_NS = 5_000_000  # half the step of word times; smaller errors of the clock need no correction


class MonoStream:
    """Mono float32 at `rate_hz` out of blocks."""

    def __init__(self, rate_hz: int) -> None:
        self.rate_hz = rate_hz
        self._resampler: StreamResampler | None = None
        self._downmix = Downmix(rate_hz)
        self._origin_ns = 0  # of the stream's first sample, as the clock is read now
        self._taken_samples = 0  # at the input's rate

    def is_broken_by(self, block: AudioBlock) -> bool:
        """Tell whether `block` does not go on where the last one ended: then flush first."""
        if self._resampler is None:
            return False
        same_rate = block.sample_rate_hz == self._resampler.from_hz
        return not same_rate or abs(self._clock_error_ns(block)) > GAP_NS

    def push(self, block: AudioBlock) -> NDArray[np.float32]:
        """Take the next block and return the (n,) samples in -1..1 that became known."""
        if self._resampler is None:
            self._resampler = StreamResampler(block.sample_rate_hz, self.rate_hz)
            self._downmix = Downmix(block.sample_rate_hz)
            self._origin_ns = block.pts_ns
        elif abs(error_ns := self._clock_error_ns(block)) > DRIFT_NS:
            self._origin_ns += error_ns
        self._taken_samples += len(block.samples)
        return self._resampler.push(self._downmix.push(block.samples))

    def flush(self) -> NDArray[np.float32]:
        """Return the rest; the next block starts anew."""
        rest = np.zeros(0, np.float32) if self._resampler is None else self._resampler.flush()
        self._resampler = None
        self._taken_samples = 0
        return rest

    def time_ns(self, sample: int) -> int:
        """Return when a sample was heard, counted from the stream's first."""
        return self._origin_ns + sample * NS_PER_S // self.rate_hz

    def _clock_error_ns(self, block: AudioBlock) -> int:
        """How much later `block` starts than its place in the stream says."""
        counted_ns = self._taken_samples * NS_PER_S // block.sample_rate_hz
        return block.pts_ns - (self._origin_ns + counted_ns)
