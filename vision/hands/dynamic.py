"""Moving gestures, each made known once: swipes, circles, a wave, a pinch.

A network reads the last second and a half of each hand in every frame; what it says counts when it
is sure and stays so for a moment. After an event the hand must have come to rest, as the network
sees it, before it can make another: drawing circles on and on is one circle, and the hand's way
back from a swipe is no swipe.

Directions are as seen in the unmirrored picture: left is towards x = 0, down towards larger y.
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from models.dynamic_gesture import GESTURES, NONE
from vision.hands.deliberate import GestureMade
from vision.hands.hand import HandsResult
from vision.hands.history import LandmarkHistory

# Chosen for few false events on clips of tests/bench/dynamic_gestures.py, of another seed than its
# figures are taken on.
SURE = 0.85
HOLD_NS = 80_000_000
REFRACTORY_NS = 600_000_000
QUIET_NS = 300_000_000


class GestureReader(Protocol):
    """Names the motion of a hand; `models.dynamic_gesture.DynamicGestureReader` is one."""

    def read(
        self, pts_ns: NDArray[np.int64], points_px: NDArray[np.floating]
    ) -> NDArray[np.float32]:
        """Return (9,) probabilities of `models.dynamic_gesture.GESTURES`.

        Args:
            pts_ns: (n,) times, rising.
            points_px: (n, 21, 2) landmarks in picture pixels.
        """
        ...


class DynamicGestures:
    """Watches every hand in view; a processor of HandsResult into GestureMade.

    The events' names are those of `models.dynamic_gesture.GESTURES` but "none"; their time is that
    of the frame that made sure. A bridged hand makes no gesture.
    """

    def __init__(self, reader: GestureReader) -> None:
        """Set up with no hand in view."""
        self._reader = reader
        self._history = LandmarkHistory()
        self._deliberations: dict[int, _Deliberation] = {}

    def push(self, item: HandsResult) -> Sequence[GestureMade]:
        """Take the hands of the next frame; return the gestures it completed."""
        self._history.push(item)
        made = []
        for hand in item.hands:
            if hand.state != "seen":
                continue
            track = self._history.track(hand.id)
            probabilities = self._reader.read(track.pts_ns, track.points_px)
            deliberation = self._deliberations.setdefault(hand.id, _Deliberation())
            if deliberation.concludes(item.pts_ns, probabilities):
                gesture = deliberation.candidate
                made.append(GestureMade(item.pts_ns, hand.id, hand.handedness, gesture))
        for gone in self._deliberations.keys() - self._history.ids:
            del self._deliberations[gone]
        return made

    def flush(self) -> Sequence[GestureMade]:
        """Forget the hands in view, since a motion does not span a gap; nothing is pending."""
        self.reset()
        return ()

    def reset(self) -> None:
        """Forget everything."""
        self._history.reset()
        self._deliberations.clear()


class _Deliberation:
    """Whether one hand means what it does."""

    def __init__(self) -> None:
        self.candidate = GESTURES[NONE]
        self._since_ns = 0
        self._made_ns: int | None = None

    def concludes(self, pts_ns: int, probabilities: NDArray[np.float32]) -> bool:
        """Tell whether this frame completes the gesture `candidate`."""
        best = int(probabilities.argmax())
        name = GESTURES[best if probabilities[best] >= SURE else NONE]
        if name != self.candidate:
            self.candidate, self._since_ns = name, pts_ns
        held_ns = pts_ns - self._since_ns
        if self._made_ns is not None:
            rested = name == GESTURES[NONE] and held_ns >= QUIET_NS
            if rested and pts_ns - self._made_ns >= REFRACTORY_NS:
                self._made_ns = None
            return False
        if name == GESTURES[NONE] or held_ns < HOLD_NS:
            return False
        self._made_ns = pts_ns
        return True
