"""What follows hands and reads them, put together from settings."""

import pytest

from app.actions import Action, ActionAsked
from app.config import CULTURES
from app.pipelines.hands import HandsSetup, actions, gesture_table
from models.store import ASSETS
from tests.models_store import ready_model
from vision.hands.deliberate import GestureMade


def test_the_settings_know_every_culture_of_the_table() -> None:
    assert gesture_table().cultures == CULTURES


def test_only_possible_actions_are_asked_for() -> None:
    asking = actions({Action.MARK})
    assert asking.push(GestureMade(5, 1, "left", "thumbs_up")) == [
        ActionAsked(5, Action.MARK, "thumbs_up", 1)
    ]
    assert asking.push(GestureMade(5, 1, "left", "rock")) == ()


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
