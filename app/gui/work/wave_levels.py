"""A waveform at every zoom: the peaks, and the peaks of ever longer stretches of them."""

import numpy as np
from numpy.typing import NDArray

FACTOR = 4  # how much coarser each level is; 10 hours are 10 levels
LEAST_PEAKS = 512  # a level as short needs no coarser one


class WaveLevels:
    """Answers how loud a stretch is, from the coarsest level that is fine enough."""

    def __init__(self, peaks: NDArray[np.uint8], per_s: int) -> None:
        """Take (n,) peaks, `per_s` of them in a second."""
        self._per_s = per_s
        self._levels = [peaks]
        while len(self._levels[-1]) > LEAST_PEAKS:
            finer = self._levels[-1]
            starts = np.arange(0, len(finer), FACTOR)
            self._levels.append(np.maximum.reduceat(finer, starts))

    def heights(self, start_s: float, end_s: float, count: int) -> NDArray[np.float32]:
        """Return how high `count` bars from `start_s` to `end_s` are, (count,) float32 0..1.

        Bars beyond the sound are 0.
        """
        heights = np.zeros(count, np.float32)
        if not len(self._levels[0]) or count < 1 or end_s <= start_s:
            return heights
        bar_s = (end_s - start_s) / count
        level, per_s = 0, float(self._per_s)
        while level + 1 < len(self._levels) and FACTOR / per_s <= bar_s:
            level, per_s = level + 1, per_s / FACTOR
        peaks = self._levels[level]
        edges = np.floor((start_s + bar_s * np.arange(count + 1)) * per_s).astype(np.int64)
        inside = (edges[:-1] >= 0) & (edges[:-1] < len(peaks))
        if inside.any():
            starts = edges[:-1][inside]
            loudest = np.maximum.reduceat(peaks[: max(edges[-1], starts[-1] + 1)], starts)
            heights[inside] = loudest / np.float32(255)
        return heights
