"""The window on much: a recording of ten hours, a library of five thousand recordings."""

import os
import sqlite3
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from app.engine.clock import NS_PER_S
from app.storage.event_store import EventStore
from app.storage.library import Library
from app.storage.peaks import FILE_NAME, PER_S
from app.storage.recording import Recording
from app.storage.search import index_passages
from app.storage.wav import HEADER_BYTES, WavInfo
from audio.speech.transcript import Final, Word
from tests.bench.bench_search import VOCABULARY, make_vocabulary, put_recording, said
from tests.bench.gui_desk import Desk

if TYPE_CHECKING:
    from PyQt6.QtWidgets import QWidget

HOURS, RATE_HZ = 10, 16_000
SAID, WORDS_EACH, EVERY_S = 6_000, 12, 6
RECORDINGS, PASSAGES_EACH, PASSAGE_WORDS = 5_000, 6, 15
OPENINGS, ZOOMS, TYPED_WORDS = 5, 60, 12


def write_ten_hours(folder: Path) -> None:
    """Make a recording of ten hours: 72,000 words, an outline, silent sound (a sparse file)."""
    rng = np.random.default_rng(7)
    words = make_vocabulary(rng)
    recording = Recording.create(
        folder,
        started_at=datetime(2026, 11, 21, 9, tzinfo=UTC),
        origin_ns=0,
        app_version="1",
        sources=("microphone",),
    )
    store = EventStore(recording.events_path, 0)
    chosen = rng.integers(0, VOCABULARY, (SAID, WORDS_EACH))
    for number in range(SAID):
        starts_ns = [number * EVERY_S * NS_PER_S + n * 400_000_000 for n in range(WORDS_EACH)]
        spoken = tuple(
            Word(words[chosen[number, n]], at, at + 350_000_000, 0.9)
            for n, at in enumerate(starts_ns)
        )
        store.put_final(Final(number, spoken), "bench")
    store.close()
    peaks = rng.integers(0, 256, HOURS * 3600 * PER_S).astype(np.uint8)
    np.save(folder / FILE_NAME, peaks)
    write_silence(recording.audio_path, HOURS * 3600 * RATE_HZ)
    recording.finish(HOURS * 3600 * NS_PER_S)


def write_silence(path: Path, frames: int) -> None:
    """Write the header of a WAV file and let the rest be a hole."""
    path.write_bytes(WavInfo(RATE_HZ, 1, frames).header())
    os.truncate(path, HEADER_BYTES + 2 * frames)


def write_library(home: Path) -> list[str]:
    """Make a library of five thousand recordings; return words that occur in it."""
    rng = np.random.default_rng(9)
    vocabulary = make_vocabulary(rng)
    shelf = home / "recordings"
    shelf.mkdir(parents=True, exist_ok=True)
    Library(home / "library.db").close()
    db = sqlite3.connect(home / "library.db")
    with db:
        for number in range(1, RECORDINGS + 1):
            spoken = rng.integers(0, VOCABULARY, (PASSAGES_EACH, PASSAGE_WORDS))
            texts = [[vocabulary[n] for n in passage] for passage in spoken]
            title = " ".join(vocabulary[n] for n in rng.integers(1000, VOCABULARY, 3))
            put_recording(db, shelf, number, title, (vocabulary[number % 40],))
            index_passages(db, number, list(said(texts)))
    db.close()
    return [vocabulary[n] for n in rng.integers(500, VOCABULARY, TYPED_WORDS)]


def opening_ms(desk: Desk, folder: Path) -> list[float]:
    """Return how long it takes until a recording is open and painted."""
    from app.gui.state.recording import State

    model, took_ms = desk.models.recording, []
    for _ in range(OPENINGS):
        began_s = time.perf_counter()
        desk.models.library.open_asked.emit(folder, None)
        desk.until(lambda: model.state is State.OPEN)
        desk.window.repaint()
        took_ms.append(1000 * (time.perf_counter() - began_s))
    return took_ms


def zooming_ms(desk: Desk) -> list[float]:
    """Return how long each step takes from ten hours to a second and back, painting included."""
    from app.gui.parts.timeline import ZOOM_STEP, Timeline

    timeline = desk.window.recording.findChild(Timeline)
    assert timeline is not None
    took_ms = []
    for number in range(ZOOMS):
        began_s = time.perf_counter()
        timeline.zoom(ZOOM_STEP if number < ZOOMS // 2 else 1 / ZOOM_STEP)
        timeline.repaint()
        took_ms.append(1000 * (time.perf_counter() - began_s))
        desk.application.processEvents()
    return took_ms


def typing_ms(desk: Desk, words: Sequence[str]) -> list[float]:
    """Return the time from each typed letter to the list that answers it, painted."""
    from PyQt6.QtTest import QTest
    from PyQt6.QtWidgets import QLineEdit

    from app.gui.window import Page

    desk.window.go_to(Page.LIBRARY)
    desk.until(lambda: desk.models.library.rowCount() >= RECORDINGS)
    field = next(
        f for f in desk.window.library.findChildren(QLineEdit) if f.accessibleName() == "Search"
    )
    answers: list[int] = []
    desk.models.library.state_changed.connect(lambda: answers.append(1))
    took_ms = []
    for word in words:
        field.clear()
        _settle(desk)
        for letter in word[:5]:
            answers.clear()
            began_s = time.perf_counter()
            QTest.keyClick(field, letter)  # type: ignore[call-overload]  # it is static
            desk.until(lambda: bool(answers))
            _painted(desk.window.library)
            took_ms.append(1000 * (time.perf_counter() - began_s))
    return took_ms


def _painted(view: "QWidget") -> None:
    view.repaint()


def _settle(desk: Desk) -> None:
    end_s = time.monotonic() + 0.15
    desk.until(lambda: time.monotonic() > end_s)
