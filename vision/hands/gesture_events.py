"""Every gesture that is made, held still or moving, as one stream of events."""

from collections.abc import Sequence

from vision.hands.deliberate import DeliberateGestures, GestureMade
from vision.hands.dynamic import DynamicGestures, GestureReader
from vision.hands.gesture_rules import GestureRules
from vision.hands.gestures import Gestures
from vision.hands.hand import HandsResult


class GestureEvents:
    """Watches every hand in view; a processor of HandsResult into GestureMade.

    It takes hands as a tracker sees them: smoothing would tell of a motion later, and one in a
    hundred evaluation clips wrongly that is told right without it.
    """

    def __init__(self, vocabularies: Sequence[GestureRules], reader: GestureReader) -> None:
        """Read held gestures in each of these vocabularies, moving ones with `reader`."""
        self._gestures = Gestures(vocabularies)
        self._deliberate = DeliberateGestures()
        self._moving = DynamicGestures(reader)

    def push(self, item: HandsResult) -> Sequence[GestureMade]:
        """Take the hands of the next frame; return the gestures it completed."""
        held = [made for seen in self._gestures.push(item) for made in self._deliberate.push(seen)]
        return [*held, *self._moving.push(item)]

    def flush(self) -> Sequence[GestureMade]:
        """Forget the hands in view; a gesture that is not complete was not made."""
        self.reset()
        return ()

    def reset(self) -> None:
        """Forget everything."""
        self._deliberate.reset()
        self._moving.reset()
