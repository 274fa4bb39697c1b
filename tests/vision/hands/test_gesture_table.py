"""The shipped table, and tables that are wrong."""

import pytest

from tests.vision.hands.tables import TABLE_TEXT, shipped_table
from vision.hands.gesture_table import (
    GestureRule,
    GestureTableError,
    Threshold,
    counted,
    parse_gesture_table,
)

SIGNS = {
    "open_palm",
    "fist",
    "thumbs_up",
    "thumbs_down",
    "pointing",
    "victory",
    "ok",
    "rock",
    "spiderman",
    "call_me",
}


def test_the_table_knows_the_signs_and_how_each_culture_counts() -> None:
    table = shipped_table()
    named = {name: {rule.gesture for rule in table.rules(name)} for name in table.vocabularies}
    assert named["signs"] == SIGNS
    assert table.cultures == ("american", "european", "chinese", "asl")
    assert named["chinese"] == {f"count_{number}" for number in range(11)}
    assert named["asl"] == {f"count_{number}" for number in range(10)}
    for culture in table.two_handed:
        assert named[culture] == {f"count_{number}" for number in range(6)}


def test_one_hand_may_mean_a_sign_and_a_number() -> None:
    table = shipped_table()
    assert ("victory", "count_2") in table.collisions("signs", "american")
    assert ("thumbs_up", "count_1") in table.collisions("signs", "european")
    assert ("victory", "count_2") not in table.collisions("signs", "european")


def test_cultures_contradict_each_other() -> None:
    assert ("count_2", "count_8") in shipped_table().collisions("european", "chinese")


def test_no_vocabulary_contradicts_itself() -> None:
    table = shipped_table()
    for name in table.vocabularies:
        assert not table.collisions(name, name)


def test_overlap_is_of_every_finger_the_thumb_and_its_direction() -> None:
    rule = GestureRule("a", "out", ("bent", "straight", "any", "arched"), thumb_direction="up")
    same = GestureRule("b", "any", ("curled", "any", "hooked", "hooked"))
    assert rule.overlaps(same)
    assert same.overlaps(rule)
    for other in (
        GestureRule("b", "in", same.fingers),
        GestureRule("b", "out", same.fingers, thumb_direction="down"),
        GestureRule("b", "out", ("straight", "any", "any", "any")),
        GestureRule("b", "out", ("any", "any", "any", "curled")),
    ):
        assert not rule.overlaps(other)


def test_a_threshold_is_half_met_where_it_stands() -> None:
    threshold = Threshold(at=80, margin=40)
    assert [threshold.met(value) for value in (0, 40, 60, 80, 120, 500)] == [
        0,
        0,
        0.25,
        0.5,
        1,
        1,
    ]


@pytest.mark.parametrize(
    ("gesture", "number"), [("count_10", 10), ("count_0", 0), ("fist", None), ("count_me", None)]
)
def test_numbers_are_known_by_name(gesture: str, number: int | None) -> None:
    assert counted(gesture) == number


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("format = 1", "format = 2", "format 1"),
        ("format = 1", "format = ", "not valid TOML"),
        ("[signs]", "[marks]", "'signs'"),
        ('two_handed = ["american"', 'two_handed = ["martian"', "'martian'"),
        ("bent_deg = { at = 80, margin = 40 }", "", "thresholds.bent_deg"),
        ("at = 80, margin = 40", "at = 80, margin = 0", "thresholds.bent_deg"),
        ("at = 80, margin = 40", "at = 80", "thresholds.bent_deg"),
        ("touch = {", "tuch = {", "'tuch'"),
        ('fist        = { shape = "in bent', 'fist = { shape = "inn bent', "signs.fist"),
        ('fist        = { shape = "in bent', 'fist = { shape = "in bend', "'bend'"),
        ('fist        = { shape = "in bent', 'fist = { shape = "in', "five words"),
        ('fist        = { shape = "in', 'fist = { shap = "in', "signs.fist"),
        ('thumb = "up"', 'thumb = "sideways"', "'sideways'"),
        ('thumb = "up"', 'tumb = "up"', "'tumb'"),
        ('palm = "camera"', 'palm = "sky"', "'sky'"),
        ('touches = ["index"] }\nrock', 'touches = ["toe"] }\nrock', "'toe'"),
        ('pointing    = { shape = "any', 'pointing = { shape = "any any', "five words"),
        ('rock        = { shape = "in straight', 'rock = { shape = "any straight', "of signs"),
        ('call_me = ["count_6"]', "", "collisions.chinese"),
        ('call_me = ["count_6"]', 'call_me = ["count_6", "count_5"]', "collisions.chinese"),
    ],
)
def test_a_wrong_table_names_the_entry(old: str, new: str, told: str) -> None:
    assert old in TABLE_TEXT
    with pytest.raises(GestureTableError, match=told.replace(".", r"\.")):
        parse_gesture_table(TABLE_TEXT.replace(old, new, 1))


def test_an_unknown_vocabulary_names_those_that_exist() -> None:
    with pytest.raises(GestureTableError, match=r"'roman'.*signs, american"):
        shipped_table().rules("roman")
