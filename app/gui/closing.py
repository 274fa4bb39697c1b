"""When the window may close: a recording is ended first, and imports are not cut off unasked."""

from pathlib import Path

from PyQt6.QtCore import QObject, QTimer, pyqtSignal

from app.gui.state.live import Phase
from app.gui.state.models import Models

PATIENCE_MS = 15_000  # the words of a long sentence may still be worked on


class Closing(QObject):
    """Says whether the window may close now, and later that it may at last."""

    allowed = pyqtSignal()

    def __init__(self, models: Models, parent: QObject) -> None:
        """Watch the recording and the imports of `models`."""
        super().__init__(parent)
        self._models = models
        self._asked = False  # of the recording, to end
        self._given_up: frozenset[Path] = frozenset()  # imports that closing may cut off
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self.allowed)
        models.live.phase_changed.connect(self._recording_changed)

    def give_up_imports(self) -> None:
        """Let closing cut off what is being brought in."""
        self._given_up = frozenset(self._models.library.imports)

    def may(self) -> bool:
        """Return whether the window may close now; if not, say why, and have a recording ended.

        What is being brought in is given up only when that is asked for twice. A recording that
        takes too long to end is left to the next start to mend.
        """
        live = self._models.live
        if not frozenset(self._models.library.imports) <= self._given_up:
            self._asked = False
            self._patience.stop()
            self.give_up_imports()
            self._models.notices.say(
                self.tr("Files are still being brought in; close again to give them up")
            )
            return False
        if live.phase is not Phase.IDLE and not self._asked:
            self._asked = True
            self._patience.start(PATIENCE_MS)
            self._models.notices.say(self.tr("Finishing the recording, then closing…"))
            live.stop_asked.emit()
            return False
        return True

    def _recording_changed(self) -> None:
        if self._asked and self._models.live.phase is Phase.IDLE:
            self.allowed.emit()
