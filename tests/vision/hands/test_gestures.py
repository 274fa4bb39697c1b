"""Readings of every hand in every vocabulary, one by one and two together."""

from dataclasses import replace

import numpy as np
import pytest

from tests.fakes.hand_pose import THUMB_IN_M, THUMB_OUT_M, bone_hand, hand_of, mirrored, rule_hand
from tests.vision.hands.tables import shipped_table
from vision.hands.gesture_rules import GestureRules
from vision.hands.gestures import Gestures, GestureSeen
from vision.hands.hand import Hand, HandsResult

TABLE = shipped_table()
HALF_BENT = np.array([[45.0, 55, 30], [5, 5, 5], [45, 55, 30], [5, 5, 5]])


def showing(culture: str, gesture: str, hand_id: int) -> Hand:
    """Return a hand with a gesture; odd ids are left hands."""
    rule = next(rule for rule in TABLE.rules(culture) if rule.gesture == gesture)
    points = rule_hand(rule)
    return hand_of(mirrored(points), "left", hand_id) if hand_id % 2 else hand_of(points, "right")


def seen(vocabularies: list[str], hands: list[Hand]) -> list[tuple[int, str]]:
    gestures = Gestures([GestureRules(TABLE, name) for name in vocabularies])
    return [(s.hand_id, s.gesture) for s in gestures.push(HandsResult(7, tuple(hands), False))]


def test_a_reading_tells_frame_hand_and_side() -> None:
    gestures = Gestures([GestureRules(TABLE, "signs")])
    result = HandsResult(123, (showing("signs", "rock", 3),), False)
    assert gestures.push(result) == [GestureSeen(123, 3, "left", "rock", 1.0)]
    assert not gestures.flush()


def test_a_hand_is_read_once_in_each_vocabulary_in_use() -> None:
    hand = showing("signs", "victory", 0)
    assert seen(["signs"], [hand]) == [(0, "victory")]
    assert seen(["american"], [hand]) == [(0, "count_2")]
    assert seen(["signs", "american"], [hand]) == [(0, "victory"), (0, "count_2")]
    assert seen(["signs", "european"], [hand]) == [(0, "victory")]
    assert seen([], [hand]) == []


def test_no_hand_or_no_gesture_says_nothing() -> None:
    assert seen(["signs"], []) == []
    assert seen(["signs", "american"], [hand_of(bone_hand(HALF_BENT, THUMB_OUT_M))]) == []


def test_what_a_bridged_hand_shows_is_not_known() -> None:
    assert seen(["signs"], [replace(showing("signs", "rock", 0), state="bridged")]) == []


@pytest.mark.parametrize("culture", ["american", "european"])
@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
def test_five_and_another_hand_count_together(culture: str, number: int) -> None:
    full, other = showing(culture, "count_5", 1), showing(culture, f"count_{number}", 0)
    assert seen([culture], [full, other]) == [(1, f"count_{5 + number}")]
    assert seen([culture], [other, full]) == [(0, f"count_{5 + number}")]


def test_two_hands_count_apart_when_neither_is_full_or_one_is_a_fist() -> None:
    hands = [showing("american", "count_2", 0), showing("american", "count_3", 1)]
    assert seen(["american"], hands) == [(0, "count_2"), (1, "count_3")]
    hands = [showing("american", "count_5", 0), showing("american", "count_0", 1)]
    assert seen(["american"], hands) == [(0, "count_5"), (1, "count_0")]


def test_who_counts_with_one_hand_never_adds() -> None:
    hands = [showing("chinese", "count_5", 0), showing("chinese", "count_1", 1)]
    assert seen(["chinese"], hands) == [(0, "count_5"), (1, "count_1")]


def test_signs_of_two_hands_stay_two() -> None:
    hands = [showing("signs", "open_palm", 0), showing("signs", "pointing", 1)]
    assert seen(["signs"], hands) == [(0, "open_palm"), (1, "pointing")]


def test_three_hands_are_nobodys_pair() -> None:
    hands = [
        showing("american", f"count_{number}", place) for place, number in enumerate((5, 1, 2))
    ]
    assert seen(["american"], hands) == [(0, "count_5"), (1, "count_1"), (0, "count_2")]


def test_two_hands_are_as_clear_as_the_less_clear_one() -> None:
    unclear = hand_of(bone_hand(np.array([[20.0, 25, 20], *[[75, 100, 60]] * 3]), THUMB_IN_M))
    gestures = Gestures([GestureRules(TABLE, "american")])
    (alone,) = gestures.push(HandsResult(0, (unclear,), False))
    pair = (showing("american", "count_5", 1), unclear)
    (together,) = gestures.push(HandsResult(0, pair, False))
    assert (alone.gesture, together.gesture) == ("count_1", "count_6")
    assert together.score == alone.score < 1
