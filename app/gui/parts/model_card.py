"""A card for a network or an engine: name, state, what it is, how good, what can be done."""

from collections.abc import Sequence

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout

from app.gui.parts.labels import bytes_text, label

STEPS = 1000
BYTES_PX = 150


class ModelCard(QFrame):
    """One card; while something is done to it, it shows how far that is."""

    def __init__(
        self,
        name: str,
        badges: Sequence[tuple[str, bool]],
        lines: Sequence[tuple[str, str]],
        buttons: Sequence[QPushButton],
    ) -> None:
        """Show what there is.

        Args:
            name: the heading.
            badges: short words beside it, and whether each is a warning.
            lines: what is to be read, each with its kind in the style sheet.
            buttons: what can be done.
        """
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(name)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 15, 16, 15)
        layout.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(label(name, "heading"))
        for text, warm in badges:
            badge = label(text, "badge")
            badge.setProperty("warm", "true" if warm else "false")
            head.addWidget(badge, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch(1)
        for button in buttons:
            head.addWidget(button)
        layout.addLayout(head)
        for text, kind in lines:
            layout.addWidget(label(text, kind, wraps=True))
        self._bar: QProgressBar | None = None
        self._text: QLabel | None = None

    def show_progress(self, done_bytes: int, total_bytes: int, working: str) -> None:
        """Show how far it is; `working` where nobody knows."""
        if self._bar is None or self._text is None:
            self._bar, self._text = self._add_bar()
        self._bar.setRange(0, STEPS if total_bytes else 0)
        if total_bytes:
            self._bar.setValue(STEPS * done_bytes // total_bytes)
            self._text.setText(f"{bytes_text(done_bytes)} / {bytes_text(total_bytes)}")
        else:
            self._text.setText(working)

    def _add_bar(self) -> tuple[QProgressBar, QLabel]:
        bar, text = QProgressBar(), label("", "small")
        bar.setTextVisible(False)
        text.setMinimumWidth(BYTES_PX)
        row = QHBoxLayout()
        row.addWidget(bar, 1)
        row.addWidget(text)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addLayout(row)
        return bar, text
