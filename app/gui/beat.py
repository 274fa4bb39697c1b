"""Many calls from any thread become few in the window's: at once, then at most 60 a second."""

import threading
from collections.abc import Callable

from PyQt6.QtCore import QElapsedTimer, QObject, Qt, QTimer, pyqtSignal

LEAST_MS = 16


class Beat(QObject):
    """Calls `deliver` on the thread that made it, soon after `ring` was called on any."""

    _rung = pyqtSignal()

    def __init__(self, deliver: Callable[[], None], least_ms: int = LEAST_MS) -> None:
        """Leave at least `least_ms` between two deliveries."""
        super().__init__()
        self._deliver = deliver
        self._least_ms = least_ms
        self._since = QElapsedTimer()
        self._lock = threading.Lock()
        self._waiting = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._fire)
        self._rung.connect(self._on_rung)  # from another thread: queued

    def ring(self) -> None:
        """Ask for a delivery; a call more while one is due costs nothing."""
        with self._lock:
            if self._waiting:
                return
            self._waiting = True
        self._rung.emit()

    def _on_rung(self) -> None:
        elapsed_ms = self._since.elapsed() if self._since.isValid() else self._least_ms
        self._timer.start(max(0, self._least_ms - elapsed_ms))

    def _fire(self) -> None:
        with self._lock:
            self._waiting = False
        self._since.start()
        self._deliver()
