"""The window shows what is so now: after a change elsewhere, late answers and failures."""

import asyncio
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QLabel, QLineEdit, QListView
from pytestqt.qtbot import QtBot

from app.config import load
from app.errors import StorageError
from app.gui.keeping.library import LibraryKeeping
from app.gui.keeping.settings import SettingsKeeping
from app.gui.parts.timeline import Timeline
from app.gui.start import make_models
from app.gui.state.library import LOOKS_KEPT, ExportChoice, LibraryModel
from app.gui.state.library import State as Listed
from app.gui.state.recording import State
from app.gui.window import Page
from app.gui.work.library_rows import Look
from app.storage.library import Library
from app.storage.recording import Recording
from tests.app.gui.conftest import Desk, named, settle


def at_once(
    job: Callable[[], Any],
    then: Callable[[Any], object],
    failed: Callable[[str], object] | None = None,
) -> None:
    try:
        result = job()
    except StorageError as error:
        if failed is not None:
            failed(str(error))
    else:
        then(result)


def put_another(desk: Desk, name: str) -> Path:
    """Have another program put a copy of the recording into the library."""
    folder = desk.folder.parent / name
    shutil.copytree(desk.folder, folder)
    with Library(desk.home / "library.db") as library:
        library.add(folder)
    return folder


def test_a_library_that_cannot_be_opened_at_the_start_says_so(qtbot: QtBot, home: Path) -> None:
    (home / "library.db").mkdir(parents=True)
    models = make_models(load(home))
    keeping = LibraryKeeping(models, home / "library.db", at_once, at_once)
    keeping.start()
    assert models.library.state is Listed.FAILED
    assert "library.db" in models.library.error


def test_what_another_program_recorded_is_listed_when_the_library_is_gone_to(
    desk: Desk, qtbot: QtBot
) -> None:
    put_another(desk, "another")
    desk.window.go_to(Page.LIBRARY)
    qtbot.waitUntil(lambda: desk.models.library.rowCount() == 2)


def test_a_recording_that_is_new_is_found_by_what_was_looked_for_before(
    desk: Desk, qtbot: QtBot
) -> None:
    library = desk.models.library
    desk.window.go_to(Page.LIBRARY)
    desk.window.library.search_for("the")
    qtbot.waitUntil(lambda: library._hits is not None)
    put_another(desk, "another")
    library.refresh_asked.emit(False)
    qtbot.waitUntil(lambda: library.rowCount() == 2)


def test_enter_waits_for_what_is_looked_for(desk: Desk, qtbot: QtBot) -> None:
    recording, library = desk.models.recording, desk.models.library
    desk.window.go_to(Page.LIBRARY)
    field = named(desk, QLineEdit, "Search")
    qtbot.keyClicks(field, "zebra")
    qtbot.keyClick(field, Qt.Key.Key_Return)  # before the list is that of the question
    qtbot.waitUntil(lambda: library.state is Listed.NOTHING_FOUND)
    assert recording.state is State.CLOSED
    field.setText("the")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: recording.state is State.OPEN)
    assert recording.position_ns > 0  # where the word is said


def test_a_recording_opened_twice_in_a_row_is_shown_once(desk: Desk, qtbot: QtBot) -> None:
    recording = desk.models.recording
    with qtbot.waitSignal(recording.open_asked):
        recording.open(desk.folder)
    recording.close()
    recording.open(desk.folder)
    qtbot.waitUntil(lambda: recording.state is State.OPEN)
    recording.seek(1_000_000_000)
    settle(desk, qtbot)
    assert recording.position_ns == 1_000_000_000


def test_another_recording_that_is_opened_is_not_said_to_be_heard_again(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_go = threading.Event()

    async def slowly(_: Path, __: str, ___: Path, progress: Callable[[float], object]) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.to_thread(let_go.wait, 5)  # as an engine that is in the middle of it
            progress(0.5)

    monkeypatch.setattr("app.gui.hearing.hear_again", slowly)
    another, said = put_another(desk, "another"), desk.models.recording.said
    desk.models.recording.open(desk.folder)
    said.hear_again_asked.emit(desk.folder, "an engine")
    qtbot.wait(50)
    desk.models.library.open_asked.emit(another, None)
    assert said.heard_share is None
    said.hear_again_asked.emit(another, "an engine")
    let_go.set()
    qtbot.wait(100)
    assert said.heard_share == 0.0  # of this one, whatever became of the other


def test_a_title_that_cannot_be_kept_is_not_shown_as_if_it_were(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise StorageError("the disk is full")

    desk.models.library.open(desk.models.library.index(0))
    qtbot.waitUntil(lambda: desk.models.recording.state is State.OPEN)
    monkeypatch.setattr(Recording, "describe", full)
    title = named(desk, QLineEdit, "Title")
    title.setFocus()
    qtbot.keyClicks(title, "Lost")
    with qtbot.waitSignal(desk.models.notices.said):
        qtbot.keyClick(title, Qt.Key.Key_Return)
    assert title.text() == ""


def test_settings_that_cannot_be_kept_are_said_in_a_sentence(qtbot: QtBot, home: Path) -> None:
    models = make_models(load(home))
    keeping = SettingsKeeping(models, home / "library.db", at_once)
    home.write_text("no folder")
    with pytest.raises(StorageError) as failed:
        keeping._write()
    assert str(failed.value) == f"The settings cannot be kept in {home}: File exists"


def test_one_is_told_as_one(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    library, said = desk.models.library, list[str]()
    desk.models.notices.said.connect(lambda notice: said.append(notice.text))
    library.export_asked.emit([desk.folder], ExportChoice(("txt",), tmp_path))
    qtbot.waitUntil(lambda: said == [f"One file written to {tmp_path}"])
    library.trash_asked.emit([desk.folder])
    settle(desk, qtbot)
    desk.window.go_to(Page.SETTINGS)
    qtbot.waitUntil(lambda: desk.models.settings.places.trashed == 1)
    assert any(one.text() == "One recording" for one in desk.window.findChildren(QLabel))
    desk.models.settings.empty_trash_asked.emit()
    qtbot.waitUntil(lambda: said[-1] == "One recording removed for ever")


def test_of_thousands_of_recordings_only_some_pictures_are_kept(qtbot: QtBot) -> None:
    library = LibraryModel()
    look = Look(np.zeros(0, np.float32), None)
    for number in range(LOOKS_KEPT + 10):
        library._looks_asked.add(Path(str(number)))
        library.put_look(Path(str(number)), look)
    assert len(library._looks) == len(library._looks_asked) == LOOKS_KEPT
    assert Path(str(LOOKS_KEPT)) in library._looks


def test_a_photo_that_was_just_kept_is_on_the_timeline(desk: Desk, qtbot: QtBot) -> None:
    recording = desk.models.recording
    desk.models.library.open(desk.models.library.index(0))
    qtbot.waitUntil(lambda: recording.state is State.OPEN)
    said, content = recording.said, recording.content
    assert content is not None
    said.spell(said.heard_id(0), "Kept")
    settle(desk, qtbot)
    recording.put_photo(desk.folder, 2_000_000_000, desk.folder / "photos" / "one.jpg")
    timeline = desk.window.recording.findChild(Timeline)
    assert timeline is not None
    assert [(s.kind, s.start_s) for s in timeline._scenery.signs if s.kind == "photo"] == [
        ("photo", 2.0)
    ]
    assert said.history.can_undo


def test_a_title_stays_chosen_to_be_typed_over_while_the_list_changes(
    desk: Desk, qtbot: QtBot
) -> None:
    library = desk.models.library
    with Library(desk.home / "library.db") as kept:
        kept.rename(desk.folder, "Old")
    desk.window.go_to(Page.LIBRARY)
    settle(desk, qtbot)
    qtbot.waitUntil(lambda: library.data(library.index(0)) == "Old")
    desk.window.library.focus_list()
    listed = desk.window.focusWidget()
    assert isinstance(listed, QListView)
    qtbot.keyClick(listed, Qt.Key.Key_F2)
    (first,) = listed.findChildren(QLineEdit)
    with qtbot.waitSignal(library.modelReset):
        library.refresh_asked.emit(False)

    def is_opened_again() -> bool:
        fields = [one for one in listed.findChildren(QLineEdit) if one is not first]
        return any(one.isVisible() and one.selectedText() == "Old" for one in fields)

    qtbot.waitUntil(is_opened_again)
    qtbot.keyClicks(desk.window.focusWidget(), "New")
    qtbot.keyClick(desk.window.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: library.data(library.index(0)) == "New")
