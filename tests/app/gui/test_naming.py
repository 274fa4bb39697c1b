"""What a recording is called: typed in place, taken from a suggestion, never lost; its tags."""

from pathlib import Path

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.storage.library import Library
from app.storage.recording import Recording
from tests.app.gui.conftest import CLOSING_LIMIT_S, Desk, named


def test_a_title_is_typed_in_place(page: Desk, qtbot: QtBot) -> None:
    title = named(page, QLineEdit, "Title")
    title.setFocus()
    qtbot.keyClicks(title, "Kitchen talk")
    qtbot.keyClick(title, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.models.recording.title == "Kitchen talk")
    with Library(page.home / "library.db") as library:
        assert library.entries()[0].title == "Kitchen talk"


def test_a_title_that_is_typed_outlives_a_change_of_the_tags(page: Desk, qtbot: QtBot) -> None:
    recording, title = page.models.recording, named(page, QLineEdit, "Title")
    title.setFocus()
    qtbot.keyClicks(title, "Half a ")
    with qtbot.waitSignal(recording.heading_changed):
        recording.tags_asked.emit([page.folder], ["family"], [])
    assert title.text() == "Half a "
    qtbot.keyClicks(title, "title")
    with qtbot.waitSignal(recording.heading_changed):
        qtbot.keyClick(title, Qt.Key.Key_Return)
    meta = Recording.open(page.folder).meta
    assert (title.text(), meta.title, meta.tags) == ("Half a title", "Half a title", ("family",))


def test_a_suggestion_takes_the_place_of_what_was_typed(page: Desk, qtbot: QtBot) -> None:
    header, title = page.window.recording.header, named(page, QLineEdit, "Title")
    header._show_suggestions(("Weather",))
    chip = next(b for b in header.findChildren(QPushButton) if b.text() == "Weather")
    title.setFocus()
    qtbot.keyClicks(title, "Half a")
    with qtbot.waitSignal(page.models.recording.heading_changed):
        chip.click()
    assert title.text() == "Weather"


def test_a_title_is_kept_when_the_window_is_closed(page: Desk, qtbot: QtBot) -> None:
    title = named(page, QLineEdit, "Title")
    title.setFocus()
    qtbot.keyClicks(title, "Closed at once")
    page.window.close()
    assert page.bridge.close(CLOSING_LIMIT_S)
    assert Recording.open(page.folder).meta.title == "Closed at once"


def test_another_recording_does_not_get_the_title_that_was_typed(
    page: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    title = named(page, QLineEdit, "Title")
    title.setFocus()
    qtbot.keyClicks(title, "Of the first")
    with qtbot.waitSignal(page.models.recording.rename_asked) as asked:
        page.models.library.open_asked.emit(tmp_path / "another", None)
    assert asked.args == [page.folder, "Of the first"]


def test_a_tag_is_added_and_taken_away(page: Desk, qtbot: QtBot) -> None:
    field = named(page, QLineEdit, "Add a tag")
    qtbot.keyClicks(field, "#kitchen")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.models.recording.tags == ("kitchen",))
    qtbot.waitUntil(lambda: page.models.library.tags == ("kitchen",))
    page.models.recording.tags_asked.emit([page.folder], [], ["kitchen"])
    qtbot.waitUntil(lambda: page.models.recording.tags == ())
