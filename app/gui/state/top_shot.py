"""The best picture around a moment: what was seen, what is picked, how far the work on it is."""

from enum import StrEnum
from pathlib import Path

from PyQt6.QtCore import QObject, pyqtSignal

from app.gui.work.top_shot import Strip


class State(StrEnum):
    """What there is to show."""

    CLOSED = "closed"
    LOOKING = "looking"
    FAILED = "failed"
    READY = "ready"
    MERGING = "merging"


class TopShotModel(QObject):
    """One moment of a recording."""

    changed = pyqtSignal()
    picked = pyqtSignal()
    progressed = pyqtSignal()
    kept = pyqtSignal(object)  # path

    look_asked = pyqtSignal(object, object)  # folder, time in ns
    merge_asked = pyqtSignal(object, object)  # strip, time of the picked picture in ns
    cancel_asked = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.state = State.CLOSED
        self.share = 0.0
        self.error = ""
        self.strip: Strip | None = None
        self.number = 0  # of the picked frame

    def look(self, folder: Path, time_ns: int) -> None:
        """Ask for the pictures around a moment."""
        self.strip, self.share = None, 0.0
        self._enter(State.LOOKING)
        self.look_asked.emit(folder, time_ns)

    def leave(self) -> None:
        """Let go of the pictures; what is being done with them is given up."""
        if self.state is not State.CLOSED:
            self.strip = None
            self._enter(State.CLOSED)
            self.cancel_asked.emit()

    def put_strip(self, strip: Strip) -> None:
        """Take the pictures; the best one is picked."""
        if self.state is not State.LOOKING:
            return
        self.strip = strip
        offers = strip.selection.alternatives
        best = offers[0].frame if offers else strip.selection.shutter
        self.number = strip.number_of(best.pts_ns)
        self._enter(State.READY)

    def put_error(self, error: str) -> None:
        """Say what went wrong; pictures that are there stay."""
        self.error = error
        if self.state is not State.CLOSED:
            self._enter(State.FAILED if self.strip is None else State.READY)

    def put_share(self, share: float) -> None:
        """Take how far the work is, 0..1."""
        self.share = share
        self.progressed.emit()

    def pick(self, number: int) -> None:
        """Choose a frame."""
        if self.strip is not None and self.state is State.READY:
            self.number = max(0, min(number, len(self.strip.frames) - 1))
            self.picked.emit()

    def merge(self) -> None:
        """Ask for a photo of the picked frame."""
        if self.strip is not None and self.state is State.READY:
            self.share = 0.0
            self._enter(State.MERGING)
            self.merge_asked.emit(self.strip, self.strip.frames[self.number].pts_ns)

    def put_kept(self, path: Path | None) -> None:
        """Take where the photo lies; None when it was given up."""
        if self.state is State.MERGING:
            self._enter(State.READY)
        if path is not None:
            self.kept.emit(path)

    def _enter(self, state: State) -> None:
        self.state = state
        self.changed.emit()
