"""In the least window no page is crushed: in English, in German, and in German with large text."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PyQt6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from app.config import load
from app.gui.look.theme import Theme
from app.gui.parts.pair import Pair
from app.gui.start import make_models
from app.gui.translation import TABLES, TableTranslator
from app.gui.window import SIZE, Page, Window
from app.gui.work.jobs import DEMO
from app.gui.work.recording_content import read_content
from app.storage.library import Library

LARGE_PERCENT = 150
TURNS = 5  # each layout tells the next


@pytest.fixture(params=["en", "de", "large"])
def window(
    request: pytest.FixtureRequest, qtbot: QtBot, qapp: QApplication, shelf: Path, home: Path
) -> Iterator[Window]:
    """Show the least window over one recording with tags, with nothing that works behind it."""
    with Library(home / "library.db") as library:
        library.tag(shelf, ["kitchen", "interview"])
        entries = library.entries()
    german, theme = TableTranslator(TABLES / "earshot_de.ts"), Theme("light")
    if request.param != "en":
        qapp.installTranslator(german)
    if request.param == "large":
        theme.choose("light", LARGE_PERCENT)
    theme.dress()
    models = make_models(load(home))
    made = Window(models, theme, str(DEMO))
    qtbot.addWidget(made)
    made.resize(made.minimumSize())
    made.show()
    models.library.put_entries(entries, trashed=False)
    models.recording.folder = shelf
    models.recording.put_content(read_content(shelf))
    yield made
    models.recording.close()
    qapp.removeTranslator(german)
    theme.choose("light", 100)


def area_of(window: Window, qapp: QApplication, page: Page) -> QScrollArea:
    """Turn to a page, and return what it can be moved in once all have found their size."""
    window._stack.setCurrentIndex(list(window._pages).index(page))
    for _ in range(TURNS):
        qapp.processEvents()
    area = window._stack.currentWidget()
    assert isinstance(area, QScrollArea)
    return area


def test_no_page_is_crushed(window: Window, qapp: QApplication) -> None:
    window.recording.words.open_find("the")
    window.live.show_figures(True)
    for button in window._rail._buttons.values():
        assert button.width() >= button.sizeHint().width()
    for page in Page:
        area, shown = area_of(window, qapp, page), window._pages[page]
        least, viewport = shown.minimumSizeHint(), area.viewport()
        assert viewport is not None
        assert shown.width() >= max(least.width(), viewport.width()), page
        assert shown.height() >= max(least.height(), viewport.height()), page
    recording = window.recording
    assert recording._transport.y() > recording._timeline.geometry().bottom()


@pytest.mark.parametrize("window", ["en", "de"], indirect=True)
def test_in_the_least_window_nothing_lies_beside_it(window: Window, qapp: QApplication) -> None:
    window.top_shot._pages.setCurrentIndex(0)
    for page in Page:
        bar = area_of(window, qapp, page).horizontalScrollBar()
        assert bar is not None
        assert bar.maximum() == 0, page


@pytest.mark.parametrize("window", ["en"], indirect=True)
def test_words_stand_beside_the_picture_or_below_it(window: Window, qapp: QApplication) -> None:
    area_of(window, qapp, Page.LIVE)
    pair = window.live.findChild(Pair)
    assert pair is not None
    picture, words = pair._main, pair._side
    assert words.y() >= picture.geometry().bottom()
    assert words.width() == picture.width() == pair.width()
    button = window.live._stage._button
    assert button.geometry().bottom() < window.live._stage.height()
    window.resize(SIZE)
    area_of(window, qapp, Page.LIVE)
    assert words.x() >= picture.geometry().right()
    assert words.height() == picture.height() == pair.height()
    words.setMinimumWidth(400)  # as larger text would
    area_of(window, qapp, Page.LIVE)
    assert pair.minimumSizeHint().width() >= 400


@pytest.mark.parametrize("window", ["en"], indirect=True)
def test_in_the_usual_window_nothing_needs_moving(window: Window, qapp: QApplication) -> None:
    window.resize(SIZE)
    for page in Page:
        area = area_of(window, qapp, page)
        for bar in (area.horizontalScrollBar(), area.verticalScrollBar()):
            assert bar is not None
            assert bar.maximum() == 0, page


@pytest.mark.parametrize("window", ["en"], indirect=True)
def test_long_names_and_many_tags_push_nothing_out_of_the_window(
    window: Window, qapp: QApplication
) -> None:
    window.resize(SIZE)
    models, rail = window._models, window._rail
    tags = ("family", "summer holiday", "grandparents", "birthday", "beach", "2024", "Italy")
    assert models.recording.folder is not None
    models.recording.put_heading(models.recording.folder, "", tags)
    window.recording.header._show_suggestions(("Marketing Review", "Hiring Plan"))
    name = "meeting_of_the_whole_department_with_everyone_" * 3 + "2024-08-01.m4a"
    models.library.put_import(Path("/recordings") / name, 0)
    before = rail.width()
    models.notices.say(f"{name} is a text file, not sound or video.")
    for page in (Page.RECORDING, Page.LIBRARY):
        bar = area_of(window, qapp, page).horizontalScrollBar()
        assert bar is not None
        assert bar.maximum() == 0, page
    assert rail.width() == before
    assert rail.notices.accessibleName().startswith(name)
    row = window.recording.header._row
    tops = {item.geometry().top() for item in row.flow._items}
    assert len(tops) > 1  # in more than one line, and all of them above what follows
    assert row.height() >= max(item.geometry().bottom() for item in row.flow._items)
