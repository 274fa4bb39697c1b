"""Which bars are silent: quiet ones, and only in a row, so that a crackling fire is no silence."""

from collections.abc import Sequence

SILENT_DBFS = -60.0  # the noise of a quiet room's microphone is below it
SHORTEST_BARS = 10  # half a second; shorter pauses belong to what sounds around them


class SilenceGate:
    """Tells of each bar whether it is silent, at most SHORTEST_BARS - 1 bars later.

    Attributes:
        is_silent: whether the newest bar is known to be.
    """

    def __init__(self) -> None:
        self.is_silent = False
        self._quiet_bars = 0  # undecided ones, or all of a silence that has begun

    def push(self, level_dbfs: float) -> Sequence[bool]:
        """Take the level of the next bar and return what is known of the next undecided ones."""
        self._quiet_bars += 1
        if level_dbfs >= SILENT_DBFS:
            decided = [False] * (0 if self.is_silent else self._quiet_bars - 1) + [False]
            self.reset()
            return decided
        if self.is_silent:
            return [True]
        if self._quiet_bars < SHORTEST_BARS:
            return []
        self.is_silent = True
        return [True] * self._quiet_bars

    def flush(self) -> Sequence[bool]:
        """Decide the rest, which is too short to be silent, and start anew."""
        decided = [False] * (0 if self.is_silent else self._quiet_bars)
        self.reset()
        return decided

    def reset(self) -> None:
        """Forget the past."""
        self._quiet_bars = 0
        self.is_silent = False
