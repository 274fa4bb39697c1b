"""The stage that develops moments into photos, at its leisure: a recording is never held up."""

import contextlib
import os
import threading
import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from app.engine.events import Notice
from app.errors import StorageError
from app.pipelines.topshot import Moment, Shot, developing
from app.storage.motion_photo.photo import photo_name, write
from vision.frame import Frame
from vision.topshot.score import FrameScore

NICENESS = 10  # of the thread that develops photos
LONGEST_PAUSE_S = 1.0


class Reader(Protocol):
    """What measures frames; `FrameScorer` is one."""

    def read(self, frame: Frame) -> FrameScore:
        """Measure the next frame."""
        ...

    def reset(self) -> None:
        """Forget the past."""
        ...


class Photographer:
    """Develops moments into Motion Photos in a folder, and tells of each.

    A moment of which a busy machine has left frames unscored is scored anew, all of it.
    """

    def __init__(
        self,
        folder: Path,
        started_at: datetime,
        origin_ns: int,
        reader: Reader,
        pause: Callable[[float], None] | None = None,
    ) -> None:
        """Develop on the calling thread from now on, at a low priority.

        Args:
            folder: for the photos; made when the first is taken.
            started_at: wall time of `origin_ns`.
            origin_ns: time zero on the session's clock.
            reader: scores what was left unscored.
            pause: called with the seconds that each step took; rests when the machine is busy
                where none is given.
        """
        self._folder = folder
        self._started_at = started_at
        self._origin_ns = origin_ns
        self._reader = reader
        self._pause = pause or rest_when_busy
        step_back()

    def push(self, item: Moment) -> Sequence[Notice]:
        """Develop and keep a photo; raises StorageError."""
        elapsed_us = (item.shutter_ns - self._origin_ns) // 1000
        taken_at = self._started_at + timedelta(microseconds=elapsed_us)
        shot = self._rested(self._steps(item, taken_at))
        path = self._folder / photo_name(taken_at)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(f"cannot make {self._folder}: {error.strerror}") from error
        write(path, shot.photo)
        better = "; ".join(shot.sentences())
        text = f"Photo taken: {path.name}" + (f". Better: {better}." if better else ".")
        return [Notice(item.shutter_ns, "photos", text)]

    def _steps(self, moment: Moment, taken_at: datetime) -> Generator[object, None, Shot]:
        if len(moment.scores) < len(moment.frames):
            self._reader.reset()
            scores = []
            for frame in moment.frames:
                scores.append(self._reader.read(frame.rgb()))
                yield frame
            moment = replace(moment, scores=tuple(scores))
        return (yield from developing(moment, taken_at))

    def _rested(self, steps: Generator[object, None, Shot]) -> Shot:
        """Go through all steps, with a pause after each."""
        while True:
            began_s = time.monotonic()
            try:
                next(steps)
            except StopIteration as end:
                shot: Shot = end.value
                return shot
            self._pause(time.monotonic() - began_s)

    def flush(self) -> Sequence[Notice]:
        """Return nothing: each photo is told of when it is there."""
        return ()

    def reset(self) -> None:
        """Nothing is remembered."""


def step_back() -> None:
    """Let other threads go first, where the system can say so of a thread."""
    with contextlib.suppress(AttributeError, OSError):  # Windows; macOS knows processes alone
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)


def rest_when_busy(worked_s: float) -> None:
    """Rest as long as was worked when more wants to run than there are cores."""
    with contextlib.suppress(AttributeError, OSError):  # Windows does not tell
        if os.getloadavg()[0] > (os.cpu_count() or 1):
            time.sleep(min(worked_s, LONGEST_PAUSE_S))
