"""Where each hand was during the last second and a half."""

from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.dynamic_gesture import WINDOW_NS
from vision.hands.hand import Hand, HandsResult

# A blink of the tracker: a fifth of the window can be told from its ends.
MAX_MISS_NS = 300_000_000
# The window at 170 frames per second; a faster camera shortens the window, not the memory left.
MAX_FRAMES = 256


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """One hand over time.

    Attributes:
        pts_ns: (n,) int64 times of the frames that showed it, rising.
        points_px: (n, 21, 2) float32 x, y of its landmarks in picture pixels.
    """

    pts_ns: NDArray[np.int64]
    points_px: NDArray[np.float32]


class LandmarkHistory:
    """Remembers the hands in view, by id.

    A hand that is missed for up to `MAX_MISS_NS` goes on where it was; then it is forgotten. Where
    a bridged hand is presumed is not where it was, so it counts as missed. A track reaches back
    `WINDOW_NS` and to one frame before, so that the window's start lies between two frames whatever
    their rate.
    """

    def __init__(self) -> None:
        """Remember nothing."""
        self._seen: dict[int, deque[tuple[int, NDArray[np.float32]]]] = {}

    def push(self, result: HandsResult) -> None:
        """Take the hands of the next frame; a time that does not rise starts their tracks anew."""
        for hand in result.hands:
            if hand.state == "seen":
                self._add(result.pts_ns, hand)
        for hand_id, frames in list(self._seen.items()):
            if not 0 <= result.pts_ns - frames[-1][0] <= MAX_MISS_NS:
                del self._seen[hand_id]

    def track(self, hand_id: int) -> Track:
        """Return the track of a hand in `ids`."""
        times, points = zip(*self._seen[hand_id], strict=True)
        return Track(np.array(times, np.int64), np.stack(points))

    @property
    def ids(self) -> frozenset[int]:
        """The hands remembered."""
        return frozenset(self._seen)

    def reset(self) -> None:
        """Forget all hands."""
        self._seen.clear()

    def _add(self, pts_ns: int, hand: Hand) -> None:
        frames = self._seen.setdefault(hand.id, deque(maxlen=MAX_FRAMES))
        if frames and not 0 < pts_ns - frames[-1][0] <= MAX_MISS_NS:
            frames.clear()
        frames.append((pts_ns, hand.landmarks_px[:, :2]))
        while len(frames) > 1 and frames[1][0] <= pts_ns - WINDOW_NS:
            frames.popleft()
