"""What each hand shows in each frame.

A hand is read once in every vocabulary in use. Two raised fingers are then both `victory`, a
sign, and `count_2`, a number: which of them matters is for the listener to say, and whoever wants
only one uses only that vocabulary.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from vision.hands.gesture_rules import GestureRules, Reading
from vision.hands.gesture_table import COUNT_PREFIX, counted
from vision.hands.hand import Hand, Handedness, HandsResult

FULL_HAND = 5
TWO_HANDS = 2


@dataclass(frozen=True, slots=True)
class GestureSeen:
    """A gesture that one hand shows in one frame.

    Attributes:
        pts_ns: time of the frame.
        hand_id: the hand.
        handedness: the person's own left or right.
        gesture: name from the table of gestures; directions in a name (thumbs up) are those of
            the unmirrored picture.
        score: how clearly it is shown, 0.4..1.
    """

    pts_ns: int
    hand_id: int
    handedness: Handedness
    gesture: str
    score: float


class Gestures:
    """Reads every hand of every frame; a processor of HandsResult into GestureSeen.

    A hand gives at most one reading per vocabulary and frame, none where nothing fits or where it
    is bridged, since what a hidden hand shows is not known. Where a
    culture counts on two hands, a frame with just two counting hands, one of them full, gives the
    sum in place of both, as a reading of the hand followed longer. Nothing is remembered from
    frame to frame; `vision.hands.deliberate` makes events of what is held.
    """

    def __init__(self, vocabularies: Sequence[GestureRules]) -> None:
        """Read with these rules, each hand once with each."""
        self._vocabularies = tuple(vocabularies)

    def push(self, item: HandsResult) -> Sequence[GestureSeen]:
        """Return what the hands of the frame show."""
        seen = [hand for hand in item.hands if hand.state == "seen"]
        return [
            GestureSeen(item.pts_ns, hand.id, hand.handedness, reading.gesture, reading.score)
            for rules in self._vocabularies
            for hand, reading in _read(rules, seen)
        ]

    def flush(self) -> Sequence[GestureSeen]:
        """Return nothing: no frame is ever held back."""
        return ()

    def reset(self) -> None:
        """Do nothing: no frame is remembered."""


def _read(rules: GestureRules, hands: Sequence[Hand]) -> list[tuple[Hand, Reading]]:
    """Return the hands that show something, and what."""
    shown = [(hand, reading) for hand in hands if (reading := rules.read(hand)) is not None]
    if rules.two_handed and len(shown) == TWO_HANDS:
        (first, one), (_, other) = shown
        if (both := _sum(one, other)) is not None:
            return [(first, both)]
    return shown


def _sum(one: Reading, other: Reading) -> Reading | None:
    """Return the number that two hands count together; None when neither is full."""
    numbers = sorted((counted(one.gesture) or 0, counted(other.gesture) or 0))
    if numbers[0] == 0 or numbers[1] != FULL_HAND:
        return None
    return Reading(f"{COUNT_PREFIX}{sum(numbers)}", min(one.score, other.score))
