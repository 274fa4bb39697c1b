"""Hands, for every use: what follows them, reads their gestures, and asks for actions.

Frame -> HandTracker -> HandsResult, as seen -> SteadyHands -> HandsResult, to be shown
                                    |
                                    +-> GestureEvents -> GestureMade -> Actions -> ActionAsked
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from app.actions import Action, Actions, ActionTable, parse_action_table
from models.dynamic_gesture import GESTURES, NONE, DynamicGestureReader
from models.hand import HandLandmarker
from models.palm import PalmDetector
from vision.hands.gesture_events import GestureEvents
from vision.hands.gesture_rules import GestureRules
from vision.hands.gesture_table import SIGNS, GestureTable, parse_gesture_table
from vision.hands.tracker import HandTracker

ASSETS = Path(__file__).resolve().parents[2] / "assets" / "gestures"


@cache
def gesture_table() -> GestureTable:
    """Return the table of held gestures that ships with the program."""
    return parse_gesture_table((ASSETS / "static.toml").read_text(encoding="utf-8"))


@cache
def action_table() -> ActionTable:
    """Return the table of actions that ships with the program."""
    vocabularies = gesture_table().vocabularies
    text = (ASSETS / "actions.toml").read_text(encoding="utf-8")
    return parse_action_table(text, (*held_gestures(*vocabularies), *moving_gestures()))


def held_gestures(*vocabularies: str) -> tuple[str, ...]:
    """Return the names of the held gestures of these vocabularies."""
    table = gesture_table().vocabularies
    rules = [rule for vocabulary in vocabularies for rule in table[vocabulary]]
    return tuple(dict.fromkeys(rule.gesture for rule in rules))


def moving_gestures() -> tuple[str, ...]:
    """Return the names of the gestures that move."""
    return tuple(name for name in GESTURES if name != GESTURES[NONE])


@dataclass(frozen=True, slots=True, kw_only=True)
class HandsSetup:
    """How hands are followed and read.

    Attributes:
        palm_model: file of the network that finds palms.
        landmark_model: of the one that reads a hand.
        motion_model: of the one that tells moving gestures.
        search_period_ns: least time between two searches of the whole picture while a hand is
            followed.
        max_hands: hands followed at once.
        mirrored: the pictures are mirrored, as a selfie; sides are swapped.
        culture: the way of counting on fingers, one of the table of gestures.
        table: what gestures ask for.
    """

    palm_model: Path
    landmark_model: Path
    motion_model: Path
    search_period_ns: int
    max_hands: int
    mirrored: bool
    culture: str
    table: ActionTable = field(default_factory=action_table)

    def tracker(self, *, static: bool = False) -> HandTracker:
        """Return what follows hands; with `static`, what finds them in unrelated pictures."""
        return HandTracker(
            PalmDetector(self.palm_model),
            HandLandmarker(self.landmark_model),
            max_hands=self.max_hands,
            static=static,
            mirrored=self.mirrored,
            search_period_ns=self.search_period_ns,
        )

    def gestures(self) -> GestureEvents:
        """Return what makes events of gestures."""
        return GestureEvents(self.vocabularies(), DynamicGestureReader(self.motion_model))

    def actions(self, possible: Collection[Action]) -> Actions:
        """Return what asks for those of the actions in the table that are possible here."""
        return Actions(self.table, possible)

    def vocabularies(self) -> tuple[GestureRules, GestureRules]:
        """Return the rules of signs and of counting."""
        table = gesture_table()
        return GestureRules(table, SIGNS), GestureRules(table, self.culture)
