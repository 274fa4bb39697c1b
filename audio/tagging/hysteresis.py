"""One label for each bar out of doubtful evidence, that changes reluctantly.

The likeliest path through the labels (Viterbi, 1967), where a change of label costs more or less at
each bar. It is decided a fixed time later, when what came after has been heard.
"""

from collections import deque
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


class Hysteresis:
    """Decides labels `lag_bars` after their evidence."""

    def __init__(self, lag_bars: int) -> None:
        self._lag_bars = lag_bars
        self._scores: NDArray[np.float64] | None = None
        self._origins: deque[NDArray[np.int_]] = deque()  # where each label came from, by bar

    def push(self, evidence: NDArray[np.float64], reluctance: float) -> Sequence[int]:
        """Take the next bar and return the labels that are decided by now, none or one.

        Args:
            evidence: (labels,) log likelihoods, up to a constant.
            reluctance: what a change of label at the beginning of this bar costs.
        """
        if self._scores is None:
            self._scores = np.zeros_like(evidence)
        stays = np.arange(len(evidence))
        best = int(self._scores.argmax())
        changed = self._scores[best] - reluctance
        self._origins.append(np.where(self._scores >= changed, stays, best))
        self._scores = np.maximum(self._scores, changed) + evidence
        self._scores -= self._scores.max()
        if len(self._origins) <= self._lag_bars:
            return ()
        decided = self._path()[0]
        self._origins.popleft()
        return (decided,)

    def latest(self) -> int | None:
        """Return the label of the newest bar as it looks so far; None before the first."""
        return None if self._scores is None else int(self._scores.argmax())

    def flush(self) -> Sequence[int]:
        """Decide all the rest and start anew."""
        path = self._path()
        self.reset()
        return path

    def reset(self) -> None:
        """Forget the past."""
        self._scores = None
        self._origins.clear()

    def _path(self) -> list[int]:
        """Return the likeliest labels of the undecided bars."""
        label = self.latest()
        if label is None:
            return []
        path = [label]
        for origins in list(self._origins)[:0:-1]:
            label = int(origins[label])
            path.append(label)
        return path[::-1]
