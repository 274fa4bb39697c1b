"""How much the sound changes at a moment: what is heard before it against what is heard after it.

A window of 960 ms that slides by 50 ms knows what sounds, and is half a second vague about when.
When is told by the spectrum itself: where a sound begins or ends, the 150 ms before and the 150 ms
after differ.
"""

from collections import deque
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from audio.block import NS_PER_S
from audio.tagging.windows import BAR_FRAMES, LEAD_FRAMES
from models.log_mel import FRAME_SAMPLES, HOP_SAMPLES, SAMPLE_RATE_HZ

SPAN_FRAMES = 15  # on each side; 10 and 20 do as well (measured on training recordings)
NEIGHBOURS_BARS = 2
EDGES = BAR_FRAMES  # moments looked at for each bar, around its beginning
FIRST_EDGE = LEAD_FRAMES - EDGES // 2 - 1  # the row of a window after the first of them

HOP_NS = HOP_SAMPLES * NS_PER_S // SAMPLE_RATE_HZ
# Between two frames that touch a moment lies the middle of what both look at.
EDGE_OFFSET_NS = (FRAME_SAMPLES - HOP_SAMPLES) // 2 * NS_PER_S // SAMPLE_RATE_HZ


def changes(windows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return (n, EDGES): the mean change over the bands at moments around each bar's beginning.

    Args:
        windows: (n, 96, 64) log-mel patches centred on the bars.
    """
    first, last = FIRST_EDGE - SPAN_FRAMES, FIRST_EDGE + EDGES + SPAN_FRAMES
    sums = np.cumsum(windows[:, first - 1 : last - 1], axis=1, dtype=np.float64)
    middle = np.arange(SPAN_FRAMES, SPAN_FRAMES + EDGES)
    before = sums[:, middle] - sums[:, middle - SPAN_FRAMES]
    after = sums[:, middle + SPAN_FRAMES] - sums[:, middle]
    difference: NDArray[np.float64] = np.abs(after - before).mean(axis=2) / SPAN_FRAMES
    return difference.astype(np.float32)


def edge_ns(bar_start_ns: int, edge: int) -> int:
    """Return when the edge of a bar is: within 25 ms of its start."""
    frames = FIRST_EDGE + edge - LEAD_FRAMES
    return bar_start_ns + frames * HOP_NS + EDGE_OFFSET_NS


class Turns:
    """Keeps of the changes at successive bars those that are greatest among their neighbours."""

    def __init__(self) -> None:
        self.reset()

    def push(self, change: float) -> Sequence[float]:
        """Take the next bar's change; return that of NEIGHBOURS_BARS before, 0 if it is no turn."""
        self._changes.append(change)
        if len(self._changes) <= NEIGHBOURS_BARS:
            return ()
        return (self._turn(len(self._changes) - 1 - NEIGHBOURS_BARS),)

    def flush(self) -> Sequence[float]:
        """Return the rest and start anew."""
        known = len(self._changes)
        rest = [self._turn(index) for index in range(max(0, known - NEIGHBOURS_BARS), known)]
        self.reset()
        return rest

    def reset(self) -> None:
        """Forget the past."""
        self._changes: deque[float] = deque(maxlen=2 * NEIGHBOURS_BARS + 1)

    def _turn(self, index: int) -> float:
        nearby = list(self._changes)[max(0, index - NEIGHBOURS_BARS) : index + NEIGHBOURS_BARS + 1]
        change = self._changes[index]
        return change if change >= max(nearby) else 0.0
