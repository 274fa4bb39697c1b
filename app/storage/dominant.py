"""Which sound dominates each stretch of a recording, at every zoom."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.storage.events import SoundRun
from audio.tagging.windows import BAR_NS

FACTOR = 4
LEAST_BARS = 512
NOBODY = ""  # where nobody listened
YIELDING = ("silence", NOBODY)  # they name a stretch only when nothing sounds in it


class DominantSounds:
    """Bars as runs tell them, and what dominates ever longer stretches of them."""

    def __init__(self, runs: Sequence[SoundRun]) -> None:
        self._names = [*YIELDING, *sorted({run.sound for run in runs} - set(YIELDING))]
        codes = {name: code for code, name in enumerate(self._names)}
        spans = np.array([(run.start_ns, run.end_ns) for run in runs], np.int64).reshape(-1, 2)
        spans = (spans + BAR_NS // 2) // BAR_NS
        bars = np.full(int(spans[:, 1].max(initial=0)), codes[NOBODY], np.uint8)
        for run, (first, last) in zip(runs, spans.tolist(), strict=True):
            bars[max(first, 0) : max(last, 0)] = codes[run.sound]
        self._levels = [bars]
        while len(self._levels[-1]) > LEAST_BARS:
            self._levels.append(self._coarser(self._levels[-1]))

    def columns(self, start_ns: int, end_ns: int, count: int) -> list[str]:
        """Return the key that dominates each of `count` columns; "" beyond what was heard."""
        bars = (end_ns - start_ns) / BAR_NS / count
        level, width = 0, 1
        while level + 1 < len(self._levels) and width * FACTOR <= bars:
            level, width = level + 1, width * FACTOR
        codes = self._levels[level]
        edges = np.floor((start_ns / BAR_NS + bars * np.arange(count + 1)) / width).astype(np.int64)
        lengths = np.maximum(np.diff(edges), 1)
        owners = np.repeat(np.arange(count), lengths)
        places = np.arange(len(owners)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        places += np.repeat(edges[:-1], lengths)
        known = (places >= 0) & (places < len(codes))
        chosen = self._most(owners[known], codes[places[known]], count)
        return [self._names[code] for code in chosen]

    def _coarser(self, codes: NDArray[np.uint8]) -> NDArray[np.uint8]:
        return self._most(np.arange(len(codes)) // FACTOR, codes, -(-len(codes) // FACTOR))

    def _most(
        self, owners: NDArray[np.int_], codes: NDArray[np.uint8], count: int
    ) -> NDArray[np.uint8]:
        """Return the commonest code of each owner, (count,); those that yield only when alone."""
        kinds = len(self._names)
        votes = np.bincount(owners * kinds + codes, minlength=count * kinds).reshape(count, kinds)
        votes[:, len(YIELDING) :] *= int(votes.max(initial=1)) + 1
        chosen: NDArray[np.uint8] = votes.argmax(axis=1).astype(np.uint8)
        chosen[votes.max(axis=1) == 0] = YIELDING.index(NOBODY)
        return chosen
