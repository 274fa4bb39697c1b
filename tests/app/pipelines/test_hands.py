"""What follows hands and reads them, put together from settings."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.actions import Action, ActionAsked, changed_table
from app.config import CULTURES
from app.errors import UsageError
from app.pipelines.hands import HandsSetup, action_table, gesture_table
from models.store import ASSETS
from tests.models_store import ready_model
from vision.hands.deliberate import GestureMade


def test_the_settings_know_every_culture_of_the_table() -> None:
    assert gesture_table().cultures == CULTURES


SETUP = HandsSetup(
    palm_model=Path("palm"),
    landmark_model=Path("hand"),
    motion_model=Path("motion"),
    search_period_ns=0,
    max_hands=1,
    mirrored=False,
    culture="american",
)


def test_only_possible_actions_are_asked_for() -> None:
    asking = SETUP.actions({Action.MARK})
    assert asking.push(GestureMade(5, 1, "left", "thumbs_up")) == [
        ActionAsked(5, Action.MARK, "thumbs_up", 1)
    ]
    assert asking.push(GestureMade(5, 1, "left", "rock")) == ()


def test_a_person_decides_what_gestures_ask_for() -> None:
    changes = {"rock": "mark", "thumbs_up": "", "wave": "shutter"}
    asking = replace(SETUP, table=changed_table(action_table(), changes)).actions(set(Action))
    told = [
        wish
        for gesture in ("thumbs_up", "rock", "wave", "victory")
        for wish in asking.push(GestureMade(5, 1, "left", gesture))
    ]
    assert [(wish.gesture, wish.action) for wish in told] == [
        ("rock", Action.MARK),
        ("wave", Action.SHUTTER),
    ], "a victory asks for a picture too, but that was just asked for"
    with pytest.raises(UsageError, match="'dance' for wave"):
        changed_table(action_table(), {"wave": "dance"})


@pytest.mark.models
def test_a_setup_builds_tracker_and_gestures() -> None:
    setup = HandsSetup(
        palm_model=ready_model("palm_detection_full"),
        landmark_model=ready_model("hand_landmark_full"),
        motion_model=ASSETS / "dynamic_gesture.onnx",
        search_period_ns=0,
        max_hands=1,
        mirrored=True,
        culture="chinese",
    )
    assert [rules.culture for rules in setup.vocabularies()] == ["signs", "chinese"]
    assert (setup.tracker().flush(), setup.gestures().flush()) == ((), ())
