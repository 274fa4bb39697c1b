"""The library page: list, search, rename, trash and back, import, and what goes wrong."""

import random
import shutil
import wave
from pathlib import Path

import pytest
from PyQt6.QtCore import QMimeData, QModelIndex, QPointF, Qt, QUrl
from PyQt6.QtGui import QDropEvent
from PyQt6.QtWidgets import QLineEdit, QListView, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from app.gui.facts import found_text
from app.gui.parts.labels import clock
from app.gui.parts.notice_bar import NoticeBar
from app.gui.parts.picker import Picker
from app.gui.start import outlive
from app.gui.state.library import Order, Role, State, name_of
from app.gui.window import Page
from app.gui.work.library_rows import Look
from app.storage.library import Library
from app.storage.search import Hit, Where
from tests.app.gui.conftest import Desk, button, named, settle


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> Desk:
    desk.window.go_to(Page.LIBRARY)
    settle(desk, qtbot)
    return desk


def the_list(desk: Desk) -> QListView:
    lists = desk.window.library.findChildren(QListView)
    return next(one for one in lists if one.accessibleName() == "Recordings")


def notice_button(desk: Desk, text: str) -> QPushButton:
    bar = desk.window.findChild(NoticeBar)
    assert bar is not None
    return next(b for b in bar.findChildren(QPushButton) if b.text() == text)


def test_typing_finds_words_and_shows_the_passage(page: Desk, qtbot: QtBot) -> None:
    field = named(page, QLineEdit, "Search")
    with Library(page.home / "library.db") as library:
        said = library.search("the*")[0]
    word = said.snippet.partition("[")[2].partition("]")[0]
    page.window.search()
    qtbot.keyClicks(field, word[:-1])  # a beginning is enough
    qtbot.waitUntil(lambda: page.models.library.data(index(page), Role.HIT) is not None)
    hit = page.models.library.data(index(page), Role.HIT)
    assert isinstance(hit, Hit)
    assert f"[{word}]" in hit.snippet
    qtbot.keyClicks(field, "zzz")
    qtbot.waitUntil(lambda: page.models.library.state is State.NOTHING_FOUND)
    field.clear()
    qtbot.waitUntil(lambda: page.models.library.state is State.LISTED)


def index(desk: Desk, row: int = 0) -> QModelIndex:
    return desk.models.library.index(row)


def test_enter_in_the_search_opens_the_word_that_was_found(page: Desk, qtbot: QtBot) -> None:
    field = named(page, QLineEdit, "Search")
    page.window.library.search_for("the")
    qtbot.waitUntil(lambda: page.models.library.data(index(page), Role.HIT) is not None)
    hit = page.models.library.data(index(page), Role.HIT)
    assert isinstance(hit, Hit)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.models.recording.content is not None)
    assert page.models.recording.position_ns == hit.start_ns


def test_recordings_are_found_by_their_sounds_alone_or_near_words(page: Desk, qtbot: QtBot) -> None:
    library = page.models.library
    picker = named(page, Picker, "Only where a sound is heard")
    qtbot.waitUntil(picker.isVisible)
    picker.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClicks(picker, "spee")
    assert picker.value() == "speech"
    qtbot.waitUntil(lambda: library.data(index(page), Role.HIT) is not None)
    hit = library.data(index(page), Role.HIT)
    assert isinstance(hit, Hit)
    assert (hit.where, hit.sound) == (Where.SOUND, "speech")
    assert found_text(hit).startswith(f"[speech]  ·  {clock(hit.start_ns)}")
    page.window.library.search_for("the")
    qtbot.waitUntil(lambda: "near" in str(library.data(index(page), Role.HIT)))
    page.window.library.search_for("zebra")
    qtbot.waitUntil(lambda: library.state is State.NOTHING_FOUND)
    page.window.library.search_for("")
    picker.choose("")
    qtbot.waitUntil(lambda: library.state is State.LISTED)
    assert library.data(index(page), Role.HIT) is None


def test_a_sound_that_is_gone_is_looked_for_no_longer(page: Desk, qtbot: QtBot) -> None:
    library = page.models.library
    picker = named(page, Picker, "Only where a sound is heard")
    qtbot.waitUntil(lambda: bool(library.sounds))  # those of the recording come no more
    library.put_sounds(["dog", "cat", "speech", "silence"])
    texts = [picker.itemText(number) for number in range(picker.count())]
    assert texts == ["Any sound", "speech", "Animals", "dog", "cat"]
    picker.choose("dog cat")
    qtbot.waitUntil(lambda: library.state is State.NOTHING_FOUND)
    library.put_sounds(["speech"])
    assert library.sounds_wanted == ()
    qtbot.waitUntil(lambda: library.state is State.LISTED)


def test_f2_renames_in_place(page: Desk, qtbot: QtBot) -> None:
    listed = the_list(page)
    page.window.library.focus_list()
    qtbot.keyClick(listed, Qt.Key.Key_F2)
    editor = next(e for e in listed.findChildren(QLineEdit) if e.isVisible())
    qtbot.keyClicks(editor, "Team talk")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.models.library.data(index(page)) == "Team talk")
    with Library(page.home / "library.db") as library:
        assert library.entries()[0].title == "Team talk"


def test_a_title_that_is_typed_outlives_a_change_of_the_list(page: Desk, qtbot: QtBot) -> None:
    listed, library = the_list(page), page.models.library
    page.window.library.focus_list()
    qtbot.keyClick(listed, Qt.Key.Key_F2)
    qtbot.keyClicks(next(e for e in listed.findChildren(QLineEdit) if e.isVisible()), "Team ")
    with qtbot.waitSignal(library.modelReset):
        library.refresh_asked.emit(False)  # an import has ended, say
    qtbot.waitUntil(lambda: any(e.isVisible() for e in listed.findChildren(QLineEdit)))
    editor = next(e for e in listed.findChildren(QLineEdit) if e.isVisible())
    assert editor.hasFocus()
    qtbot.keyClicks(editor, "talk")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: library.data(index(page)) == "Team talk")


def test_the_menu_opens_renames_exports_and_moves_to_the_trash(page: Desk, qtbot: QtBot) -> None:
    view, library = page.window.library, page.models.library
    menu = view.menu_of(index(page))
    assert menu is not None
    opens, renames, exports, trashes = menu.actions()
    with qtbot.waitSignal(view.export_wanted) as exported:
        exports.trigger()
    assert exported.args == [[page.folder]]
    renames.trigger()
    assert any(field.isVisible() for field in the_list(page).findChildren(QLineEdit))
    with qtbot.waitSignal(library.open_asked) as opened:
        opens.trigger()
    assert opened.args is not None
    assert opened.args[0] == page.folder
    trashes.trigger()
    qtbot.waitUntil(lambda: library.state is State.EMPTY)


def test_what_is_gone_can_be_taken_off_the_list(page: Desk, qtbot: QtBot) -> None:
    library = page.models.library
    page.folder.rename(page.folder.with_name("elsewhere"))
    library.refresh_asked.emit(False)
    qtbot.waitUntil(lambda: getattr(library.entry(index(page)), "missing", False))
    menu = page.window.library.menu_of(index(page))
    assert menu is not None
    (off,) = menu.actions()
    assert off.text() == "Take off the list"
    off.trigger()
    qtbot.waitUntil(lambda: library.state is State.EMPTY)


def test_the_trash_is_listed_whole_whatever_was_looked_for(page: Desk, qtbot: QtBot) -> None:
    library = page.models.library
    page.window.library.search_for("the")
    qtbot.waitUntil(lambda: library.data(index(page), Role.HIT) is not None)
    library.trash_asked.emit([page.folder])
    qtbot.waitUntil(lambda: library.state is State.EMPTY)
    qtbot.mouseClick(named(page, QToolButton, "Show the trash"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: library.rowCount() == 1)
    assert not named(page, QLineEdit, "Search").isEnabled()


def test_delete_moves_to_the_trash_and_undo_brings_back(page: Desk, qtbot: QtBot) -> None:
    page.window.library.focus_list()
    qtbot.keyClick(the_list(page), Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: page.models.library.state is State.EMPTY)
    assert not page.folder.exists()
    qtbot.waitUntil(lambda: notice_button(page, "Undo").isVisible())
    qtbot.mouseClick(notice_button(page, "Undo"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.models.library.state is State.LISTED)
    assert page.folder.exists()


def test_the_trash_offers_to_put_back_and_to_remove(page: Desk, qtbot: QtBot) -> None:
    page.models.library.trash_asked.emit([page.folder])
    qtbot.waitUntil(lambda: page.models.library.state is State.EMPTY)
    page.models.library.turn_to_trash(True)
    qtbot.waitUntil(lambda: page.models.library.state is State.LISTED)
    menu = page.window.library.menu_of(index(page))
    assert menu is not None
    back, gone = menu.actions()
    assert (back.text(), gone.text()) == ("Put back", "Remove for ever")
    sure = gone.menu()  # there is no way back, so nothing is done by one slip
    assert sure is not None
    (yes,) = sure.actions()
    assert yes.text() == "Yes, this recording"
    yes.trigger()
    qtbot.waitUntil(lambda: page.models.library.state is State.EMPTY)
    assert not list(page.folder.parent.rglob("recording.json"))


def test_a_look_is_drawn_once_asked_for(page: Desk, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.models.library.data(index(page), Role.LOOK) is not None)
    look = page.models.library.data(index(page), Role.LOOK)
    assert isinstance(look, Look)
    assert look.outline.max() > 0.5
    assert look.picture is not None
    assert look.picture.shape[2] == 4


def test_the_list_is_sorted_by_title(page: Desk, qtbot: QtBot, demo_recording: Path) -> None:
    with Library(page.home / "library.db") as library:
        for name in ("b", "a"):
            folder = page.home / "recordings" / name
            shutil.copytree(demo_recording, folder)
            library.add(folder)
            library.rename(folder, name)
    page.models.library.refresh_asked.emit(False)
    qtbot.waitUntil(lambda: page.models.library.rowCount() == 3)
    page.models.library.sort_by(Order.TITLE)
    entries = [page.models.library.entry(index(page, row)) for row in range(3)]
    names = [name_of(entry) for entry in entries if entry is not None]
    assert {"a", "b"} < set(names)
    assert names == sorted(names, key=str.casefold)


def test_a_file_that_is_dropped_is_brought_in(page: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    sound = tmp_path / "hum.wav"
    sound.write_bytes((page.folder / "audio.wav").read_bytes()[: 80 + 2 * 48_000])
    drop(page, sound)
    assert sound in page.models.library.imports
    qtbot.waitUntil(lambda: page.models.library.rowCount() == 2)
    qtbot.waitUntil(lambda: not page.models.library.imports)


def test_an_import_that_is_given_up_leaves_nothing(
    page: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    sound, waiting = tmp_path / "long.wav", tmp_path / "waiting.wav"
    with wave.open(str(sound), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        file.writeframes(random.Random(1).randbytes(2 * 16_000 * 600))
    shutil.copy(page.folder / "audio.wav", waiting)
    qtbot.waitUntil(lambda: page.models.library.data(index(page), Role.LOOK) is not None)
    kept = sorted((page.home / "recordings").rglob("*"))
    imports = page.models.library.imports
    drop(page, sound)
    drop(page, waiting)
    qtbot.waitUntil(lambda: imports.get(sound, 0) > 0)
    cancel = button(page, "Cancel")
    qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not imports)
    assert not cancel.isVisible()
    assert [p for p in sorted((page.home / "recordings").rglob("*")) if p.name != ".trash"] == kept
    with Library(page.home / "library.db") as library:
        assert [entry.folder for entry in library.entries()] == [page.folder]
        assert library.entries(trashed=True) == []


def test_what_is_brought_in_is_given_up_only_when_the_window_is_closed_twice(
    page: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    imports, closed = page.models.library, []
    page.window.closed.connect(lambda: closed.append(True))
    imports.put_import(tmp_path / "first.wav", 0)
    with qtbot.waitSignal(page.models.notices.said) as told:
        assert not page.window.close()
    assert told.args is not None
    assert told.args[0].text.endswith("close again to give them up")
    imports.put_import(tmp_path / "second.wav", 0)
    assert not page.window.close()
    imports.put_import(tmp_path / "first.wav", None)
    assert not closed
    assert page.window.close()
    assert closed


def test_the_system_asks_only_once_to_end(page: Desk, tmp_path: Path) -> None:
    page.models.library.put_import(tmp_path / "first.wav", 0)
    outlive(KeyboardInterrupt(), page.window, page.bridge)
    assert not page.window.isVisible()


def test_a_file_that_is_no_media_is_said(page: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    text = tmp_path / "letter.txt"
    text.write_text("dear all")
    with qtbot.waitSignal(page.models.notices.said) as said:
        drop(page, text)
    assert said.args is not None
    assert "letter.txt" in said.args[0].text


def drop(desk: Desk, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(10, 10),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    desk.window.library.dropEvent(event)


def test_a_library_that_cannot_be_read_says_so_and_can_be_tried_again(
    page: Desk, qtbot: QtBot
) -> None:
    page.models.library.put_error("the disk is on fire")
    assert page.models.library.state is State.FAILED
    again = next(
        b for b in page.window.library.findChildren(QPushButton) if b.text() == "Try again"
    )
    qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.models.library.state is State.LISTED)
