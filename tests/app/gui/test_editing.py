"""Words put right by hand: over the word, by key, with a way back, found by a search afterwards."""

import json
from pathlib import Path

import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtWidgets import QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from app.gui.parts.find_bar import FindBar
from app.gui.parts.transcript import Transcript
from app.gui.parts.word_editor import WordEditor
from app.gui.state.recording import State
from app.gui.state.words import WordsModel
from app.gui.window import Page
from app.storage.document import Utterance
from app.storage.library import Library
from app.storage.recording import Recording
from app.storage.takes import preferred_take, read_heard
from tests.app.gui.conftest import CLOSING_LIMIT_S, Desk, named


@pytest.fixture
def said(page: Desk) -> WordsModel:
    return page.models.recording.said


def transcript(page: Desk) -> Transcript:
    found = page.window.recording.findChild(Transcript)
    assert found is not None
    return found


def editor(page: Desk) -> WordEditor:
    found = page.window.recording.findChild(WordEditor)
    assert found is not None
    return found


def texts(said: WordsModel) -> list[str]:
    return [word.text for word in said.words]


def test_a_double_click_opens_a_field_over_the_word(page: Desk, qtbot: QtBot) -> None:
    shown = transcript(page)
    place = shown.rect_of(2).center() + QPoint(1, 0)
    qtbot.mouseDClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert editor(page).isVisible()
    assert editor(page).text() == page.models.recording.said.words[2].text
    assert editor(page).geometry().intersects(shown.rect_of(2))
    assert not page.models.recording.playing


def test_enter_keeps_escape_leaves(page: Desk, said: WordsModel, qtbot: QtBot) -> None:
    before = texts(said)
    page.window.recording.words.edit(1)
    qtbot.keyClicks(editor(page), "zebra crossing")
    qtbot.keyClick(editor(page), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: texts(said) == [before[0], "zebra", "crossing", *before[2:]])
    assert "zebra crossing" in transcript(page).toPlainText()
    page.window.recording.words.edit(0)
    qtbot.keyClicks(editor(page), "nonsense")
    qtbot.keyClick(editor(page), Qt.Key.Key_Escape)
    assert texts(said)[0] == before[0]


def test_tab_keeps_and_goes_on(page: Desk, said: WordsModel, qtbot: QtBot) -> None:
    second = texts(said)[1]
    page.window.recording.words.edit(0)
    qtbot.keyClicks(editor(page), "Where")
    qtbot.keyClick(editor(page), Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: texts(said)[0] == "Where")
    assert editor(page).isVisible()
    assert editor(page).text() == second


def test_tab_after_several_words_goes_to_the_next_place(
    page: Desk, said: WordsModel, qtbot: QtBot
) -> None:
    before = texts(said)
    page.window.recording.words.edit(0)
    qtbot.keyClicks(editor(page), "zebra crossing")
    with qtbot.waitSignal(said.utterance_changed):
        qtbot.keyClick(editor(page), Qt.Key.Key_Tab)
    assert editor(page).text() == before[1]
    assert editor(page).geometry().intersects(transcript(page).rect_of(2))
    qtbot.keyClicks(editor(page), "next")
    qtbot.keyClick(editor(page), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: texts(said) == ["zebra", "crossing", "next", *before[2:]])


def test_tab_after_a_word_taken_out_goes_to_the_next_place(
    page: Desk, said: WordsModel, qtbot: QtBot
) -> None:
    before = texts(said)
    page.window.recording.words.edit(len(before) - 2)
    editor(page).clear()
    with qtbot.waitSignal(said.utterance_changed):
        qtbot.keyClick(editor(page), Qt.Key.Key_Tab)
    qtbot.keyClicks(editor(page), "last")
    qtbot.keyClick(editor(page), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: texts(said) == [*before[:-2], "last"])


def test_what_was_typed_is_kept_when_the_page_is_left(
    page: Desk, said: WordsModel, qtbot: QtBot
) -> None:
    title = named(page, QLineEdit, "Title")
    title.setFocus()
    qtbot.keyClicks(title, "Left by key")
    qtbot.keyClick(page.window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: Recording.open(page.folder).meta.title == "Left by key")
    page.models.library.open(page.models.library.index(0))
    qtbot.waitUntil(lambda: page.models.recording.state is State.OPEN)
    page.window.recording.words.edit(0)
    qtbot.keyClicks(editor(page), "Typed")
    page.window.go_to(Page.SETTINGS)
    qtbot.waitUntil(lambda: first_word(page.folder) == "Typed")


def first_word(folder: Path) -> str:
    return preferred_take(Recording.open(folder)).transcript.utterances[0].words[0].text


def test_a_word_that_is_typed_is_kept_when_another_hearing_comes(
    page: Desk, said: WordsModel, qtbot: QtBot
) -> None:
    page.window.recording.words.edit(0)
    qtbot.keyClicks(editor(page), "Typed")
    said.take_asked.emit(page.folder, "")
    qtbot.waitUntil(lambda: not editor(page).isVisible())
    qtbot.waitUntil(lambda: first_word(page.folder) == "Typed")


def test_words_put_right_at_the_last_moment_are_all_kept(page: Desk, said: WordsModel) -> None:
    for number in range(5):
        said.spell(said.heard_id(number), f"word{number}")
    page.window.close()
    assert page.bridge.close(CLOSING_LIMIT_S)
    kept = preferred_take(Recording.open(page.folder)).transcript.utterances[0].words
    assert [word.text for word in kept[:5]] == [f"word{number}" for number in range(5)]


def test_a_surprise_while_writing_does_not_end_the_writing(
    page: Desk, said: WordsModel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def surprise(*_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as broken, qtbot.waitSignal(page.models.notices.said) as told:
        broken.setattr("app.gui.keeping.words.correct", surprise)
        said.spell(said.heard_id(0), "lost")
    assert told.args is not None
    assert "ZeroDivisionError" in told.args[0].text
    said.spell(said.heard_id(1), "kept")
    qtbot.waitUntil(lambda: texts(said)[1] == "kept")


def test_ctrl_f_opens_the_field_that_finds_words(page: Desk, qtbot: QtBot) -> None:
    bar = page.window.recording.findChild(FindBar)
    assert bar is not None
    qtbot.keyClick(page.window.recording, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert bar.isVisible()
    assert bar.isAncestorOf(page.window.focusWidget())


def test_after_a_bar_was_put_away_nothing_is_looked_for(
    page: Desk, said: WordsModel, qtbot: QtBot
) -> None:
    page.window.recording.words.open_find(said.words[0].text)
    page.models.library.open(page.models.library.index(0))
    qtbot.waitUntil(lambda: page.models.recording.state is State.OPEN)
    bar = page.window.recording.findChild(FindBar)
    assert bar is not None
    assert not bar.isVisible()
    with qtbot.assertNotEmitted(bar.moved), qtbot.waitSignal(said.utterance_changed):
        said.spell(said.heard_id(1), "changed")


def test_undo_and_redo_go_all_the_way_back_and_on(
    page: Desk, said: WordsModel, qtbot: QtBot
) -> None:
    before = texts(said)
    for number, text in ((0, "one two"), (0, "three"), (3, "")):
        with qtbot.waitSignal(said.utterance_changed):
            said.spell(said.heard_id(number), text)
    after = texts(said)
    undo = named(page, QToolButton, "Take the last correction back")
    for _ in range(3):
        qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: texts(said) == before)
    assert not undo.isEnabled()
    for _ in range(3):
        said.redo()
    qtbot.waitUntil(lambda: texts(said) == after)


def test_what_was_put_right_long_ago_can_be_taken_back(
    page: Desk, said: WordsModel, qtbot: QtBot
) -> None:
    before = texts(said)
    for number, text in ((2, ""), (0, "one two")):
        with qtbot.waitSignal(said.utterance_changed):
            said.spell(said.heard_id(number), text)
    page.models.recording.close()
    page.models.library.open(page.models.library.index(0))
    qtbot.waitUntil(lambda: page.models.recording.state is State.OPEN)
    assert texts(said) == ["one", "two", before[1], *before[3:]]
    undo = named(page, QToolButton, "Take the last correction back")
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: texts(said) == [*before[:2], *before[3:]])
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: texts(said) == before)
    assert not undo.isEnabled()


def test_what_was_put_right_is_kept_found_and_the_hearing_stays(
    page: Desk, said: WordsModel, qtbot: QtBot
) -> None:
    recording = Recording.open(page.folder)
    heard = read_heard(recording, "live")
    ids = [word.id for word in said.words]
    said.spell(said.heard_id(0), "Xylophone")
    qtbot.waitUntil(lambda: texts(said)[0] == "Xylophone")
    page.models.recording.close()
    document = preferred_take(recording)
    assert read_heard(recording, "live") == heard
    words = [word for one in document.transcript.utterances for word in one.words]
    assert [word.id for word in words] == ids
    assert (words[0].text, words[0].confidence) == ("Xylophone", 1.0)

    def found() -> bool:
        with Library(page.home / "library.db") as library:
            return bool(library.search("xylophone"))

    qtbot.waitUntil(found)


def test_a_correction_is_there_after_opening_again_and_can_be_changed(
    page: Desk, said: WordsModel, qtbot: QtBot
) -> None:
    heard = texts(said)[0]
    said.spell(said.heard_id(0), "Xylophone music")
    qtbot.waitUntil(lambda: texts(said)[:2] == ["Xylophone", "music"])
    page.models.library.open(page.models.library.index(0))
    qtbot.waitUntil(lambda: page.models.recording.state is State.OPEN)
    assert said.text_of(said.heard_id(1)) == "Xylophone music"
    said.spell(said.heard_id(1), heard)  # what was heard needs no correction
    qtbot.waitUntil(lambda: texts(said)[0] == heard)
    kept = json.loads((page.folder / "corrections" / "live.json").read_text())
    assert kept["words"] == []


def test_a_speaker_is_named_once_for_all(page: Desk, said: WordsModel, qtbot: QtBot) -> None:
    rewrite_with_speakers(page.folder)
    page.models.library.open(page.models.library.index(0))
    qtbot.waitUntil(lambda: page.models.recording.state is State.OPEN)
    assert {one.speaker for one in said.utterances} == {"A"}
    assert transcript(page).toPlainText().count("A  ") == 1  # named where the speaker changes
    said.name_speaker("A", "Grace")
    qtbot.waitUntil(lambda: {one.speaker for one in said.utterances} == {"Grace"})
    said.name_speaker("Grace", "Ada")
    qtbot.waitUntil(lambda: {one.speaker for one in said.utterances} == {"Ada"})


def rewrite_with_speakers(folder: Path) -> None:
    """Add a better hearing that tells speakers."""
    from dataclasses import replace

    from app.storage.takes import add_take

    recording = Recording.open(folder)
    live = read_heard(recording, "live").transcript
    said: tuple[Utterance, ...] = tuple(replace(one, speaker="A") for one in live.utterances)
    add_take(recording, replace(live, engine="better", draft=False, utterances=said))
