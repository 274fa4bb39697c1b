"""The best picture around a moment: looked at, picked, merged, kept, given up."""

import threading
from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from app.errors import StorageError
from app.gui.keeping import top_shot as keeping
from app.gui.parts.filmstrip import Filmstrip
from app.gui.state.recording import State as Opened
from app.gui.state.top_shot import State
from app.gui.translation import TABLES, TableTranslator
from app.gui.work.top_shot import Share, Strip, bgra, read_pictures
from app.storage.motion_photo.photo import read
from app.storage.recording import Recording
from tests.app.gui.conftest import Desk
from vision.ring import CAPACITY_FRAMES
from vision.topshot.gam import shipped_gam
from vision.topshot.score import FrameScore
from vision.topshot.select import choose

AT_NS = 3_000_000_000


def strip_of(folder: Path, shutter_ns: int) -> Strip:
    """Return real pictures with made-up scores: the networks of faces may be absent."""
    pictures = [p.i420() for p in read_pictures(Recording.open(folder).video_path, shutter_ns)]
    worths = np.sin(np.linspace(0, 9, len(pictures))) * 3
    rated = tuple(
        FrameScore(
            frame.pts_ns,
            float(1 / (1 + np.exp(-worth))),
            {"eye": float(worth), "sharp": 0.2},
            (),
        )
        for frame, worth in zip(pictures, worths, strict=True)
    )
    small = tuple(bgra(frame, 120) for frame in pictures)
    selection = choose(rated, shutter_ns, shipped_gam())
    return Strip(folder, tuple(pictures), rated, small, selection)


@pytest.fixture
def page(desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Desk:
    def read_strip(folder: Path, shutter_ns: int, progress: Share, *_: object) -> Strip:
        progress(0.5)
        return strip_of(folder, shutter_ns)

    monkeypatch.setattr(keeping, "read_strip", read_strip)
    desk.models.library.open(desk.models.library.index(0))
    qtbot.waitUntil(lambda: desk.models.recording.state is Opened.OPEN)
    desk.models.recording.seek(AT_NS)
    qtbot.keyClick(desk.window, Qt.Key.Key_B)
    qtbot.waitUntil(lambda: desk.models.top_shot.state is State.READY)
    return desk


def button(desk: Desk, text: str) -> QAbstractButton:
    found = desk.window.top_shot.findChildren(QAbstractButton)
    return next(b for b in found if b.text().startswith(text))


def test_three_seconds_of_pictures_are_read_each_once(desk: Desk) -> None:
    pictures = read_pictures(Recording.open(desk.folder).video_path, AT_NS)
    times = [picture.pts_ns for picture in pictures]
    assert 20 < len(pictures) <= CAPACITY_FRAMES
    assert times == sorted(set(times))
    assert AT_NS - 1_500_000_000 <= times[0] < times[-1] <= AT_NS + 1_500_000_000


def test_the_best_is_picked_and_said_why(page: Desk) -> None:
    model = page.models.top_shot
    assert model.strip is not None
    best = model.strip.selection.alternatives[0].frame
    assert model.strip.frames[model.number].pts_ns == best.pts_ns
    assert "eyes open" in page.window.top_shot._why.text()
    assert page.window.top_shot.isVisible()


def test_another_picture_is_picked_by_key_and_by_chip(page: Desk, qtbot: QtBot) -> None:
    model, strip = page.models.top_shot, page.window.top_shot.findChild(Filmstrip)
    assert strip is not None
    before = model.number
    qtbot.keyClick(strip, Qt.Key.Key_Left)
    assert model.number == before - 1
    qtbot.mouseClick(button(page, "At the shutter"), Qt.MouseButton.LeftButton)
    assert model.strip is not None
    shutter = model.strip.selection.shutter.pts_ns
    assert model.strip.frames[model.number].pts_ns == shutter


def test_the_picked_one_is_merged_and_kept_as_a_motion_photo(page: Desk, qtbot: QtBot) -> None:
    model = page.models.top_shot
    with qtbot.waitSignal(model.kept) as kept:
        qtbot.mouseClick(button(page, "Merge and keep"), Qt.MouseButton.LeftButton)
        assert not button(page, "Merge and keep").isEnabled()
    assert kept.args is not None
    photo = read(kept.args[0])
    assert photo.ratings is not None
    assert button(page, "Merge and keep").isEnabled()
    opened = page.models.recording.content
    assert opened is not None
    assert [path for _, path in opened.photos] == [kept.args[0]]
    model.leave()
    page.models.library.open(page.models.library.index(0))
    content = page.models.recording
    qtbot.waitUntil(lambda: content.state is Opened.OPEN)
    assert content.content is not None
    ((at_ns, path),) = content.content.photos
    assert path == kept.args[0]
    assert abs(at_ns - AT_NS) < 1_600_000_000


def test_leaving_goes_back_to_the_recording(page: Desk, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.window.top_shot._back, Qt.MouseButton.LeftButton)
    assert page.window.recording.isVisible()
    assert page.models.top_shot.strip is None
    assert page.models.recording.state is Opened.OPEN


def test_a_moment_without_pictures_is_said(desk: Desk, qtbot: QtBot) -> None:
    desk.models.top_shot.look(desk.home, AT_NS)
    qtbot.waitUntil(lambda: desk.models.top_shot.state is State.FAILED)
    assert desk.models.top_shot.error


def test_what_became_of_another_moment_is_not_taken_for_this_one(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, given_up = threading.Event(), [AT_NS + 10**9, AT_NS + 2 * 10**9]
    ended: list[int] = []

    def read_strip(folder: Path, shutter_ns: int, *_: object) -> Strip:
        try:
            if shutter_ns in given_up:
                slow.wait(10)
            if shutter_ns == given_up[0]:
                raise StorageError("there are no pictures then")
            return strip_of(folder, shutter_ns)
        finally:
            ended.append(shutter_ns)

    monkeypatch.setattr(keeping, "read_strip", read_strip)
    model = desk.models.top_shot
    for time_ns in given_up:
        model.look(desk.folder, time_ns)
        model.leave()
    model.look(desk.folder, AT_NS)
    told: list[None] = []
    qtbot.waitUntil(lambda: model.state is State.READY)
    shown = model.strip
    slow.set()
    model.look(desk.folder, AT_NS)
    qtbot.waitUntil(lambda: len(ended) == 4 and model.state is not State.LOOKING)
    desk.bridge.work(lambda: None, told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert model.state is State.READY
    assert shown is not None
    assert model.strip is not None
    assert model.strip.selection.shutter.pts_ns == shown.selection.shutter.pts_ns


def test_why_the_shutter_is_better_is_said_in_german(page: Desk, qapp: QApplication) -> None:
    strip = page.models.top_shot.strip
    assert strip is not None
    worse = min(range(len(strip.rated)), key=lambda number: strip.rated[number].score)
    german = TableTranslator(TABLES / "earshot_de.ts")
    qapp.installTranslator(german)
    try:
        assert "Augen weiter offen" in page.window.top_shot._words(strip, worse)
    finally:
        qapp.removeTranslator(german)
