"""The window as a whole: names for everyone, every page, settings that hold, models listed."""

import os
import subprocess
import sys

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPushButton,
    QSlider,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.config import load
from app.gui.parts.empty_state import EmptyState
from app.gui.parts.notice_bar import NoticeBar
from app.gui.parts.picker import Picker
from app.gui.parts.stage import Stage
from app.gui.start import LOADS_SILENTLY
from app.gui.views.privacy_card import PrivacyCard
from app.gui.window import Page
from tests.app.gui.conftest import Desk, named

CONTROLS = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QSlider)
INNER = ("qt_spinbox_lineedit", "_q_qlineeditclearbutton")  # Qt's own, named by what they are in


def controls(widget: QWidget) -> list[QWidget]:
    found = [one for kind in CONTROLS for one in widget.findChildren(kind)]
    return [one for one in found if one.objectName() not in INNER and not inside_combo(one)]


def inside_combo(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QComboBox):
        parent = parent.parentWidget()
    return parent is not None or (type(widget).__name__ == "QToolButton" and not widget.toolTip())


def test_every_control_has_a_name_and_a_way_for_the_keyboard(desk: Desk, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: desk.models.weights.loaded)
    found = controls(desk.window)
    assert len(found) > 40
    for one in found:
        text = one.text() if isinstance(one, QAbstractButton) else ""
        parent = one.parentWidget()
        unsaid = isinstance(parent, NoticeBar | EmptyState | Stage) and not text
        hidden_notice = unsaid and not one.isVisible()
        assert one.accessibleName() or text or hidden_notice, describe(one)
        assert one.focusPolicy() & Qt.FocusPolicy.TabFocus, describe(one)
        if isinstance(one, QAbstractButton | QComboBox | QSlider):
            assert one.toolTip() or isinstance(one, QCheckBox) or hidden_notice, describe(one)


def describe(widget: QWidget) -> str:
    parent = widget.parentWidget()
    return f"{type(widget).__name__} {widget.objectName()!r} in {type(parent).__name__}"


@pytest.mark.parametrize(
    ("key", "page"),
    [
        (Qt.Key.Key_1, "live"),
        (Qt.Key.Key_2, "library"),
        (Qt.Key.Key_3, "call"),
        (Qt.Key.Key_4, "models_page"),
        (Qt.Key.Key_5, "settings"),
    ],
)
def test_pages_are_reached_by_key(desk: Desk, qtbot: QtBot, key: Qt.Key, page: str) -> None:
    desk.window.go_to(Page.MODELS if key == Qt.Key.Key_1 else Page.LIVE)
    qtbot.keyClick(desk.window, key, Qt.KeyboardModifier.ControlModifier)
    wanted = getattr(desk.window, page)
    qtbot.waitUntil(wanted.isVisible)


def test_a_setting_is_kept_at_once_and_the_look_follows(desk: Desk, qtbot: QtBot) -> None:
    desk.window.go_to(Page.SETTINGS)
    dark = next(b for b in desk.window.settings.findChildren(QPushButton) if b.text() == "Dark")
    qtbot.mouseClick(dark, Qt.MouseButton.LeftButton)
    assert desk.theme.palette.name == "dark"
    named(desk, Picker, "Hands followed at once").choose("3")
    slider = desk.window.settings.findChild(QSlider)
    assert slider is not None
    slider.setValue(13)
    assert desk.theme.text_percent == 130
    qtbot.waitUntil((desk.home / "config.toml").exists)
    qtbot.waitUntil(lambda: load(desk.home).text_percent == 130)
    kept = load(desk.home)
    assert (kept.appearance, kept.max_hands) == ("dark", 3)
    desk.theme.choose("light", 100)


def test_privacy_says_where_everything_is(desk: Desk, qtbot: QtBot) -> None:
    desk.window.go_to(Page.SETTINGS)
    qtbot.waitUntil(lambda: desk.models.settings.places.recordings_bytes is not None)
    card = desk.window.settings.findChild(PrivacyCard)
    assert card is not None
    shown = card.recordings.text()
    assert str(desk.home / "recordings") in shown
    assert "MB" in shown or "kB" in shown


def test_models_are_listed_and_a_failed_fetch_is_said(desk: Desk, qtbot: QtBot) -> None:
    desk.window.go_to(Page.MODELS)
    qtbot.waitUntil(lambda: desk.models.weights.loaded)
    absent = [s for s in desk.models.weights.statuses if s.state == "absent"]
    assert absent
    fetch = next(
        b
        for b in desk.window.models_page.findChildren(QPushButton)
        if b.toolTip() == f"Fetch {absent[0].name}"
    )
    with qtbot.waitSignal(desk.models.notices.said) as said:
        qtbot.mouseClick(fetch, Qt.MouseButton.LeftButton)
        assert desk.models.weights.busy == absent[0].name
    assert said.args is not None
    assert absent[0].name in said.args[0].text
    assert not desk.models.weights.busy


LOADED_AMONG_THREADS = """
import ctypes, threading, time
from app.gui import start

def load_all_the_time():
    while not loaded.is_set():
        ctypes.CDLL(None)["getpid"]

start.note = lambda *_: time.sleep(0.1)  # gives its turn away, as Python may at any time
loaded = threading.Event()
application = start.make_application("en")
threading.Thread(target=load_all_the_time).start()
import PyQt6.QtMultimedia
loaded.set()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="libraries are loaded otherwise here")
def test_the_library_for_media_is_loaded_while_other_threads_load_theirs() -> None:
    """Where Qt misses PipeWire it says so within the system's loader."""
    bare = {name: value for name, value in os.environ.items() if name != LOADS_SILENTLY[0]}
    code = [sys.executable, "-c", LOADED_AMONG_THREADS]
    subprocess.run(code, env={**bare, "QT_QPA_PLATFORM": "offscreen"}, check=True, timeout=100)


def test_without_a_display_one_sentence_says_so(tmp_path: object) -> None:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    bare = {name: value for name, value in os.environ.items() if name not in hidden}
    done = subprocess.run(
        [sys.executable, "-m", "app", "gui"],
        env={**bare, "EARSHOT_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "no display" in done.stderr
    assert len(done.stderr.splitlines()) == 1
