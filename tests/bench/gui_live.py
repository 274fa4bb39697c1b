"""The window while the whole live pipeline runs: frames, answers to a click, lost sound, memory."""

import os
import random
import threading
import time
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import av

from app.storage.run_report import read_run_report
from tests.bench.bench_engine import MB
from tests.bench.gui_desk import Desk

FRAME_MS = 16  # the window is asked for 60 frames a second
CLICK_MS = (90, 210)  # between two clicks of a restless person
SETTLE_S = 4.0  # networks are loaded, processes are started
SAMPLES = 200


@dataclass(slots=True)
class LiveFigures:
    """What was measured.

    Attributes:
        frames_ms: time from each frame to the next.
        answers_ms: time from each press of a button to its picture.
        rss_mb: memory of this process and its children, sampled evenly.
        interval_s: between two samples.
        sound_dropped: blocks of sound lost on any edge, all and those for the recording.
        seconds: how long it was measured.
    """

    frames_ms: list[float] = field(default_factory=list)
    answers_ms: list[float] = field(default_factory=list)
    rss_mb: list[float] = field(default_factory=list)
    interval_s: float = 0.0
    sound_dropped: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0


def looped(clip: Path, seconds: float, out: Path) -> None:
    """Write a clip again and again, without coding it anew, until it is long enough."""
    with av.open(str(clip)) as source, av.open(str(out), "w") as target:
        ways = {s.index: target.add_stream_from_template(s) for s in source.streams}
        length_s = float(source.duration or 0) / av.time_base
        for turn in range(int(seconds // length_s) + 1):
            source.seek(0)
            for packet in source.demux():
                if packet.dts is None or packet.pts is None or packet.time_base is None:
                    continue
                shift = round(turn * length_s / packet.time_base)
                packet.pts, packet.dts = packet.pts + shift, packet.dts + shift
                packet.stream = ways[packet.stream.index]
                target.mux(packet)


def measure_live(desk: Desk, clip: Path, seconds: float) -> LiveFigures:
    """Record a clip in its own time and look at the window meanwhile."""
    from PyQt6.QtCore import QEvent, QObject, Qt, QTimer
    from PyQt6.QtWidgets import QPushButton

    from app.gui.parts.running_wave import RunningWave
    from app.gui.state.live import Phase
    from app.gui.window import Page

    class Painted(QObject):
        """Notes when a widget was painted."""

        def __init__(self) -> None:
            super().__init__()
            self.times_s = array("d")  # half an hour of them must not look like a leak

        def eventFilter(  # noqa: N802 - Qt's name
            self, watched: QObject | None, event: QEvent | None
        ) -> bool:
            """Note a painting once it is on the screen: when the loop turns again."""
            if event is not None and event.type() == QEvent.Type.Paint:
                QTimer.singleShot(0, self._note)
            return False

        def _note(self) -> None:
            self.times_s.append(time.perf_counter())

    live, models = desk.window.live, desk.models
    desk.window.go_to(Page.LIVE)
    wave = live.findChild(RunningWave)
    # a button that starts nothing: what is measured is the answer, not the work behind it
    pressed = next(b for b in desk.window.findChildren(QPushButton) if b.text() == "  Record")
    assert wave is not None
    frames, answers = Painted(), Painted()
    models.live.record_asked.emit(_choice(clip))
    desk.until(lambda: models.live.phase is Phase.RECORDING)
    end_s = time.monotonic() + SETTLE_S
    desk.until(lambda: time.monotonic() > end_s)
    wave.installEventFilter(frames)
    pressed.installEventFilter(answers)
    ticking = QTimer()
    ticking.setTimerType(Qt.TimerType.PreciseTimer)
    ticking.timeout.connect(wave.update)
    ticking.start(FRAME_MS)
    clicker = Clicker(pressed)
    found = LiveFigures(interval_s=seconds / SAMPLES, seconds=seconds)
    sampling = QTimer()
    sampling.timeout.connect(lambda: found.rss_mb.append(family_mb()))
    sampling.start(round(1000 * found.interval_s))
    clicker.start()
    _run_for(desk, seconds)
    clicker.stop()
    ticking.stop()
    sampling.stop()
    found.frames_ms = [1000 * (b - a) for a, b in pairwise(frames.times_s)]
    found.answers_ms = clicker.answers_ms(answers.times_s)
    models.live.toggle(live.choice())
    desk.until(lambda: models.live.phase is Phase.IDLE, 120)
    found.sound_dropped = lost_sound(models.settings.config.recordings)
    return found


def family_mb() -> float:
    """Return the resident memory of this process and its children in MB, from the kernel."""
    pages = 0
    for task in Path("/proc/self/task").iterdir():
        try:
            children = (task / "children").read_text(encoding="ascii").split()
            pages += sum(resident_pages(pid) for pid in children)
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended just now
    pages += resident_pages("self")
    return pages * os.sysconf("SC_PAGE_SIZE") / MB


def resident_pages(pid: str) -> int:
    """Return how many pages of a process are in memory."""
    return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])


def _choice(clip: Path) -> object:
    from app.gui.state.live import Choice

    return Choice(str(clip), str(clip))


def _run_for(desk: Desk, seconds: float) -> None:
    """Let the application's own loop run."""
    from PyQt6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()


class Clicker:
    """Presses and releases a button from another thread, at times nobody can foresee."""

    def __init__(self, button: object) -> None:
        self._button = button
        self._stopped = threading.Event()
        self._pressed_s: list[float] = []
        self._thread = threading.Thread(target=self._run, name="clicker", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End."""
        self._stopped.set()
        self._thread.join()

    def answers_ms(self, painted_s: Sequence[float]) -> list[float]:
        """Return the time from each press to the first picture after it."""
        answers, place = [], 0
        for pressed_s in self._pressed_s:
            while place < len(painted_s) and painted_s[place] < pressed_s:
                place += 1
            if place < len(painted_s):
                answers.append(1000 * (painted_s[place] - pressed_s))
        return answers

    def _run(self) -> None:
        from PyQt6.QtCore import QCoreApplication, QEvent, QPointF, Qt
        from PyQt6.QtGui import QMouseEvent

        rng = random.Random(3)
        at, left = QPointF(10, 10), Qt.MouseButton.LeftButton
        while not self._stopped.wait(rng.uniform(*CLICK_MS) / 1000):
            self._pressed_s.append(time.perf_counter())
            for kind, held in (
                (QEvent.Type.MouseButtonPress, left),
                (QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton),
            ):
                event = QMouseEvent(kind, at, at, left, held, Qt.KeyboardModifier.NoModifier)
                QCoreApplication.postEvent(self._button, event)  # type: ignore[arg-type]
                time.sleep(0.03)


def lost_sound(recordings: Path) -> dict[str, int]:
    """Return how many blocks of sound each edge of the newest recording lost."""
    newest = max(recordings.glob("*/run.json"), key=lambda path: path.stat().st_mtime)
    report = read_run_report(newest.parent)
    assert report is not None, "it was just written"
    return {
        counts.edge: counts.dropped
        for counts in report.edges
        if counts.edge.startswith("microphone")
    }
