"""Every gesture of the table, read off a hand of bones."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.hand_pose import (
    THUMB_IN_M,
    THUMB_OUT_M,
    bone_hand,
    boned,
    hand_of,
    mirrored,
    rule_hand,
    swing_thumb,
    turn,
)
from tests.vision.hands.tables import shipped_table
from vision.hands.angles import hand_angles
from vision.hands.deliberate import BEGIN_SCORE
from vision.hands.gesture_rules import GestureRules, Reading
from vision.hands.gesture_table import GestureRule, GestureTableError

TABLE = shipped_table()
RULES = {name: GestureRules(TABLE, name) for name in TABLE.vocabularies}
ROWS = [(name, rule) for name in TABLE.vocabularies for rule in TABLE.rules(name)]
SMALL_DEG = 10.0
GARBAGE = 2000

AXES = st.tuples(*[st.floats(-1, 1)] * 3).filter(lambda axis: np.linalg.norm(axis) > 0.1)
SHAKES = st.lists(st.floats(-SMALL_DEG, SMALL_DEG), min_size=12, max_size=12)
TURNS = st.floats(-np.pi, np.pi)


def posed(rule: GestureRule, shake_deg: np.ndarray | None = None) -> np.ndarray:
    """Return a hand that follows a rule, its thumb pointing where the rule says."""
    hand = rule_hand(rule, shake_deg)
    if rule.thumb_direction == "any":
        return hand
    target = np.array([0, -1.0 if rule.thumb_direction == "up" else 1.0, 0])
    thumb = hand_angles(hand, "right").thumb_direction
    return turn(hand, np.cross(thumb, target).tolist(), np.arccos(thumb @ target))


@pytest.mark.parametrize(
    ("name", "rule"), ROWS, ids=[f"{name}.{rule.gesture}" for name, rule in ROWS]
)
def test_every_gesture_is_read_clearly_from_its_own_pose(name: str, rule: GestureRule) -> None:
    reading = RULES[name].read(hand_of(posed(rule)))
    assert reading is not None
    assert reading.gesture == rule.gesture
    assert reading.score > 0.9


@settings(max_examples=200)
@given(
    row=st.sampled_from(ROWS), axis=AXES, angle=TURNS, shake=SHAKES, swing=AXES, left=st.booleans()
)
def test_every_gesture_is_read_however_the_hand_is_turned_and_its_joints_vary(
    row: tuple[str, GestureRule],
    axis: tuple[float, float, float],
    angle: float,
    shake: list[float],
    swing: tuple[float, float, float],
    left: bool,
) -> None:
    name, rule = row
    hand = posed(rule, np.array(shake).reshape(4, 3))
    if not rule.touches:
        hand = swing_thumb(hand, swing, np.radians(SMALL_DEG))
    if rule.thumb_direction != "any":
        hand = turn(hand, (0, 1, 0), angle)  # about the thumb
    elif rule.palm == "camera":
        hand = turn(turn(hand, (0, 0, 1), angle), (1, 0, 0), angle / 4)
    else:
        hand = turn(hand, axis, angle)
    shown = hand_of(mirrored(hand), "left") if left else hand_of(hand)
    reading = RULES[name].read(shown)
    assert reading is not None
    assert reading.gesture == rule.gesture


def test_collisions_are_read_as_stated() -> None:
    for culture in TABLE.cultures:
        stated = TABLE.collisions("signs", culture)
        for rule in TABLE.rules("signs"):
            number = RULES[culture].read(hand_of(posed(rule)))
            if number is not None:
                assert (rule.gesture, number.gesture) in stated


def test_thumbs_point_up_or_down_or_say_nothing() -> None:
    up = posed(next(rule for rule in TABLE.rules("signs") if rule.gesture == "thumbs_up"))

    def read(angle_deg: float) -> str | None:
        reading = RULES["signs"].read(hand_of(turn(up, (0, 0, 1), np.radians(angle_deg))))
        return None if reading is None else reading.gesture

    assert [read(angle) for angle in (0, 30, -30)] == ["thumbs_up"] * 3
    assert [read(angle) for angle in (90, -90)] == [None] * 2
    assert [read(angle) for angle in (150, 180, -150)] == ["thumbs_down"] * 3


def test_the_back_of_the_hand_is_no_open_palm_but_counts_five() -> None:
    hand = turn(bone_hand(np.full((4, 3), 5.0), THUMB_OUT_M), (0, 1, 0), np.pi)
    assert RULES["signs"].read(hand_of(hand)) is None
    assert RULES["american"].read(hand_of(hand)) == Reading("count_5", 1.0)


def test_a_thumb_that_touches_nothing_makes_no_ok() -> None:
    bends = np.array([[50.0, 55, 30], *[[5, 5, 5]] * 3])
    touching = RULES["signs"].read(hand_of(bone_hand(bends, None, meets=[8])))
    assert touching is not None
    assert touching.gesture == "ok"
    assert RULES["signs"].read(hand_of(bone_hand(bends, THUMB_OUT_M))) is None


def test_a_hooked_finger_is_neither_rounded_nor_curled() -> None:
    def read(index_deg: tuple[float, float, float]) -> str | None:
        bends = np.array([index_deg, *[[75, 100, 60]] * 3])
        reading = RULES["chinese"].read(hand_of(bone_hand(bends, THUMB_IN_M)))
        return None if reading is None else reading.gesture

    assert read((5, 85, 45)) == "count_9"
    assert read((60, 45, 30)) is None
    assert read((5, 110, 95)) == "count_10"


def test_the_score_falls_as_a_finger_leaves_its_state() -> None:
    def score(bend_deg: float) -> float:
        bends = np.full((4, 3), 5.0)
        bends[1] = bend_deg / 3
        reading = RULES["signs"].read(hand_of(bone_hand(bends, THUMB_OUT_M)))
        return 0.0 if reading is None else reading.score

    scores = [score(bend) for bend in (15, 60, 70, 80, 100)]
    assert scores[0] == 1.0
    assert scores[1:4] == sorted(scores[1:4], reverse=True)
    assert scores[3] == pytest.approx(0.5, abs=0.01)
    assert scores[4] == 0.0


def test_scattered_points_are_no_hand() -> None:
    random = np.random.default_rng(0)
    for scale in (0.01, 0.03, 0.1):
        for points in random.normal(0, scale, (GARBAGE // 4, 21, 3)):
            assert all(rules.read(hand_of(points)) is None for rules in RULES.values())


def test_bones_in_random_directions_seldom_make_a_clear_gesture() -> None:
    random = np.random.default_rng(0)
    directions = random.normal(size=(GARBAGE // 2, 5, 4, 3))
    directions /= np.linalg.norm(directions, axis=3, keepdims=True)
    readings = [RULES["signs"].read(hand_of(boned(bones))) for bones in directions]
    clear = sum(reading is not None and reading.score >= BEGIN_SCORE for reading in readings)
    assert clear <= len(readings) / 100


def test_a_hand_that_is_not_a_number_shows_nothing() -> None:
    hand = hand_of(np.full((21, 3), np.nan))
    assert all(rules.read(hand) is None for rules in RULES.values())
    assert RULES["signs"].read(replace(hand, world_m=np.zeros((21, 3), np.float32))) is None


def test_rules_of_no_culture_cannot_be_made() -> None:
    with pytest.raises(GestureTableError, match="roman"):
        GestureRules(TABLE, "roman")
