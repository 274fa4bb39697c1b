"""Sounds in colour: on the timeline, in the running waveform, in a legend that filters."""

import sqlite3
from itertools import pairwise
from pathlib import Path

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor, QImage
from PyQt6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.gui.parts.sound_legend import SoundLegend
from app.gui.parts.timeline import Timeline
from app.gui.state.live import Kind, LiveModel, Phase
from app.gui.state.recording import State
from app.gui.views.signs import signs_of
from app.gui.work.live_news import News
from audio.level import Level
from audio.tagging.ontology import FAMILIES
from audio.tagging.sounds import Bar, SoundEvent
from audio.tagging.windows import BAR_NS
from tests.app.gui.conftest import Desk

NS_PER_S = 1_000_000_000
NEAR = 12  # of 255: edges are smoothed


def add_sounds(folder: Path) -> None:
    """Tell of two seconds of music, then of laughter, then of silence."""
    runs = [(0, 2, "music"), (2, 4, "laughter"), (4, 6, "silence")]
    with sqlite3.connect(folder / "events.db") as db:
        db.execute("DELETE FROM sound_run")
        for start_s, end_s, sound in runs:
            times = (start_s * NS_PER_S, end_s * NS_PER_S)
            db.execute("INSERT OR REPLACE INTO sound_run VALUES (?, ?, ?)", (*times, sound))
        db.execute("DELETE FROM sound")
        for number, (start_s, end_s, sound) in enumerate(runs[:2]):
            times = (start_s * NS_PER_S, end_s * NS_PER_S)
            db.execute("INSERT INTO sound VALUES (?, ?, ?, ?, ?)", (number, *times, sound, 0.9))


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> Desk:
    add_sounds(desk.folder)
    desk.models.library.open(desk.models.library.index(0))
    qtbot.waitUntil(lambda: desk.models.recording.state is State.OPEN)
    return desk


def colours_of(widget: QWidget, left: float, right: float) -> set[str]:
    """Return which colours of sounds are in a part of a widget, as shares of its width."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    columns = range(round(left * image.width()), round(right * image.width()))
    pixels = {image.pixel(x, y) for x in columns for y in range(40, image.height() - 40, 3)}
    return {name for name in map(named, map(QColor, pixels)) if name}


def named(colour: QColor) -> str:
    from audio.tagging.colours import LIGHT

    for family, text in LIGHT.items():
        wanted = QColor(text)
        parts = zip(colour.getRgb()[:3], wanted.getRgb()[:3], strict=True)
        if all(abs((one or 0) - (other or 0)) <= NEAR for one, other in parts):
            return family
    return ""


def legend(desk: Desk) -> SoundLegend:
    found = desk.window.recording.findChild(SoundLegend)
    assert found is not None
    return found


def test_each_stretch_has_the_colour_of_its_sound(page: Desk) -> None:
    timeline = page.window.recording.findChild(Timeline)
    assert timeline is not None
    assert colours_of(timeline, 0.02, 0.3) == {"music"}
    assert colours_of(timeline, 0.36, 0.62) == {"voice"}
    assert colours_of(timeline, 0.7, 0.95) <= {"quiet"}


def test_the_legend_shows_one_kind_alone(page: Desk, qtbot: QtBot) -> None:
    chips = [c for c in legend(page).findChildren(QPushButton) if c.isVisible()]
    assert sorted(chip.text() for chip in chips) == ["music 0:02", "voices 0:02"]
    music = next(chip for chip in chips if chip.text().startswith("music"))
    qtbot.mouseClick(music, Qt.MouseButton.LeftButton)
    timeline = page.window.recording.findChild(Timeline)
    assert timeline is not None
    assert "music" in colours_of(timeline, 0.02, 0.3)
    assert "voice" not in colours_of(timeline, 0.36, 0.62)


def test_a_chip_that_comes_is_whole_when_it_is_first_seen(desk: Desk, qtbot: QtBot) -> None:
    shown = SoundLegend(desk.theme)
    qtbot.addWidget(shown)
    shown.resize(800, 60)
    first, second, third = [(family, family) for family in FAMILIES][:3]
    shown.show_families([first, third])
    shown.show()
    QApplication.processEvents()
    shown.show_families([first, second, third])
    chips = [chip for chip in shown._chips.values() if chip.isVisible()]
    assert len(chips) == 3
    for chip, after in pairwise(chips):
        assert chip.size() == chip.sizeHint()
        assert after.x() > chip.geometry().right()


def test_laughter_is_a_sign_and_music_is_colour_enough(page: Desk) -> None:
    content = page.models.recording.content
    assert content is not None
    sounds = [(s.text, s.start_s) for s in signs_of(content) if s.kind == "sound"]
    assert sounds == [("laughter", 2.0)]


def test_live_bars_wear_the_newest_word_on_them() -> None:
    model = LiveModel(lambda: 0)
    model.enter(Phase.STARTING)
    levels = [Level(number * BAR_NS + 1_000_000, -20.0, -10.0) for number in range(3)]
    news = News()
    news.levels.extend(levels)
    news.bars.extend([Bar(0, "speech", 0.6, False), Bar(BAR_NS, "speech", 0.6, False)])
    model.put_news(news, 0)
    assert model.bar_sounds() == ["speech", "speech", ""]
    revised = News()
    revised.bars.append(Bar(BAR_NS, "laughter", 0.9, True))
    revised.sounds.append(SoundEvent(1, 0, BAR_NS, "laughter", 0.9, True))
    revised.sounds.append(SoundEvent(2, 0, BAR_NS, "speech", 0.9, True))
    model.put_news(revised, 0)
    assert model.bar_sounds() == ["speech", "laughter", ""]
    assert [(h.kind, h.detail) for h in model.happenings] == [(Kind.SOUND, "laughter")]
