"""The networks and speech engines: which there are, and what is being done to them."""

from collections.abc import Sequence

from PyQt6.QtCore import QObject, pyqtSignal

from models.speech import SpeechStatus
from models.store import ModelStatus


class WeightsModel(QObject):
    """All models of the manifest."""

    changed = pyqtSignal()
    progressed = pyqtSignal(str)

    refresh_asked = pyqtSignal()
    fetch_asked = pyqtSignal(object)
    install_asked = pyqtSignal(str)
    use_asked = pyqtSignal(str)
    cancel_asked = pyqtSignal()
    verify_asked = pyqtSignal(str)
    remove_asked = pyqtSignal(str)
    add_asked = pyqtSignal(object)

    def __init__(self) -> None:
        super().__init__()
        self.statuses: Sequence[ModelStatus] = ()
        self.engines: Sequence[SpeechStatus] = ()
        self.best = ""  # the engine that suits this machine and the system's language
        self.used = ""  # the engine that writes along with a recording
        self.loaded = False
        self.error = ""
        self.busy = ""  # the name of the model that is worked on, or of the file added
        self.can_cancel = False  # the work can be stopped
        self.done_bytes = 0
        self.total_bytes = 0  # 0 while unknown

    def put_statuses(self, statuses: Sequence[ModelStatus]) -> None:
        """Take the list."""
        self.statuses, self.loaded, self.error = statuses, True, ""
        self.changed.emit()

    def put_engines(self, engines: Sequence[SpeechStatus], best: str) -> None:
        """Take the list of speech engines."""
        self.engines, self.best = engines, best
        self.changed.emit()

    def put_used(self, name: str) -> None:
        """Take which engine writes along with a recording."""
        if name != self.used:
            self.used = name
            self.changed.emit()

    def put_error(self, error: str) -> None:
        """Say why there is no list."""
        self.loaded, self.error = True, error
        self.changed.emit()

    def put_busy(self, name: str, *, can_cancel: bool = False) -> None:
        """Say what is worked on, and whether it can be stopped; empty when nothing is."""
        self.busy, self.can_cancel = name, can_cancel
        self.done_bytes = self.total_bytes = 0
        self.changed.emit()

    def put_progress(self, name: str, done_bytes: int, total_bytes: int) -> None:
        """Take how far a download is."""
        fresh = name != self.busy
        self.busy, self.done_bytes, self.total_bytes = name, done_bytes, total_bytes
        if fresh:
            self.changed.emit()
        self.progressed.emit(name)
