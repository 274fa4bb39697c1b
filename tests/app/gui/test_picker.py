"""A list of devices takes the first that comes, and gives up none that was chosen."""

import pytest
from pytestqt.qtbot import QtBot

from app.gui.look.theme import Theme
from app.gui.parts.picker import Picker

NONE, DEMO = ("No camera", ""), ("Demo clip", "demo")
FIRST, SECOND = ("First", "/dev/video0"), ("Second", "/dev/video1")


@pytest.fixture
def picker(qtbot: QtBot) -> Picker:
    made = Picker(Theme("light"), "Camera")
    qtbot.addWidget(made)
    made.put_choices([NONE, DEMO])
    return made


def test_the_first_device_that_is_found_is_taken(picker: Picker) -> None:
    assert picker.value() == ""
    picker.put_choices([FIRST, NONE, DEMO])
    assert picker.value() == "/dev/video0"
    picker.put_choices([SECOND, FIRST, NONE, DEMO])
    assert picker.value() == "/dev/video0"


def test_who_wanted_none_keeps_none(picker: Picker) -> None:
    picker.put_choices([FIRST, NONE, DEMO])
    picker.setCurrentIndex(1)
    picker.put_choices([SECOND, FIRST, NONE, DEMO])
    assert picker.value() == ""
    picker.choose("/dev/video1")
    picker.put_choices([NONE, DEMO])  # unplugged: nobody chose to have none
    picker.put_choices([FIRST, NONE, DEMO])
    assert picker.value() == "/dev/video0"


def test_the_page_can_want_none_before_there_is_any(picker: Picker) -> None:
    picker.choose("")
    picker.put_choices([FIRST, NONE, DEMO])
    assert picker.value() == ""
