"""What sounds all the time, told apart from what comes and goes.

In a short pause between two loud sounds every window of 960 ms hears those sounds: none of them can
tell that it rains. But the rain was heard before, alone. So the quietest spectrum of the last ten
seconds is remembered (minimum statistics, Martin 2001): a bar that hardly stands out from it is
ground, and its label is that of the windows which heard more ground than anything else.
"""

from collections import deque

import numpy as np
from numpy.typing import NDArray

from audio.tagging.windows import BAR_FRAMES, LEAD_FRAMES
from models.log_mel import BANDS, PATCH_FRAMES

FLOOR_BARS = 210  # 10 s, and the half second that a window looks ahead
FLOOR_SHARE = 0.1  # of them are quieter than the floor, band by band
FLOOR_EVERY_BARS = 4
STANDS_OUT = 0.6  # in log-mel, over the bands: 5 dB
MEMORY_BARS = 60  # after 3 s what was heard counts a third
PURITY_POWER = 4  # a window that is half ground counts a sixteenth

FIRST_BAR_FRAME = LEAD_FRAMES % BAR_FRAMES  # of the bars that lie whole in a window
MIDDLE_BAR = LEAD_FRAMES // BAR_FRAMES


class Ground:
    """Knows which bars are ground, and gives them the evidence of the purest windows."""

    def __init__(self) -> None:
        self._bars: deque[NDArray[np.float32]] = deque(maxlen=FLOOR_BARS)
        self._floor = np.zeros(BANDS, np.float32)
        self._seen = 0
        self._weight = 0.0
        self._heard: NDArray[np.float64] = np.zeros(1)

    def purity(self, window: NDArray[np.float32]) -> float:
        """Return how much of the next bar's window, (96, 64), is ground; 0 where the bar is not."""
        bars = window[FIRST_BAR_FRAME:].reshape(-1, BAR_FRAMES, BANDS).mean(axis=1)
        stands_out = np.maximum(bars - self._floor_with(bars), 0.0).mean(axis=1)
        is_ground = stands_out < STANDS_OUT
        return float(is_ground.mean()) if is_ground[MIDDLE_BAR] else 0.0

    def evidence(self, purity: float, evidence: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the evidence for the label of the next bar.

        Args:
            purity: of its window.
            evidence: (classes,) what the tagger makes of the window.
        """
        if not purity:
            return evidence
        weight = purity**PURITY_POWER
        kept = float(np.exp(-1 / MEMORY_BARS))
        self._weight = self._weight * kept + weight
        self._heard = self._heard * kept + evidence * weight
        return np.asarray(self._heard / self._weight)

    def reset(self) -> None:
        """Forget the past."""
        self._bars.clear()
        self._seen = 0
        self._weight = 0.0
        self._heard = np.zeros(1)

    def _floor_with(self, bars: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the floor, having taken in the bars that no window before held."""
        self._bars.extend(bars[-1:] if self._seen else bars[MIDDLE_BAR:])
        if self._seen % FLOOR_EVERY_BARS == 0:
            place = int(len(self._bars) * FLOOR_SHARE)
            self._floor = np.partition(np.stack(self._bars), place, axis=0)[place]
        self._seen += 1
        return self._floor


assert (PATCH_FRAMES - FIRST_BAR_FRAME) % BAR_FRAMES == 0
