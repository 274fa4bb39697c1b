"""Files on their way into the library: how far each one is, and a way to give them up."""

from collections.abc import Mapping
from pathlib import Path

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.gui.look.theme import Theme
from app.gui.parts.buttons import push_button
from app.gui.parts.labels import breakable, clock, label

NS_PER_S = 1_000_000_000
MOST_NAMED = 3


class ImportBar(QWidget):
    """Hidden while nothing is brought in."""

    given_up = pyqtSignal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = label("", "small", wraps=True)
        self._progress = QProgressBar()
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        cancel = push_button(
            theme, self.tr("Cancel"), tip=self.tr("Stop; what is not in the library yet stays out")
        )
        cancel.clicked.connect(self.given_up)
        row = QHBoxLayout()
        row.addWidget(self._names, 1)
        row.addWidget(cancel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self._progress)
        self.hide()

    def show_imports(self, imports: Mapping[Path, int]) -> None:
        """Show which files are brought in, and how many seconds of each were listened to."""
        lines = [
            self.tr("Listening to {0}: {1} so far").format(
                breakable(file.name), clock(done_s * NS_PER_S)
            )
            for file, done_s in imports.items()
        ]
        self._names.setText("\n".join(lines[:MOST_NAMED]))
        self.setVisible(bool(imports))
