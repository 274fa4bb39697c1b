"""What is written beside a hand: the sign or moving gesture it made last, for a moment."""

from vision.hands.deliberate import GestureMade
from vision.hands.gesture_table import counted

NS_PER_S = 1_000_000_000
SHOWN_NS = 2 * NS_PER_S  # long enough to be read


class Captions:
    """Remembers the last gesture of each hand; numbers are left out, since most are signs too."""

    def __init__(self) -> None:
        """Start with none."""
        self._made: dict[int, GestureMade] = {}

    def push(self, item: GestureMade) -> None:
        """Take a gesture."""
        if counted(item.gesture) is None:
            self._made[item.hand_id] = item

    def at(self, pts_ns: int) -> dict[int, str]:
        """Return what to write at a time, not before the last gesture's, by hand."""
        self._made = {
            hand_id: made
            for hand_id, made in self._made.items()
            if pts_ns - made.pts_ns <= SHOWN_NS
        }
        return {hand_id: made.gesture.replace("_", " ") for hand_id, made in self._made.items()}
