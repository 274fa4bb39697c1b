"""Words put right while hearings come and go: kept where they belong, shown there alone, found."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.gui.parts.transcript import Transcript
from app.gui.parts.word_editor import WordEditor
from app.gui.state.recording import State
from app.gui.state.words import WordsModel
from app.storage.corrections import correct
from app.storage.document import SpokenWord, Utterance
from app.storage.library import Library
from app.storage.recording import Recording
from app.storage.takes import add_take, read_heard, read_take
from tests.app.gui.conftest import Desk, settle

NS_PER_MS = 1_000_000


@pytest.fixture
def said(page: Desk) -> WordsModel:
    return page.models.recording.said


def texts(said: WordsModel) -> list[str]:
    return [word.text for word in said.words]


def utterance(number: int, *words: str) -> Utterance:
    """Return an utterance of words of 100 ms, in the second of its number."""
    begin_ns = number * 1000 * NS_PER_MS
    spoken = tuple(
        SpokenWord(
            id=10 * number + place,
            start_ns=begin_ns + 100 * place * NS_PER_MS,
            end_ns=begin_ns + 100 * (place + 1) * NS_PER_MS,
            text=text,
            confidence=1.0,
        )
        for place, text in enumerate(words)
    )
    return Utterance(
        id=number, start_ns=begin_ns, end_ns=spoken[-1].end_ns, words=spoken, speaker=None
    )


def hear(folder: Path, engine: str, utterances: Sequence[Utterance], *, draft: bool) -> None:
    """Add a hearing."""
    recording = Recording.open(folder)
    live = read_heard(recording, "live").transcript
    add_take(recording, replace(live, engine=engine, draft=draft, utterances=tuple(utterances)))


def all_is_written(page: Desk, qtbot: QtBot) -> None:
    """Wait until every change that was asked for is on the disk and its answer is here."""
    with qtbot.waitCallback() as done:
        page.bridge.work(lambda: None, done, threads=page.bridge._writer)


def open_again(page: Desk, qtbot: QtBot) -> None:
    page.models.library.open(page.models.library.index(0))
    qtbot.waitUntil(lambda: page.models.recording.state is State.OPEN)


def test_a_word_that_is_typed_as_another_hearing_comes_is_not_shown_in_that_one(
    page: Desk, said: WordsModel, qtbot: QtBot
) -> None:
    hear(page.folder, "later", [utterance(0, "quite", "other", "words")], draft=True)
    editor = page.window.recording.findChild(WordEditor)
    assert editor is not None
    page.window.recording.words.edit(0)
    qtbot.keyClicks(editor, "Typed")
    said.take_asked.emit(page.folder, "later")
    qtbot.waitUntil(lambda: said.content is not None and said.content.take == "later")
    all_is_written(page, qtbot)
    assert texts(said) == ["quite", "other", "words"]
    kept = read_take(Recording.open(page.folder), "live").transcript
    assert kept.utterances[0].words[0].text == "Typed"


def test_all_words_of_an_utterance_taken_out_long_ago_can_come_back(
    page: Desk, said: WordsModel, qtbot: QtBot
) -> None:
    heard = [utterance(0, "Hello"), utterance(1, "hm"), utterance(2, "there")]
    hear(page.folder, "better", heard, draft=False)
    open_again(page, qtbot)
    for number, left in ((1, 2), (0, 1), (0, 0)):
        with qtbot.waitSignal(said.utterance_changed):
            said.spell(said.heard_id(number), "")
        assert len(said.words) == left
    open_again(page, qtbot)
    shown = page.window.recording.findChild(Transcript)
    assert shown is not None
    for words in (["there"], ["Hello", "there"], ["Hello", "hm", "there"]):
        said.undo()
        all_is_written(page, qtbot)
        assert texts(said) == words
        assert [one for one in shown.toPlainText().split() if one in words] == words


def test_a_word_put_right_as_the_page_is_left_is_found_by_a_search(
    page: Desk, said: WordsModel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = threading.Event()

    def slow(*arguments: object) -> object:
        written.wait(5)  # as on a disk that is busy
        return correct(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr("app.gui.keeping.words.correct", slow)
    said.spell(said.heard_id(0), "Xylophone")
    page.models.recording.close()
    qtbot.wait(200)
    written.set()
    settle(page, qtbot)
    with Library(page.home / "library.db") as library:
        assert library.search("xylophone")


def test_the_word_that_is_heard_stays_lit_while_others_are_put_right(
    page: Desk, said: WordsModel, qtbot: QtBot
) -> None:
    shown = page.window.recording.findChild(Transcript)
    assert shown is not None
    page.models.recording.seek(said.words[2].start_ns)
    assert shown._lit == 2
    with qtbot.waitSignal(said.utterance_changed):
        said.spell(said.heard_id(0), "one two three")
    assert shown._lit == 4
    page.window.recording.words.edit_heard()
    editor = page.window.recording.findChild(WordEditor)
    assert editor is not None
    assert editor.text() == said.words[4].text
