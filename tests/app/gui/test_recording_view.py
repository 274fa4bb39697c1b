"""The page of one recording: words and sound kept together, keys, find, what cannot be shown."""

from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtGui import QTextCursor
from PyQt6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.gui.parts.find_bar import FindBar
from app.gui.parts.timeline import Timeline
from app.gui.parts.transcript import Transcript
from app.gui.state.notices import WindowNotice
from app.gui.state.recording import State
from app.gui.views.signs import signs_of
from app.gui.window import Page
from tests.app.gui.conftest import SECONDS, Desk, add_events

NS_PER_S = 1_000_000_000
Part = TypeVar("Part", bound=QWidget)


def part(desk: Desk, kind: type[Part]) -> Part:
    found = desk.window.recording.findChild(kind)
    assert found is not None
    return found


def test_words_are_read_as_they_were_heard(page: Desk) -> None:
    words = [word.text for word in page.models.recording.said.words]
    assert len(words) >= 5
    shown = part(page, Transcript).toPlainText().split()
    assert [w for w in shown if not w[0].isdigit()] == words


def test_a_click_on_a_word_plays_from_it(page: Desk, qtbot: QtBot) -> None:
    transcript, model = part(page, Transcript), page.models.recording
    cursor = QTextCursor(transcript.document())
    place = transcript.toPlainText().index(model.said.words[4].text + " ")
    cursor.setPosition(place + 1)
    at = transcript.cursorRect(cursor).center() + QPoint(1, 0)
    began_ns = page.models.live._now_ns()
    qtbot.mouseClick(transcript.viewport(), Qt.MouseButton.LeftButton, pos=at)
    heard = model.said.words[transcript.word_at(place + 1) or 0]
    assert model.playing
    assert 0 <= model.position_ns - heard.start_ns <= page.models.live._now_ns() - began_ns
    lit = transcript.extraSelections()[-1].cursor.selectedText()
    assert lit == heard.text


def test_space_plays_and_arrows_go_along(page: Desk, qtbot: QtBot) -> None:
    view, model = page.window.recording, page.models.recording
    qtbot.keyClick(view, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: model.position_ns > NS_PER_S // 10)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not model.playing)
    at_ns = model.position_ns
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert model.position_ns == min(at_ns + 5 * NS_PER_S, model.duration_ns)
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert model.position_ns == 0


def test_speed_changes_how_fast_the_position_moves(page: Desk, qtbot: QtBot) -> None:
    model = page.models.recording
    model.play_at(2.0)
    clock = page.models.live._now_ns
    most_ns = -clock()
    model.toggle()
    least_ns = -clock()
    qtbot.waitUntil(lambda: model.position_ns > NS_PER_S)
    least_ns += clock()
    position_ns = model.position_ns
    most_ns += clock()
    assert 1.6 * least_ns <= position_ns <= 2.4 * most_ns
    model.play_at(1.0)


def test_playing_to_the_end_stops_and_starts_anew(page: Desk, qtbot: QtBot) -> None:
    model = page.models.recording
    model.seek(model.duration_ns - NS_PER_S // 10)
    model.toggle()
    qtbot.waitUntil(lambda: not model.playing)
    assert model.position_ns == model.duration_ns
    clock = page.models.live._now_ns
    began_ns = clock()
    model.toggle()
    assert model.position_ns <= clock() - began_ns


def test_silences_are_passed_over(page: Desk, qtbot: QtBot) -> None:
    model = page.models.recording
    content = model.content
    assert content is not None
    object.__setattr__(content, "quiet_s", np.array([[1.0, 4.0]]))
    model.skip_silence(True)
    model.seek(2_000_000_000)
    assert model.position_ns == 2_000_000_000  # while it stands a person may look anywhere
    told_ns: list[int] = []
    model.position_changed.connect(lambda: told_ns.append(model.position_ns))
    model.toggle()
    qtbot.waitUntil(lambda: bool(told_ns) and told_ns[-1] >= 4_000_000_000)
    assert not [at_ns for at_ns in told_ns if at_ns < 4_000_000_000]
    model.toggle()


def test_the_picture_follows_the_position(page: Desk, qtbot: QtBot) -> None:
    model = page.models.recording
    model.seek(4 * NS_PER_S)
    qtbot.waitUntil(lambda: model.picture is not None and model.picture.pts_ns == 4 * NS_PER_S)
    assert model.picture is not None
    assert model.picture.bgra.shape == (480, 640, 4)


def test_the_timeline_is_clicked_zoomed_and_followed(page: Desk, qtbot: QtBot) -> None:
    timeline, model = part(page, Timeline), page.models.recording
    middle = QPoint(timeline.width() // 2, timeline.height() // 2)
    qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=middle)
    assert model.position_ns == pytest.approx(model.duration_ns / 2, rel=0.01)
    qtbot.keyClick(timeline, Qt.Key.Key_Plus)
    begin_s, end_s = timeline.visible_s()
    assert end_s - begin_s < SECONDS * 0.8
    assert begin_s < model.position_ns / NS_PER_S < end_s
    for _ in range(20):
        qtbot.keyClick(timeline, Qt.Key.Key_Minus)
    assert timeline.visible_s() == pytest.approx((0, model.duration_ns / NS_PER_S))


def test_find_goes_from_one_to_the_next(page: Desk, qtbot: QtBot) -> None:
    model, bar, transcript = page.models.recording, part(page, FindBar), part(page, Transcript)
    text = model.said.words[0].text
    page.window.search()
    assert bar.isVisible()
    field = bar.findChild(QLineEdit)
    assert field is not None
    qtbot.keyClicks(field, text.upper())
    marked = [one.cursor.selectedText() for one in transcript.extraSelections()]
    assert len([m for m in marked if text in m]) >= len(model.said.find(text)) >= 1
    qtbot.keyClick(bar, Qt.Key.Key_Escape)
    assert not bar.isVisible()


def test_what_was_found_stays_marked_while_words_are_put_right(page: Desk, qtbot: QtBot) -> None:
    said = page.models.recording.said
    wanted = next(
        text for text in [word.text for word in said.words[3:]] if len(said.find(text)) == 1
    )
    page.window.recording.words.open_find(wanted)
    assert marked(page) == [wanted]
    with qtbot.waitSignal(said.utterance_changed):
        said.spell(said.heard_id(0), "one two three")
    assert marked(page) == [wanted]
    with qtbot.waitSignal(said.utterance_changed):
        said.spell(said.heard_id(said.find(wanted)[0]), "other")
    assert marked(page) == []


def marked(page: Desk) -> list[str]:
    return [one.cursor.selectedText() for one in part(page, Transcript).extraSelections()]


def test_gestures_marks_and_gaps_are_on_the_timeline(desk: Desk, qtbot: QtBot) -> None:
    add_events(desk.folder)
    desk.models.library.open(desk.models.library.index(0))
    qtbot.waitUntil(lambda: desk.models.recording.state is State.OPEN)
    content = desk.models.recording.content
    assert content is not None
    signs = signs_of(content)
    assert [(sign.kind, sign.start_s, sign.text) for sign in signs] == [
        ("mark", 2.0, "marked"),
        ("gesture", 2.0, "thumbs up"),
        ("gap", 3.0, "camera is missing"),
    ]
    assert not part(desk, Transcript).isVisible()  # nothing was said


def test_a_damaged_hearing_hides_nothing_else(desk: Desk, qtbot: QtBot) -> None:
    for file in ("transcripts/other.json", "corrections/live.json"):
        (desk.folder / file).parent.mkdir(exist_ok=True)
        (desk.folder / file).write_text("holiday pictures")
    said: list[WindowNotice] = []
    desk.models.notices.said.connect(said.append)
    desk.models.library.open(desk.models.library.index(0))
    qtbot.waitUntil(lambda: desk.models.recording.state is State.OPEN)
    assert desk.models.recording.said.words
    qtbot.waitUntil(lambda: len(said) == 2)
    assert "other.json" in said[0].text
    assert "live.json" in said[1].text


def test_what_is_no_recording_is_said_with_a_way_back(desk: Desk, qtbot: QtBot) -> None:
    desk.models.library.open_asked.emit(Path("no recording"), None)
    qtbot.waitUntil(lambda: desk.models.recording.state is State.FAILED)
    assert "no recording" in desk.models.recording.error
    back = next(
        b
        for b in desk.window.recording.findChildren(QPushButton)
        if b.text() == "Back to the library"
    )
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    assert desk.models.recording.state is State.CLOSED


def test_leaving_the_page_stops_playback(page: Desk, qtbot: QtBot) -> None:
    page.models.recording.toggle()
    page.window.go_to(Page.SETTINGS)
    assert not page.models.recording.playing
    assert page.models.recording.content is None
