"""What gestures may do to a recording without a window."""

import asyncio
from pathlib import Path

import pytest

from app.actions import Action, ActionAsked
from app.pipelines.hands import HandsSetup
from app.pipelines.job import hand_parts
from app.pipelines.loop_stages import Control
from vision.hands.deliberate import GestureMade

SETUP = HandsSetup(
    palm_model=Path("palm"),
    landmark_model=Path("hand"),
    motion_model=Path("motion"),
    search_period_ns=0,
    max_hands=2,
    mirrored=False,
    culture="american",
)


def wish(action: Action) -> ActionAsked:
    return ActionAsked(0, action, "ok", 0)


def test_only_the_wish_for_it_ends_a_recording() -> None:
    ending = asyncio.Event()
    control = Control(ending)
    for action in set(Action) - {Action.TOGGLE_RECORDING}:
        assert not control.push(wish(action))
    assert not ending.is_set()
    control.push(wish(Action.TOGGLE_RECORDING))
    assert ending.is_set()


@pytest.mark.parametrize(("stop_by_gesture", "asked"), [(False, []), (True, ["toggle_recording"])])
def test_a_sign_ends_a_recording_only_where_that_was_asked_for(
    asked: list[str], *, stop_by_gesture: bool
) -> None:
    parts = hand_parts(SETUP, stop_by_gesture, asyncio.Event())
    told = parts.actions().push(GestureMade(0, 0, "left", "rock"))
    assert [wish.action for wish in told if isinstance(wish, ActionAsked)] == asked


def test_a_moment_can_always_be_marked() -> None:
    parts = hand_parts(SETUP, False, asyncio.Event())
    (told,) = parts.actions().push(GestureMade(0, 0, "left", "thumbs_up"))
    assert isinstance(told, ActionAsked)
    assert told.action is Action.MARK
