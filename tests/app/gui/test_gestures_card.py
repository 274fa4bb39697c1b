"""What gestures ask for is chosen from lists, by key too; kept, taken back, and reset."""

import pytest
from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtGui import QWheelEvent
from PyQt6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app.config import load
from app.gui.parts.picker import Picker
from app.gui.window import Page
from app.pipelines.hands import held_gestures, moving_gestures
from tests.app.gui.conftest import Desk, named
from vision.hands.gesture_table import SIGNS


@pytest.fixture
def page(desk: Desk) -> Desk:
    desk.window.go_to(Page.SETTINGS)
    return desk


def press(desk: Desk, qtbot: QtBot, name: str) -> None:
    button = next(b for b in desk.window.findChildren(QPushButton) if b.text() == name)
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_every_gesture_that_can_ask_is_there(page: Desk) -> None:
    assert page.models.settings.gestures == (*held_gestures(SIGNS), *moving_gestures())
    assert named(page, Picker, "Rock sign").currentText() == "begin or end a recording"
    assert named(page, Picker, "Thumbs down").currentText() == "nothing"


def test_a_choice_by_key_is_kept_at_once(page: Desk, qtbot: QtBot) -> None:
    picker = named(page, Picker, "Wave")
    picker.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClicks(picker, "mark")
    assert picker.value() == "mark"
    qtbot.waitUntil((page.home / "config.toml").exists)
    qtbot.waitUntil(lambda: load(page.home).gestures == {"wave": "mark"})


def test_changes_are_taken_back_one_by_one_and_all_at_once(page: Desk, qtbot: QtBot) -> None:
    settings = page.models.settings
    rock, fist = named(page, Picker, "Rock sign"), named(page, Picker, "Fist")
    rock.choose("")
    fist.choose("mark")
    assert settings.config.gestures == {"rock": "", "fist": "mark"}
    press(page, qtbot, "Take back")
    assert settings.config.gestures == {"rock": ""}
    assert (rock.value(), fist.value()) == ("", "lower_hand")
    press(page, qtbot, "As at first")
    assert settings.config.gestures == {}
    assert rock.value() == "toggle_recording"
    press(page, qtbot, "Take back")
    assert settings.config.gestures == {"rock": ""}
    rock.choose("toggle_recording")
    assert settings.config.gestures == {}, "what is as at first is no change"


def test_the_wheel_moves_the_page_and_chooses_nothing(page: Desk) -> None:
    picker, nowhere = named(page, Picker, "Rock sign"), QPointF()
    turn = QWheelEvent(
        *(nowhere, nowhere, nowhere.toPoint(), QPointF(0, -120).toPoint()),
        *(Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier),
        *(Qt.ScrollPhase.NoScrollPhase, False),
    )
    QApplication.sendEvent(picker, turn)
    assert picker.value() == "toggle_recording"
    assert not turn.isAccepted()
