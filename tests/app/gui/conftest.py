"""The window as a person gets it: real engine, real library, one real recording."""

import asyncio
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot
from pytestqt.wait_signal import SignalBlocker

from app.config import load
from app.engine.sources.by_address import sources_of_file
from app.gui.bridge import Bridge
from app.gui.look.theme import Theme
from app.gui.start import LOADS_SILENTLY, make_models
from app.gui.state.models import Models
from app.gui.state.recording import State
from app.gui.window import Window
from app.gui.work.jobs import DEMO, ImportWatch
from app.pipelines.job import Job, record
from app.storage.event_store import EventStore
from app.storage.library import Library
from tests.app.gui.watched_application import WatchedApplication

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault(*LOADS_SILENTLY)

Part = TypeVar("Part", bound=QWidget)
SECONDS = 6
NS_PER_S = 1_000_000_000
CLOSING_LIMIT_S = 100.0
PATIENCE_MS = 100_000  # of a busy machine


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    return WatchedApplication


class PatientBot(QtBot):
    """Waits as long as it takes on a busy machine."""

    def waitUntil(  # noqa: N802 - pytest-qt's name
        self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS
    ) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(  # noqa: N802 - pytest-qt's name
        self, signal: Any, *, timeout: int = PATIENCE_MS, **how: Any
    ) -> SignalBlocker:
        return super().waitSignal(signal, timeout=timeout, **how)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return PatientBot(request)


@pytest.fixture(scope="session")
def demo_recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Record six seconds of the demo clip once, without hands: their networks may be absent."""
    place = tmp_path_factory.mktemp("demo")
    camera, microphone = sources_of_file(DEMO, paced=False)
    job = Job(
        camera=camera,
        microphone=microphone,
        hands=None,
        stop_by_gesture=False,
        folder=place / "recordings" / "demo",
        library=place / "library.db",
        live=False,
        duration_ns=SECONDS * NS_PER_S,
    )

    async def make() -> None:
        await record(job, ImportWatch(lambda _: None), asyncio.Event())

    asyncio.run(make())
    return job.folder


@dataclass(frozen=True, slots=True)
class Desk:
    """The window with everything behind it."""

    window: Window
    models: Models
    bridge: Bridge
    theme: Theme
    home: Path
    folder: Path


class Idle:
    """Takes jobs and does none."""

    def __init__(self) -> None:
        self.jobs: list[Callable[[], Any]] = []
        self.ends: list[Callable[[Any], object]] = []

    def __call__(
        self,
        job: Callable[[], Any],
        then: Callable[[Any], object],
        failed: Callable[[str], object] | None = None,
    ) -> None:
        self.jobs.append(job)
        self.ends.append(then)


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Keep the person's own library, models and devices out, and the network too."""
    monkeypatch.setattr("app.gui.bridge.devices_now", list)
    monkeypatch.setenv("EARSHOT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("EARSHOT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    return tmp_path / "home"


@pytest.fixture
def shelf(home: Path, demo_recording: Path) -> Path:
    """Put the recording into a fresh library; return its folder."""
    folder = home / "recordings" / "2026-11-21 09.30.00"
    shutil.copytree(demo_recording, folder)
    with Library(home / "library.db") as library:
        library.add(folder)
    return folder


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, shelf: Path, home: Path) -> Iterator[Desk]:
    config = load(home)
    models, theme = make_models(config), Theme("light")
    if not qapp.styleSheet():  # every window of earlier tests would be dressed again
        theme.dress()
    bridge = Bridge(models, home / "library.db")
    window = Window(models, theme, str(DEMO))
    qtbot.addWidget(window)
    window.show()
    bridge.start()
    window.activateWindow()
    qtbot.waitUntil(lambda: models.library.rowCount() == 1 and window.isActiveWindow())
    yield Desk(window, models, bridge, theme, home, shelf)
    window.close()
    assert bridge.close(CLOSING_LIMIT_S)


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> Desk:
    """Open the recording."""
    desk.models.library.open(desk.models.library.index(0))
    qtbot.waitUntil(lambda: desk.models.recording.state is State.OPEN)
    return desk


def settle(desk: Desk, qtbot: QtBot) -> None:
    """Wait until all that was asked for is done, its answers are here, and so is what they ask."""

    def is_still() -> bool:
        idle = not desk.bridge._working
        QApplication.processEvents()  # the answers of what has ended before
        return idle and not desk.bridge._working

    qtbot.waitUntil(is_still)


def named(desk: Desk, kind: type[Part], name: str) -> Part:
    """Return the control of this accessible name that is seen, on whatever page."""
    found = [one for one in desk.window.findChildren(kind) if one.accessibleName() == name]
    return next((one for one in found if one.isVisible()), found[0])


def add_events(folder: Path) -> None:
    """Replace the recording's events by two gestures, a mark and a gap."""
    from app.engine.events import Gap, GapReason
    from vision.hands.deliberate import GestureMade

    (folder / "events.db").unlink()
    store = EventStore(folder / "events.db", 0)
    store.put_gesture(GestureMade(2 * NS_PER_S, 0, "left", "thumbs_up"))
    store.put_gesture(GestureMade(4 * NS_PER_S, 1, "right", "count_5"))
    store.put_mark(2 * NS_PER_S, "thumbs_up")
    store.put_gap(Gap(3 * NS_PER_S, 4 * NS_PER_S, "camera", GapReason.DEVICE_LOST))
    store.close()


def button(desk: Desk, text: str) -> QAbstractButton:
    found = [b for b in desk.window.findChildren(QAbstractButton) if b.text() == text]
    return min(found, key=lambda b: not b.isVisible())


def click(desk: Desk, qtbot: QtBot, text: str) -> None:
    qtbot.mouseClick(button(desk, text), Qt.MouseButton.LeftButton)
