"""The live page over the real engine: the demo clip recorded in its own time."""

from PyQt6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from app.gui.parts.record_button import RecordButton
from app.gui.state.live import Kind, Phase
from app.gui.window import Page
from app.storage.events import open_events
from app.storage.library import Library
from tests.app.gui.conftest import Desk
from tests.app.gui.watched_application import WatchedApplication

LONGEST_MS = 8.0  # of work on the window's thread for one event
ROUNDS = 10  # the quickest counts: whoever shares this machine slows the others down


def record_button(desk: Desk) -> RecordButton:
    found = desk.window.live.findChild(RecordButton)
    assert found is not None
    return found


def click(desk: Desk, qtbot: QtBot) -> None:
    button = record_button(desk)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(38, 38))


def test_nothing_can_be_recorded_without_a_device(desk: Desk) -> None:
    desk.window.live.choose("", "")
    assert not record_button(desk).isEnabled()


def test_a_recording_is_begun_seen_marked_ended_and_kept(
    desk: Desk, qtbot: QtBot, qapp: WatchedApplication
) -> None:
    live, demo = desk.models.live, desk.window.live._demo
    desk.window.go_to(Page.LIVE)
    desk.window.live.choose(demo, demo)
    click(desk, qtbot)
    qtbot.waitUntil(lambda: live.phase is Phase.STARTING)
    qtbot.waitUntil(lambda: live.phase is Phase.RECORDING)
    qtbot.waitUntil(lambda: live.picture is not None and live.bar_count > 4)
    rounds: list[tuple[float, str]] = []
    while len(rounds) < ROUNDS and (not rounds or min(rounds)[0] >= LONGEST_MS):
        qapp.forget()
        qtbot.wait(500)
        rounds.append((qapp.worst_ms, qapp.worst))
    assert min(rounds)[0] < LONGEST_MS, rounds
    qtbot.keyClick(desk.window, Qt.Key.Key_M)
    qtbot.waitUntil(lambda: any(h.kind is Kind.MARK for h in live.happenings))
    click(desk, qtbot)
    qtbot.waitUntil(lambda: live.phase is Phase.STOPPING)
    qtbot.waitUntil(lambda: live.phase is Phase.IDLE)
    qtbot.waitUntil(lambda: desk.models.library.rowCount() == 2)
    with Library(desk.home / "library.db") as library:
        newest = library.entries()[0].folder
    with open_events(newest / "events.db") as events:
        (mark,) = events.marks()
    assert mark.source == "button"
    assert mark.pts_ns > 0


def test_closing_the_window_ends_the_recording_first(desk: Desk, qtbot: QtBot) -> None:
    live, demo = desk.models.live, desk.window.live._demo
    desk.window.live.choose("", demo)
    live.toggle(desk.window.live.choice())
    qtbot.waitUntil(lambda: live.phase is Phase.RECORDING)
    desk.window.close()
    assert desk.window.isVisible()
    qtbot.waitUntil(lambda: not desk.window.isVisible())
    assert live.phase is Phase.IDLE
    with Library(desk.home / "library.db") as library:
        assert not library.unfinished()


def test_a_recording_that_cannot_begin_is_said(desk: Desk, qtbot: QtBot) -> None:
    live = desk.models.live
    desk.window.live._controls._microphone.addItem("gone", "/no/such/sound.wav")
    desk.window.live.choose("", "/no/such/sound.wav")
    with qtbot.waitSignal(desk.models.notices.said) as said:
        live.toggle(desk.window.live.choice())
        qtbot.waitUntil(lambda: live.phase is Phase.IDLE)
    assert said.args is not None
    assert "sound.wav" in said.args[0].text
