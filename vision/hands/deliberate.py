"""From what a hand happens to show to what a person means: one event per gesture held.

A hand passes through many shapes. A gesture is made when it was shown steadily for a while; it is
made once, however long it is held; and it can be made again only after it has ended.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from vision.hands.gesture_table import counted
from vision.hands.gestures import GestureSeen
from vision.hands.hand import Handedness

NS_PER_MS = 1_000_000

# By feel: long enough not to be passed through, short enough not to be waited for.
HOLD_MS = 300
# Readings may fail for so long within a hold: 3 frames of a 30 Hz camera.
MAX_GAP_MS = 120
# A gesture not seen for so long has ended. Longer than the gap, so that it is not made twice.
RELEASE_MS = 300
# A hold begins with a clear reading and goes on with any (hysteresis): at 0.6 the least met
# condition is past its threshold by a fifth of its margin.
BEGIN_SCORE = 0.6


@dataclass(frozen=True, slots=True)
class GestureMade:
    """A person made a gesture.

    Attributes:
        pts_ns: time of the frame that completed it.
        hand_id: the hand.
        handedness: the person's own left or right.
        gesture: its name; directions in a name are those of the unmirrored picture.
    """

    pts_ns: int
    hand_id: int
    handedness: Handedness
    gesture: str


@dataclass(slots=True)
class _Hold:
    """What one hand did of late, in one kind of gesture.

    Attributes:
        seen_ns: time of its last reading.
        gesture: what it holds; None after an unclear reading.
        since_ns: when that began.
        made: the gesture last made, until it has ended.
        made_seen_ns: when that was last shown.
    """

    seen_ns: int
    gesture: str | None = None
    since_ns: int = 0
    made: str | None = None
    made_seen_ns: int = 0


class DeliberateGestures:
    """Tells gestures that are meant; a processor of GestureSeen into GestureMade.

    Signs and numbers of one hand are held independently. What is remembered of a hand is
    forgotten `RELEASE_MS` after its last reading, at the next reading of any hand. Readings come
    in the order of their times.
    """

    def __init__(self, hold_ms: int = HOLD_MS) -> None:
        """Ask for gestures to be held for `hold_ms`."""
        self._hold_ns = hold_ms * NS_PER_MS
        self._holds: dict[tuple[int, bool], _Hold] = {}

    def push(self, item: GestureSeen) -> Sequence[GestureMade]:
        """Take the next reading; return the gesture that it completes, if any."""
        self._forget(item.pts_ns)
        key = (item.hand_id, counted(item.gesture) is None)
        hold = self._holds.setdefault(key, _Hold(item.pts_ns))
        _follow(hold, item)
        if hold.gesture is None or hold.gesture == hold.made:
            return ()
        if item.pts_ns - hold.since_ns < self._hold_ns:
            return ()
        hold.made, hold.made_seen_ns = hold.gesture, item.pts_ns
        return [GestureMade(item.pts_ns, item.hand_id, item.handedness, hold.gesture)]

    def flush(self) -> Sequence[GestureMade]:
        """Return nothing: a gesture not held long enough was not made."""
        return ()

    def reset(self) -> None:
        """Forget all hands."""
        self._holds.clear()

    def _forget(self, now_ns: int) -> None:
        """Drop what is known of hands not read for a while."""
        self._holds = {
            key: hold
            for key, hold in self._holds.items()
            if now_ns - hold.seen_ns <= RELEASE_MS * NS_PER_MS
        }


def _follow(hold: _Hold, item: GestureSeen) -> None:
    """Update what the hand holds and whether what it made has ended."""
    if item.pts_ns - hold.made_seen_ns > RELEASE_MS * NS_PER_MS:
        hold.made = None
    elif item.gesture == hold.made:
        hold.made_seen_ns = item.pts_ns
    goes_on = item.gesture == hold.gesture and item.pts_ns - hold.seen_ns <= MAX_GAP_MS * NS_PER_MS
    if not goes_on:
        hold.gesture = item.gesture if item.score >= BEGIN_SCORE else None
        hold.since_ns = item.pts_ns
    hold.seen_ns = item.pts_ns
