"""A gesture asks for an action: once per cooldown, and only for what is possible."""

import pytest

from app.actions import Action, ActionAsked, Actions, ActionTable, parse_action_table
from app.errors import UsageError
from app.pipelines.hands import action_table
from vision.hands.deliberate import GestureMade

MS = 1_000_000
TABLE = ActionTable(
    {"thumbs_up": Action.MARK, "ok": Action.MARK, "rock": Action.TOGGLE_RECORDING}, 1000 * MS
)
SMALL = 'format = 1\ncooldown_ms = 5\n[actions]\nok = "mark"\n'


def made(at_ms: int, gesture: str, hand_id: int = 0) -> GestureMade:
    return GestureMade(at_ms * MS, hand_id, "left", gesture)


def asked(*gestures: GestureMade, possible: set[Action] | None = None) -> list[tuple[int, str]]:
    actions = Actions(TABLE, set(Action) if possible is None else possible)
    told = [wish for gesture in gestures for wish in actions.push(gesture)]
    return [(wish.pts_ns // MS, wish.action.value) for wish in told]


def test_a_wish_tells_when_by_what_and_whose() -> None:
    (wish,) = Actions(TABLE, set(Action)).push(made(7, "rock", 3))
    assert wish == ActionAsked(7 * MS, Action.TOGGLE_RECORDING, "rock", 3)


def test_a_gesture_without_an_action_asks_for_nothing() -> None:
    assert asked(made(0, "fist")) == []


def test_what_is_not_possible_here_is_not_asked_for() -> None:
    assert asked(made(0, "rock"), made(0, "ok"), possible={Action.MARK}) == [(0, "mark")]


def test_the_same_action_is_asked_for_once_in_the_cooldown_whatever_the_gesture() -> None:
    assert asked(made(0, "ok"), made(999, "thumbs_up", 1), made(1000, "ok")) == [
        (0, "mark"),
        (1000, "mark"),
    ]


def test_a_wish_within_the_cooldown_does_not_lengthen_it() -> None:
    times = [0, 600, 1200, 1800]
    assert [at for at, _ in asked(*(made(at, "ok") for at in times))] == [0, 1200]


def test_each_action_cools_down_alone() -> None:
    assert len(asked(made(0, "ok"), made(1, "rock"))) == 2


def test_a_reset_forgets_the_cooldown() -> None:
    actions = Actions(TABLE, set(Action))
    assert actions.push(made(0, "ok"))
    actions.reset()
    assert actions.push(made(1, "ok"))
    assert not actions.flush()


def test_the_shipped_table_gives_every_action_a_gesture() -> None:
    assert set(action_table().actions.values()) == set(Action)
    assert action_table().actions["thumbs_up"] is Action.MARK


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("format =", "not valid TOML"),
        (SMALL.replace("format = 1", "format = 2"), "not of format 1"),
        (SMALL.replace("5", "-5"), "cooldown_ms"),
        (SMALL.replace("5", '"5"'), "cooldown_ms"),
        ("format = 1\ncooldown_ms = 5\n", r"no part \[actions\]"),
        (SMALL.replace("ok", "okay"), "names the gesture 'okay'"),
        (SMALL.replace("mark", "marc"), "has 'marc' for ok; it may be one of toggle_recording"),
    ],
)
def test_mistakes_in_a_table_are_named(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        parse_action_table(text, {"ok"})


def test_a_table_is_read() -> None:
    assert parse_action_table(SMALL, {"ok"}) == ActionTable({"ok": Action.MARK}, 5 * MS)
