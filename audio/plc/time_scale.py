"""A little faster or slower without a change of pitch: whole periods are left out or said twice.

Both are a jump: at some place the stream is cross-faded into itself, a lag later to shorten it, a
lag earlier to lengthen it, where the two look alike. Where nothing looks alike nothing is done,
except in what is too soft to matter.
"""

from dataclasses import dataclass
from typing import TypeGuard

import numpy as np
from numpy.typing import NDArray

from audio.plc.continuer import FloatArray
from audio.plc.crossfade import rising

SEARCH_RATE_HZ = 8_000  # pitch is sought there and refined at the stream's own rate
SHORTEST_LAG_US = 2_500  # 400 Hz
LONGEST_LAG_MS = 15  # 67 Hz
BLEND_MS = 10
SOFT_RMS = 0.003  # -50 dBFS
SILENT_ENERGY = 1e-9


@dataclass(frozen=True, slots=True)
class Jump:
    """Where a stream goes over into itself, in samples.

    Attributes:
        at: where the cross-fade begins.
        lag: how far away the other side is.
        likeness: normalised correlation of both sides, -1..1.
    """

    at: int
    lag: int
    likeness: float


class TimeScale:
    """Shortens and lengthens blocks of one stream."""

    def __init__(self, sample_rate_hz: int) -> None:
        self._coarse = sample_rate_hz // SEARCH_RATE_HZ
        self._blend = sample_rate_hz * BLEND_MS // 1000
        self.longest_lag = sample_rate_hz * LONGEST_LAG_MS // 1000
        self._shortest_lag = sample_rate_hz * SHORTEST_LAG_US // 1_000_000

    def shorter(self, block: FloatArray, least_likeness: float) -> FloatArray:
        """Return (n, channels) `block` less one lag, or as it is where nothing can be left out.

        The more it holds beyond 12.5 ms, the longer the periods that can be left out.
        """
        jump = self._best(block, 0, 1)
        return block if not _fits(jump, block, least_likeness) else self._jumped(block, jump, 0)

    def longer(self, past: FloatArray, block: FloatArray, least_likeness: float) -> FloatArray:
        """Return (n, channels) `block` and one lag more, or as it is where nothing fits.

        Args:
            past: (m, channels), what was played before the block; the longest lag of it is used.
            block: 10 ms or more.
            least_likeness: of what is said twice with what it follows, -1..1.
        """
        past = past[-self.longest_lag :]
        stream = np.concatenate((past, block))
        jump = self._best(stream, len(past), -1)
        if not _fits(jump, block, least_likeness):
            return block
        return self._jumped(stream, jump, len(past))

    def _best(self, stream: FloatArray, start: int, way: int) -> Jump | None:
        """Return the jump from `start` or later whose sides are most alike."""
        mono = stream.mean(axis=1, dtype=np.float64)
        whole = len(mono) // self._coarse * self._coarse
        coarse = mono[:whole].reshape(-1, self._coarse).mean(axis=1)
        found: Jump | None = None
        step = self._blend // 2
        for at in range(start, len(stream) - self._blend + 1, step):
            jump = self._likest(coarse, at // self._coarse, way, self._coarse)
            if jump is not None and (found is None or jump.likeness > found.likeness):
                found = jump
        return None if found is None else self._refined(mono, found, way)

    def _likest(self, coarse: NDArray[np.float64], at: int, way: int, scale: int) -> Jump | None:
        """Return the best lag of a jump at one place; None where none has room."""
        blend = self._blend // scale
        shortest, longest = self._shortest_lag // scale, self.longest_lag // scale
        room = len(coarse) - blend - at if way > 0 else at
        longest = min(longest, room)
        if longest < shortest or at + blend > len(coarse):
            return None
        side = coarse[at : at + blend]
        low, high = (at + shortest, at + longest) if way > 0 else (at - longest, at - shortest)
        likeness = _likeness(coarse[low : high + blend], side)
        best = int(np.argmax(likeness))
        return Jump(at * scale, (low + best - at) * scale, float(likeness[best]))

    def _refined(self, mono: NDArray[np.float64], jump: Jump, way: int) -> Jump:
        """Return the jump with its lag to the sample."""
        side = mono[jump.at : jump.at + self._blend]
        nearest, farthest = abs(jump.lag) - self._coarse, abs(jump.lag) + self._coarse
        low = jump.at + (nearest if way > 0 else -farthest)
        high = jump.at + (farthest if way > 0 else -nearest)
        low, high = max(0, low), min(high, len(mono) - self._blend)
        likeness = _likeness(mono[low : high + self._blend], side)
        best = int(np.argmax(likeness))
        return Jump(jump.at, low + best - jump.at, float(likeness[best]))

    def _jumped(self, stream: FloatArray, jump: Jump, start: int) -> FloatArray:
        """Return the stream from `start` on with the jump made; its loudness does not dip."""
        at, other, blend = jump.at, jump.at + jump.lag, self._blend
        coming = rising(blend).astype(np.float64)
        going = 1 - coming
        likeness = max(0.0, jump.likeness)
        power = going**2 + coming**2 + 2 * likeness * going * coming
        going, coming = going / np.sqrt(power), coming / np.sqrt(power)
        seam = (
            going[:, None] * stream[at : at + blend] + coming[:, None] * stream[other:][:blend]
        ).astype(np.float32)
        jumped: FloatArray = np.concatenate((stream[start:at], seam, stream[other + blend :]))
        return jumped


def _fits(jump: Jump | None, block: FloatArray, least_likeness: float) -> TypeGuard[Jump]:
    if jump is None:
        return False
    return jump.likeness >= least_likeness or float(np.sqrt(np.mean(block**2))) < SOFT_RMS


def _likeness(around: NDArray[np.float64], side: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the normalised correlation of `side` with every stretch of `around`."""
    energies = np.convolve(around**2, np.ones(len(side)), "valid") * (side @ side)
    likeness: NDArray[np.float64] = np.correlate(around, side, "valid") / np.sqrt(
        np.maximum(energies, SILENT_ENERGY)
    )
    return likeness
