"""What those are told who cannot see the window, and where the keyboard goes."""

import shutil

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QLabel, QLineEdit, QListView, QPushButton
from pytestqt.qtbot import QtBot

from app.gui.parts.labels import clock
from app.gui.parts.live_controls import LiveControls
from app.gui.parts.transport import Transport
from app.gui.window import Page
from app.storage.library import Library
from tests.app.gui.conftest import Desk, named, settle


def told(label: QLabel) -> str:
    """Return what a screen reader calls a text: its name where it has one, else what it says."""
    return label.accessibleName() or label.text()


def test_times_are_told_and_not_hidden_by_a_name(page: Desk) -> None:
    page.models.recording.seek(2_000_000_000)
    transport = page.window.recording.findChild(Transport)
    controls = page.window.live.findChild(LiveControls)
    assert transport is not None
    assert controls is not None
    assert "0:02" in told(transport._times)
    controls.show_time(3_000_000_000)
    assert "0:03" in told(controls._clock)


def test_a_recording_in_the_list_is_told_with_when_it_was_and_its_tags(desk: Desk) -> None:
    with Library(desk.home / "library.db") as library:
        library.tag(desk.folder, ["family"])
        (entry,) = library.entries()
    desk.models.library.put_entries([entry], trashed=False)
    index = desk.models.library.index(0)
    facts = desk.models.library.data(index, Qt.ItemDataRole.AccessibleDescriptionRole)
    assert isinstance(facts, str)
    assert clock(entry.duration_ns or 0) in facts
    assert facts.endswith("#family")


def test_after_the_find_bar_was_closed_space_plays(page: Desk, qtbot: QtBot) -> None:
    page.window.recording.words.open_find("the")
    qtbot.keyClick(page.window.focusWidget(), Qt.Key.Key_Escape)
    qtbot.keyClick(page.window.focusWidget(), Qt.Key.Key_Space)
    assert page.models.recording.playing


def test_after_one_was_deleted_by_key_the_next_one_is_gone_to(desk: Desk, qtbot: QtBot) -> None:
    with Library(desk.home / "library.db") as library:
        for name in ("b", "c", "d"):
            folder = desk.folder.parent / name
            shutil.copytree(desk.folder, folder)
            library.add(folder)
    desk.window.go_to(Page.LIBRARY)
    settle(desk, qtbot)
    lists = desk.window.library.findChildren(QListView)
    listed = next(one for one in lists if one.accessibleName() == "Recordings")
    desk.window.library.focus_list()
    for _ in range(2):
        qtbot.keyClick(listed, Qt.Key.Key_Down)
    next_one = desk.models.library.entry(desk.models.library.index(3))
    qtbot.keyClick(listed, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: desk.models.library.rowCount() == 3)
    assert desk.models.library.entry(listed.currentIndex()) == next_one
    named(desk, QLineEdit, "Search").setFocus()
    desk.models.library.refresh_asked.emit(False)
    settle(desk, qtbot)
    assert not listed.selectedIndexes()


def test_the_keyboard_stays_at_the_model_that_is_worked_on(desk: Desk, qtbot: QtBot) -> None:
    desk.window.go_to(Page.MODELS)
    weights = desk.models.weights
    qtbot.waitUntil(lambda: bool(weights.engines) and bool(weights.statuses), timeout=10_000)
    settle(desk, qtbot)
    name = weights.engines[2].model.name
    fetch = named(desk, QPushButton, f"Fetch, check and try {name}")
    fetch.setFocus()
    weights.put_busy(name, can_cancel=True)
    cancel = desk.window.focusWidget()
    assert isinstance(cancel, QPushButton)
    assert cancel.text() == "Cancel"
    weights.put_busy("")
    found = desk.window.focusWidget()
    assert found is not None
    assert found.accessibleName() == f"Fetch, check and try {name}"
