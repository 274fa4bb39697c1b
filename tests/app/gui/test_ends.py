"""Playback, closing, calls and typing at their ends and edges."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtMultimedia import QMediaPlayer
from PyQt6.QtWidgets import QDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.gui.look.palette import DARK, LIGHT
from app.gui.look.theme import Theme
from app.gui.parts.empty_state import TEXT_PX, EmptyState
from app.gui.parts.tag_row import TagRow
from app.gui.parts.timeline import Timeline
from app.gui.player import Player, Sound
from app.gui.state.call import CallModel, CallPhase
from app.gui.state.live import Choice, Phase
from app.gui.state.recording import State
from app.gui.views.call_view import CallView
from app.gui.window import Page
from app.gui.work.call_run import CallRun, CallWish
from app.gui.work.call_sound import write_both
from tests.app.gui.conftest import Desk, button, click, named

NS_PER_S = 1_000_000_000


@dataclass
class ShortSound:
    """Qt's player with two seconds of sound: beyond them it stays at their end."""

    at_ms: int = 0

    def duration(self) -> int:
        return 2000

    def position(self) -> int:
        return self.at_ms

    def setPosition(self, at_ms: int) -> None:  # noqa: N802 - as in Qt
        self.at_ms = min(at_ms, 2000)

    def setPlaybackRate(self, rate: float) -> None:  # noqa: N802 - as in Qt
        pass

    def play(self) -> None:
        self.state = QMediaPlayer.PlaybackState.PlayingState

    def pause(self) -> None:
        self.state = QMediaPlayer.PlaybackState.PausedState

    def playbackState(self) -> QMediaPlayer.PlaybackState:  # noqa: N802 - as in Qt
        return self.state


def test_a_recording_plays_on_where_its_sound_has_ended(qtbot: QtBot) -> None:
    player, sound = Player(), Sound.__new__(Sound)
    sound._audible, sound._player = True, cast(QMediaPlayer, ShortSound())
    sound._playing = QMediaPlayer.PlaybackState.PlayingState
    player.open(None, 6 * NS_PER_S)
    player._sound = sound
    player.play()
    player.seek(4 * NS_PER_S)
    qtbot.waitUntil(lambda: player.position_ns > 4 * NS_PER_S)
    player._sound = None
    player.close()


def test_the_legend_and_the_timeline_of_the_next_recording_agree(page: Desk, qtbot: QtBot) -> None:
    legend = page.window.recording._legend
    chip = next(c for c in legend.findChildren(QPushButton) if c.isVisible())
    chip.click()
    page.models.library.open(page.models.library.index(0))
    qtbot.waitUntil(lambda: page.models.recording.state is State.OPEN)
    timeline = page.window.recording.findChild(Timeline)
    assert timeline is not None
    assert timeline._scenery.alone == legend.families() != frozenset()


def test_a_phrase_is_found_in_a_recording(page: Desk) -> None:
    said = page.models.recording.said
    first, second = (word.text for word in said.words[1:3])
    assert 1 in said.find(f"{first}  {second.upper()}")
    assert 1 in said.find(f"{first[1:]} {second[:1]}")
    assert said.find(f"{second} {first} zebra") == []


def test_escape_gives_a_title_back_that_is_being_typed(page: Desk, qtbot: QtBot) -> None:
    title = named(page, QLineEdit, "Title")
    title.setFocus()
    qtbot.keyClicks(title, "Half a")
    with qtbot.assertNotEmitted(page.models.recording.rename_asked):
        qtbot.keyClick(title, Qt.Key.Key_Escape)
        assert title.text() == ""
        assert title.isVisible()
        qtbot.keyClick(page.window.focusWidget(), Qt.Key.Key_Escape)
    assert page.models.recording.state is State.CLOSED


def test_a_tag_is_read_as_it_was_typed(qtbot: QtBot) -> None:
    row = TagRow()
    qtbot.addWidget(row)
    row.show_tags(["r&d"])
    chip = next(iter(row.findChildren(QPushButton)))
    assert chip.text().startswith("#r&&d")  # as Qt writes a & that is to be seen
    assert chip.shortcut().isEmpty()


# Closing


def test_a_window_kept_open_for_imports_is_not_closed_by_a_recording(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.gui.closing.PATIENCE_MS", 50)
    live, library = desk.models.live, desk.models.library
    live.stop_asked.disconnect()  # the last words take their time
    live.phase = Phase.RECORDING
    assert not desk.window.close()
    library.put_import(tmp_path / "dropped.wav", 0)
    live.enter(Phase.IDLE)
    assert desk.window.isVisible()  # the person is asked about the file
    qtbot.wait(100)
    assert desk.window.isVisible()  # and did not answer
    library.put_import(tmp_path / "dropped.wav", None)
    live.enter(Phase.STARTING)
    live.enter(Phase.IDLE)
    assert desk.window.isVisible()


def test_of_a_call_that_was_listened_to_nothing_lies_about_after_the_window_is_closed(
    desk: Desk,
) -> None:
    both = write_both([], [])
    desk.models.call.put_both(both)
    assert desk.window.findChildren(QDialog)
    desk.window.close()
    assert not both[0].parent.exists()


def test_a_dialogue_is_gone_once_it_is_answered(desk: Desk, qtbot: QtBot) -> None:
    desk.window.export([desk.folder])
    click(desk, qtbot, "Cancel")
    qtbot.waitUntil(lambda: not desk.window.findChildren(QDialog))


# Calls


@pytest.fixture
def view(desk: Desk, qtbot: QtBot) -> CallView:
    made = CallView(CallModel(desk.models.call.now_ns), desk.models.live, Theme("light"), "")
    qtbot.addWidget(made)
    return made


def test_the_button_that_ends_a_call_is_called_so_for_those_who_cannot_see_it(
    view: CallView,
) -> None:
    assert view._begin.accessibleName() == "Begin a call"
    view._model.open(CallWish(camera="", microphone="", recorded=False))
    view._model.put_link("http://here")
    assert view._begin.accessibleName() == view._begin.toolTip() == "End the call"


def test_a_link_that_could_not_be_joined_need_not_be_pasted_again(view: CallView) -> None:
    view._link.setText("http://there/#token=1")
    view._toggle()
    view._model.put_end("nobody answers at there (refused)")
    assert view._link.text() == "http://there/#token=1"
    assert view._begin.text() == "Join the call"
    view._toggle()
    view._model.put_link("http://there/#token=1")
    view._model.put_end("")
    assert view._link.text() == ""


def test_a_call_that_is_being_ended_is_not_opened_by_a_late_link(view: CallView) -> None:
    view._model.open(CallWish(camera="", microphone="", recorded=False))
    view._model.close()
    view._model.put_link("http://here")
    assert view._model.phase is CallPhase.CLOSING


def test_devices_that_are_in_a_call_are_not_looked_at_meanwhile(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hold(run: CallRun, *_: object, opened: Callable[[str], object]) -> None:
        opened("http://127.0.0.1/")
        await run.ending.wait()

    monkeypatch.setattr(CallRun, "hold", hold)
    call, live = desk.models.call, desk.models.live
    desk.window.go_to(Page.LIVE)
    call.open(CallWish(camera="", microphone="", recorded=False))
    qtbot.waitUntil(lambda: call.phase is CallPhase.OPEN)
    live.rehearse(Choice("", "a microphone"))
    assert not live.rehearsing
    with qtbot.waitSignal(live.rehearsal_possible):
        call.close()
    assert not live.in_call


# The look


def test_colours_like_the_systems_follow_it(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    theme, fixed, hints = Theme("system"), Theme("light"), QGuiApplication.styleHints()
    assert hints is not None
    assert theme.palette is LIGHT
    monkeypatch.setattr(Theme, "dress", lambda theme: theme.changed.emit())
    monkeypatch.setattr("app.gui.look.theme.system_is_dark", lambda: True)
    with qtbot.waitSignal(theme.changed), qtbot.assertNotEmitted(fixed.changed):
        hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert (theme.palette, fixed.palette) == (DARK, LIGHT)


def test_a_page_without_anything_has_room_for_its_words_in_any_size(
    desk: Desk, qtbot: QtBot
) -> None:
    empty = next(one for one in desk.window.library.findChildren(EmptyState))
    empty.say("library", "Nothing", "All words must occur; fewer words find more. " * 3)
    desk.window.go_to(Page.LIBRARY)
    desk.theme.choose("light", 160)
    try:
        assert empty._text.minimumHeight() >= empty._text.heightForWidth(TEXT_PX)
    finally:
        desk.theme.choose("light", 100)


@pytest.fixture
def documents(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Be a person whose documents have a folder of another name."""
    place = tmp_path / "Dokumente"
    place.mkdir()
    (tmp_path / "user-dirs.dirs").write_text(f'XDG_DOCUMENTS_DIR="{place}"\n')
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return place


def test_words_are_exported_into_the_persons_own_folder_of_documents(
    documents: Path, desk: Desk
) -> None:
    desk.window.export([desk.folder])
    dialog = desk.window.findChild(QDialog)
    assert dialog is not None
    folder = next(f for f in dialog.findChildren(QLineEdit) if f.accessibleName() == "Folder")
    assert folder.text() == str(documents)
    button(desk, "Cancel").click()
