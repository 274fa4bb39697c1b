"""A list to choose from; what was chosen stays chosen while the list changes."""

from collections.abc import Sequence

from PyQt6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PyQt6.QtWidgets import QComboBox, QSizePolicy, QWidget

from app.gui.look.theme import Theme

ARROW_PX = 14


class Picker(QComboBox):
    """A combo box with an arrow in the palette's ink."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(10)

    def put_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer (text, value) pairs; keeps what is chosen where it is still there."""
        chosen = self.value()
        self.blockSignals(True)
        self.clear()
        for text, value in choices:
            self.addItem(text, value)
        self.choose(chosen)
        self.blockSignals(False)

    def choose(self, value: str) -> None:
        """Choose by value; the first where there is no such."""
        self.setCurrentIndex(max(0, self.findData(value)))

    def value(self) -> str:
        """Return the value that is chosen; empty when nothing is."""
        return str(self.currentData() or "")

    def wheelEvent(self, event: QWheelEvent | None) -> None:
        """Let the wheel move the page: nothing is chosen in passing."""
        if event is not None:
            event.ignore()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Paint the box, and the arrow that the style sheet leaves out."""
        super().paintEvent(event)
        painter = QPainter(self)
        role = "quiet" if self.isEnabled() else "faint"
        icon = self._theme.icon("down", role)
        icon.paint(
            painter,
            self.width() - ARROW_PX - 10,
            (self.height() - ARROW_PX) // 2,
            ARROW_PX,
            ARROW_PX,
        )
        painter.end()
