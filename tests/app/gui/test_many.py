"""Many recordings: narrowed, chosen, tagged, exported, thrown away; one that fails stops none."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from PyQt6.QtCore import QItemSelectionModel, Qt
from PyQt6.QtWidgets import QCheckBox, QLineEdit, QListView, QPushButton
from pytestqt.qtbot import QtBot

from app.gui.parts.chosen_bar import ChosenBar
from app.gui.state.library import ExportChoice, Role, State
from app.gui.state.notices import WindowNotice
from app.gui.state.recording import State as Opened
from app.gui.views.export_dialog import ExportDialog
from app.gui.window import Page
from app.storage.library import Library
from app.storage.meta import State as HowItEnded
from app.storage.meta import write_meta
from app.storage.recording import Recording
from tests.app.gui.conftest import Desk, button, click, named, settle


@pytest.fixture
def three(desk: Desk, qtbot: QtBot, demo_recording: Path) -> Desk:
    """Put two more recordings on the shelf."""
    with Library(desk.home / "library.db") as library:
        for name in ("first", "second"):
            folder = desk.home / "recordings" / name
            shutil.copytree(demo_recording, folder)
            library.add(folder)
            library.rename(folder, name)
            library.tag(folder, ["both", name])
    desk.window.go_to(Page.LIBRARY)
    settle(desk, qtbot)
    assert desk.models.library.rowCount() == 3
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


def test_of_many_that_fail_the_first_is_named(three: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    said: list[WindowNotice] = []
    three.models.notices.said.connect(said.append)
    three.models.library.tags_asked.emit([tmp_path / name for name in "abc"], ["spring"], [])
    qtbot.waitUntil(lambda: len(said) == 2)
    assert str(tmp_path / "a") in said[0].text
    assert said[1].text == "2 more went wrong"


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
    with qtbot.waitSignal(three.models.notices.said) as said:
        qtbot.mouseClick(do_it, Qt.MouseButton.LeftButton)
    assert said.args is not None
    assert said.args[0].text.startswith("6 files written to")
    endings = sorted(path.suffix for path in (tmp_path / "out").iterdir())
    assert endings == [".srt"] * 3 + [".txt"] * 4
    assert (tmp_path / "out" / "first.txt").read_text() == "my own notes"


def test_what_cannot_be_read_keeps_none_of_the_others_from_export(
    three: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    (three.home / "recordings" / "first" / "events.db").write_bytes(b"holiday pictures" * 100)
    said: list[WindowNotice] = []
    three.models.notices.said.connect(said.append)
    folders = [three.folder, *(three.home / "recordings" / name for name in ("first", "second"))]
    three.models.library.export_asked.emit(folders, ExportChoice(("txt",), tmp_path / "out"))
    qtbot.waitUntil(lambda: len(said) == 2)
    assert said[0].text.startswith("2 files written to")
    assert "first" in said[1].text


def test_nothing_is_exported_without_a_format(desk: Desk) -> None:
    dialog = ExportDialog(desk.theme, 1, ExportChoice((), Path("/tmp")), desk.window)
    do_it = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Export")
    assert not do_it.isEnabled()


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


def test_the_menu_of_one_that_is_chosen_is_that_of_all_chosen(three: Desk, qtbot: QtBot) -> None:
    library, view = three.models.library, three.window.library
    chosen = [library.index(0), library.index(2)]
    selection = the_list(three).selectionModel()
    assert selection is not None
    for index in chosen:
        selection.select(index, QItemSelectionModel.SelectionFlag.Select)
    stays = library.entry(library.index(1))
    assert stays is not None
    menu = view.menu_of(chosen[1])
    assert menu is not None
    with qtbot.waitSignal(view.export_wanted) as wanted:
        next(one for one in menu.actions() if one.text() == "Export…").trigger()
    assert wanted.args == [view.chosen()]
    next(one for one in menu.actions() if one.text() == "Move to trash (Del)").trigger()
    qtbot.waitUntil(lambda: library.rowCount() == 1)
    assert library.entry(library.index(0)) == stays


def test_the_menu_of_another_than_those_chosen_is_its_own(three: Desk, qtbot: QtBot) -> None:
    library, view = three.models.library, three.window.library
    selection = the_list(three).selectionModel()
    assert selection is not None
    for row in (0, 1):
        selection.select(library.index(row), QItemSelectionModel.SelectionFlag.Select)
    menu = view.menu_of(library.index(2))
    assert menu is not None
    next(one for one in menu.actions() if one.text() == "Move to trash (Del)").trigger()
    qtbot.waitUntil(lambda: library.rowCount() == 2)
