"""A network that something waits for, on its way."""

from PyQt6.QtCore import QObject, pyqtSignal

from app.gui.work.fetching import Arrival


class ArrivalModel(QObject):
    """What was not asked for on the page of the models: a recording, a call, a photo wants it."""

    changed = pyqtSignal()

    give_up_asked = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.now: Arrival | None = None

    def put(self, arrival: Arrival | None) -> None:
        """Take what is on its way, None where nothing is."""
        if arrival != self.now:
            self.now = arrival
            self.changed.emit()
