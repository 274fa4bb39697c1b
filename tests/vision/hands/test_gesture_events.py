"""Held and moving gestures in one stream."""

from dataclasses import replace

import numpy as np

from models.dynamic_gesture import GESTURES
from tests.fakes.hand_pose import hand_of, rule_hand
from tests.vision.hands.tables import shipped_table
from vision.hands.deliberate import GestureMade
from vision.hands.gesture_events import GestureEvents
from vision.hands.gesture_rules import GestureRules
from vision.hands.hand import HandsResult

TABLE = shipped_table()
MS = 1_000_000
VICTORY = hand_of(rule_hand(next(r for r in TABLE.rules("signs") if r.gesture == "victory")))


class Waving:
    """Sees a wave in every motion."""

    def read(self, pts_ns: np.ndarray, points_px: np.ndarray) -> np.ndarray:
        probabilities = np.zeros(len(GESTURES), np.float32)
        probabilities[GESTURES.index("wave")] = 1
        return probabilities


def events() -> GestureEvents:
    return GestureEvents([GestureRules(TABLE, "signs"), GestureRules(TABLE, "american")], Waving())


def made(processor: GestureEvents, *times_ms: int, state: str = "seen") -> list[GestureMade]:
    hand = replace(VICTORY, state=state)  # type: ignore[arg-type]  # one of the two states
    results = [HandsResult(at_ms * MS, (hand,), palm_ran=False) for at_ms in times_ms]
    return [event for result in results for event in processor.push(result)]


def test_a_hand_may_hold_one_gesture_and_move_in_another() -> None:
    told = made(events(), *range(0, 401, 40))
    assert [(event.pts_ns // MS, event.gesture) for event in told] == [
        (80, "wave"),
        (320, "victory"),
        (320, "count_2"),
    ]


def test_a_bridged_hand_makes_nothing() -> None:
    assert made(events(), *range(0, 401, 40), state="bridged") == []


def test_the_end_and_a_reset_forget_what_was_begun() -> None:
    processor = events()
    for forget in (processor.flush, processor.reset):
        assert [event.gesture for event in made(processor, 0, 100, 200)] == ["wave"]
        forget()
    assert [event.gesture for event in made(processor, 300, 400)] == ["wave"]
