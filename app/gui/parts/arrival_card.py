"""A network on its way while something waits for it: how far it is, and a way to do without."""

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QFrame, QProgressBar, QVBoxLayout, QWidget

from app.gui.look.theme import Theme
from app.gui.parts.buttons import push_button
from app.gui.parts.labels import breakable, bytes_text, label
from app.gui.work.fetching import Arrival

STEPS = 1000


class ArrivalCard(QFrame):
    """Hidden while nothing is on its way."""

    given_up = pyqtSignal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._name, self._size = label("", "small", wraps=True), label("", "small")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        stop = push_button(
            theme, self.tr("Go on without"), tip=self.tr("Stop; it is fetched when next wanted")
        )
        stop.clicked.connect(self.given_up)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 12)
        layout.setSpacing(6)
        for part in (self._name, self._bar, self._size, stop):
            layout.addWidget(part)
        self.hide()

    def show_arrival(self, arrival: Arrival | None) -> None:
        """Show what is on its way; None hides the card."""
        self.setVisible(arrival is not None)
        if arrival is None:
            return
        text = self.tr("Fetching a network, once: {0}").format(arrival.name)
        self.setAccessibleName(text)
        self._name.setText(breakable(text))
        done, total = arrival.done_bytes, arrival.total_bytes
        self._bar.setRange(0, STEPS if done and total else 0)  # else it only shows that it works
        self._bar.setValue(STEPS * done // total if total else 0)
        sizes = f"{bytes_text(done)} / {bytes_text(total)}" if total else self.tr("working…")
        self._size.setText(sizes)
