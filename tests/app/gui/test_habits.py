"""First recording, many at once, export, delete all, heard again, seen before it is recorded."""

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtCore import QItemSelectionModel, Qt
from PyQt6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QLineEdit,
    QListView,
    QPushButton,
    QToolButton,
)
from pytestqt.qtbot import QtBot

from app.config import BUILT_IN_ENGINE
from app.engine.sources.devices import Device, DeviceKind
from app.gui.parts.chosen_bar import ChosenBar
from app.gui.state.library import ExportChoice, Role, State
from app.gui.state.live import Choice, Phase
from app.gui.state.notices import WindowNotice
from app.gui.state.recording import State as Opened
from app.gui.views.export_dialog import ExportDialog
from app.gui.window import Page
from app.gui.work.live_news import News
from app.pipelines.preview import Picture
from app.storage.library import Library
from app.storage.recording import Recording, write_meta
from app.storage.recording import State as HowItEnded
from app.storage.takes import take_names
from tests.app.gui.conftest import Desk, named
from vision.quality import Advice, Hint, Issue

CAMERA = Device(DeviceKind.CAMERA, "/dev/video9", "Webcam", default=True)
MICROPHONE = Device(DeviceKind.MICROPHONE, "Headset", "Headset", default=True)


def button(desk: Desk, text: str) -> QAbstractButton:
    found = [b for b in desk.window.findChildren(QAbstractButton) if b.text() == text]
    return min(found, key=lambda b: not b.isVisible())


def click(desk: Desk, qtbot: QtBot, text: str) -> None:
    qtbot.mouseClick(button(desk, text), Qt.MouseButton.LeftButton)


@pytest.fixture
def three(desk: Desk, qtbot: QtBot) -> Desk:
    """Put two more recordings on the shelf."""
    with Library(desk.home / "library.db") as library:
        for name in ("first", "second"):
            folder = desk.home / "recordings" / name
            shutil.copytree(desk.folder, folder)
            library.add(folder)
            library.rename(folder, name)
            library.tag(folder, ["both", name])
    desk.window.go_to(Page.LIBRARY)
    desk.models.library.refresh_asked.emit(False)
    qtbot.waitUntil(lambda: desk.models.library.rowCount() == 3)
    return desk


def the_list(desk: Desk) -> QListView:
    lists = desk.window.library.findChildren(QListView)
    return next(one for one in lists if one.accessibleName() == "Recordings")


def choose_all(desk: Desk) -> None:
    selection = the_list(desk).selectionModel()
    assert selection is not None
    for row in range(desk.models.library.rowCount()):
        index = desk.models.library.index(row)
        selection.select(index, QItemSelectionModel.SelectionFlag.Select)


# First recording


def test_a_newcomer_is_one_click_from_the_round_button(desk: Desk, qtbot: QtBot) -> None:
    desk.models.settings.kept = False
    desk.models.library.put_entries([], trashed=False)
    desk.models.live.put_devices([CAMERA, MICROPHONE])
    desk.window.welcome_newcomer()
    assert desk.window.welcome.isVisible()
    desk.models.settings.change(preview=False)  # no such camera is here
    click(desk, qtbot, "Picture and sound")
    assert desk.window.live.isVisible()
    assert desk.window.live.choice() == Choice("/dev/video9", "default")
    qtbot.waitUntil((desk.home / "config.toml").exists)  # and never greeted again


def test_what_is_not_there_is_not_offered(desk: Desk) -> None:
    desk.window.go_to(Page.WELCOME)
    desk.models.live.put_devices([MICROPHONE])
    assert not button(desk, "Picture and sound").isEnabled()
    assert button(desk, "Sound alone").isEnabled()


def test_someone_with_recordings_is_not_greeted(desk: Desk) -> None:
    desk.models.settings.kept = False
    desk.window.welcome_newcomer()
    assert not desk.window.welcome.isVisible()


# Many at once


def test_tags_narrow_the_list(three: Desk) -> None:
    library = three.models.library
    assert library.tags == ("both", "first", "second")
    library.show_tag("first")
    assert [library.data(library.index(0)), library.rowCount()] == ["first", 1]
    library.show_tag("")
    assert library.rowCount() == 3


def test_several_get_a_tag_and_go_to_the_trash_and_come_back(three: Desk, qtbot: QtBot) -> None:
    bar = three.window.library.findChild(ChosenBar)
    assert bar is not None
    assert not bar.isVisible()
    choose_all(three)
    assert bar.isVisible()
    field = named(three, QLineEdit, "Add a tag to those chosen")
    qtbot.keyClicks(field, "spring")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "spring" in three.models.library.tags)
    entries = [
        three.models.library.data(three.models.library.index(row), Role.ENTRY) for row in range(3)
    ]
    assert all("spring" in getattr(entry, "tags", ()) for entry in entries)
    assert len(three.window.library.chosen()) == 3  # they stay chosen while the list changes
    click(three, qtbot, "Move to trash")
    qtbot.waitUntil(lambda: three.models.library.state is State.EMPTY)
    qtbot.waitUntil(lambda: button(three, "Undo").isVisible())
    click(three, qtbot, "Undo")
    qtbot.waitUntil(lambda: three.models.library.rowCount() == 3)


def test_what_cannot_be_moved_keeps_none_of_the_others(three: Desk, qtbot: QtBot) -> None:
    busy = Recording.open(three.folder)
    write_meta(busy.folder, replace(busy.meta, state=HowItEnded.RECORDING))
    choose_all(three)
    said: list[WindowNotice] = []
    three.models.notices.said.connect(said.append)
    click(three, qtbot, "Move to trash")
    qtbot.waitUntil(lambda: three.models.library.rowCount() == 1)
    assert busy.folder.exists()
    assert [notice.text for notice in said][:1] == ["2 recordings moved to the trash"]
    assert "still being recorded" in said[1].text


def test_a_click_with_ctrl_chooses_and_does_not_open(three: Desk, qtbot: QtBot) -> None:
    listed = the_list(three)
    for row in range(2):
        place = listed.visualRect(three.models.library.index(row)).center()
        qtbot.mouseClick(
            listed.viewport(),
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.ControlModifier,
            place,
        )
    assert len(three.window.library.chosen()) == 2
    assert three.models.recording.state is Opened.CLOSED


def test_all_are_exported_in_two_formats(three: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    choose_all(three)
    three.window.library.export_wanted.emit(three.window.library.chosen())
    dialog = three.window.findChild(ExportDialog)
    assert dialog is not None
    for box in dialog.findChildren(QCheckBox):
        box.setChecked(box.text() in ("Text", "Subtitles (SRT)"))
    folder = next(f for f in dialog.findChildren(QLineEdit) if f.accessibleName() == "Folder")
    folder.setText(str(tmp_path / "out"))
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "first.txt").write_text("my own notes")
    do_it = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Export")
    with qtbot.waitSignal(three.models.notices.said, timeout=10_000) as said:
        qtbot.mouseClick(do_it, Qt.MouseButton.LeftButton)
    assert said.args is not None
    assert said.args[0].text.startswith("6 files written to")
    endings = sorted(path.suffix for path in (tmp_path / "out").iterdir())
    assert endings == [".srt"] * 3 + [".txt"] * 4
    assert (tmp_path / "out" / "first.txt").read_text() == "my own notes"


def test_nothing_is_exported_without_a_format(desk: Desk) -> None:
    dialog = ExportDialog(desk.theme, 1, ExportChoice((), Path("/tmp")), desk.window)
    do_it = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Export")
    assert not do_it.isEnabled()


# Delete all


def test_all_is_deleted_only_after_one_more_question(three: Desk, qtbot: QtBot) -> None:
    three.window.go_to(Page.SETTINGS)
    qtbot.waitUntil(lambda: three.models.settings.places.kept == 3)
    click(three, qtbot, "Delete all…")
    qtbot.waitUntil(lambda: three.models.settings.places.trashed == 3)
    click(three, qtbot, "Empty the trash…")
    click(three, qtbot, "Keep them")
    assert three.models.settings.places.trashed == 3
    click(three, qtbot, "Empty the trash…")
    click(three, qtbot, "Remove 3 for ever")
    qtbot.waitUntil(lambda: three.models.settings.places.trashed == 0)
    assert not list((three.home / "recordings").rglob("recording.json"))


# Heard again


def test_a_recording_is_heard_again_and_both_hearings_stay(desk: Desk, qtbot: QtBot) -> None:
    desk.models.library.open(desk.models.library.index(0))
    qtbot.waitUntil(lambda: desk.models.recording.state is Opened.OPEN)
    said = desk.models.recording.said
    qtbot.waitUntil(lambda: bool(said.engines), timeout=10_000)
    engine = said.engines[-1]
    said.hear_again_asked.emit(desk.folder, engine)
    assert said.heard_share == 0.0
    qtbot.waitUntil(lambda: said.heard_share is None, timeout=60_000)
    recording = Recording.open(desk.folder)
    assert len(take_names(recording)) == 2
    qtbot.waitUntil(lambda: said.content is not None and len(said.content.takes) == 2)


def test_hearing_again_is_cancelled_and_leaves_nothing(desk: Desk, qtbot: QtBot) -> None:
    desk.models.library.open(desk.models.library.index(0))
    qtbot.waitUntil(lambda: desk.models.recording.state is Opened.OPEN)
    said = desk.models.recording.said
    again = named(desk, QToolButton, "Have it heard again")
    said.hear_again_asked.emit(desk.folder, BUILT_IN_ENGINE)
    assert not again.isEnabled()
    click(desk, qtbot, "Cancel")
    qtbot.waitUntil(lambda: said.heard_share is None, timeout=20_000)
    assert take_names(Recording.open(desk.folder)) == ["live"]


# Seen before it is recorded


def test_devices_are_seen_and_heard_before_a_recording(desk: Desk, qtbot: QtBot) -> None:
    live, demo = desk.models.live, desk.window.live._demo
    desk.window.go_to(Page.LIVE)
    before = len(list((desk.home / "recordings").iterdir()))
    live.rehearse(Choice(demo, demo))
    qtbot.waitUntil(lambda: live.picture is not None and live.bar_count > 3, timeout=15_000)
    assert live.phase is Phase.IDLE
    qtbot.waitUntil(lambda: live.advice is not None)
    desk.window.go_to(Page.LIBRARY)  # the page is left: the devices are let go
    assert not live.rehearsing
    assert live.picture is None
    assert len(list((desk.home / "recordings").iterdir())) == before


def test_a_recording_takes_the_devices_over(desk: Desk, qtbot: QtBot) -> None:
    live, demo = desk.models.live, desk.window.live._demo
    desk.window.go_to(Page.LIVE)
    live.rehearse(Choice(demo, ""))
    qtbot.waitUntil(lambda: live.picture is not None, timeout=15_000)
    live.toggle(Choice(demo, ""))
    qtbot.waitUntil(lambda: live.phase is Phase.RECORDING, timeout=15_000)
    assert not live.rehearsing
    live.toggle(Choice(demo, ""))
    qtbot.waitUntil(lambda: live.phase is Phase.IDLE, timeout=30_000)


def test_a_device_that_is_not_there_is_said_in_its_place(desk: Desk, qtbot: QtBot) -> None:
    live = desk.models.live
    desk.window.go_to(Page.LIVE)
    with qtbot.waitSignal(live.rehearsal_ended, timeout=10_000) as ended:
        live.rehearse(Choice("", "/no/such/sound.wav"))
    assert ended.args is not None
    assert "sound.wav" in ended.args[0]
    assert not live.rehearsing


def test_advice_on_the_picture_is_said_in_it(desk: Desk) -> None:
    live = desk.models.live
    desk.window.go_to(Page.LIVE)
    live.rehearsed = Choice("a camera", "")
    news = News(advice=Advice(0, (Hint(Issue.TOO_DARK, 0.9), Hint(Issue.MOVING, 0.6))))
    news.picture = Picture(0, np.zeros((48, 64, 4), np.uint8))
    live.put_news(news, 0)
    assert desk.window.live._stage._hint == "Too dark: turn on a light."
    live.put_news(News(advice=Advice(1, ()), picture=news.picture), 0)
    assert desk.window.live._stage._hint == ""
    live.rehearsed = None
