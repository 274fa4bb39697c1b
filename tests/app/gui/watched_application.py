"""An application that measures how long the window's thread works on each event."""

import time

from PyQt6.QtCore import QEvent, QObject
from PyQt6.QtWidgets import QApplication


class WatchedApplication(QApplication):
    """Remembers the event that took most CPU time of the window's thread.

    CPU time, not wall time: a busy machine is no fault of the window's.
    """

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self._depth = 0
        self.forget()

    def forget(self) -> None:
        """Begin to watch anew."""
        self.worst_ms = 0.0
        self.worst = ""

    def notify(self, receiver: QObject | None, event: QEvent | None) -> bool:
        """Measure one event and all that it causes."""
        if self._depth:
            return super().notify(receiver, event)
        self._depth += 1
        began_s = time.thread_time()
        what = f"{event.type() if event else None} for {type(receiver).__name__}"
        try:
            return super().notify(receiver, event)
        finally:
            self._depth -= 1
            took_ms = 1000 * (time.thread_time() - began_s)
            if took_ms > self.worst_ms:
                self.worst_ms, self.worst = took_ms, what
