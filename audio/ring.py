"""Samples cross from a device callback to its reader without a lock and without new memory."""

import numpy as np
from numpy.typing import NDArray


class SampleRing:
    """A preallocated ring of int16 frames for one writer thread and one reader thread.

    Each side moves only its own counter, so neither waits for the other. What does not fit is
    dropped at the newest end and counted in `overflow_frames`.
    """

    def __init__(self, capacity_frames: int, channels: int) -> None:
        """Allocate room for `capacity_frames` (>= 1) frames of `channels` samples."""
        if capacity_frames < 1 or channels < 1:
            raise ValueError("a ring needs at least one frame and one channel")
        self._samples = np.zeros((capacity_frames, channels), np.int16)
        self._written = 0
        self._read = 0
        self.overflow_frames = 0

    @property
    def capacity_frames(self) -> int:
        """How many frames fit."""
        return len(self._samples)

    def __len__(self) -> int:
        """Frames waiting to be read."""
        return self._written - self._read

    def write(self, frames: NDArray[np.int16]) -> int:
        """Copy (n, channels) `frames` in as far as they fit; return how many did. Writer only."""
        count = min(len(frames), self.capacity_frames - len(self))
        start = self._written % self.capacity_frames
        until_wrap = min(count, self.capacity_frames - start)
        self._samples[start : start + until_wrap] = frames[:until_wrap]
        self._samples[: count - until_wrap] = frames[until_wrap:count]
        self.overflow_frames += len(frames) - count
        self._written += count  # last, so that the reader never sees frames not yet copied
        return count

    def read(self, max_frames: int) -> NDArray[np.int16]:
        """Take the oldest frames, at most `max_frames`, as a new (n, channels). Reader only."""
        count = min(max_frames, len(self))
        start = self._read % self.capacity_frames
        until_wrap = min(count, self.capacity_frames - start)
        taken = np.concatenate(
            (self._samples[start : start + until_wrap], self._samples[: count - until_wrap])
        )
        self._read += count  # last, so that the writer never overwrites frames being copied
        return taken
