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
        self._decided = False  # by a person or the page; else what stands first was taken
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(10)
        self.currentIndexChanged.connect(self._decide)

    def put_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer (text, value) pairs; keeps what is chosen where it is there, else takes the first.

        An empty value stays only where it was chosen, not where there was nothing else yet.
        """
        chosen = self.value()
        self.blockSignals(True)
        self.clear()
        for text, value in choices:
            self.addItem(text, value)
        place = self.findData(chosen) if chosen or self._decided else -1
        self._decided = self._decided and place >= 0
        self.setCurrentIndex(max(0, place))
        self.blockSignals(False)

    def choose(self, value: str) -> None:
        """Choose by value; the first where there is no such."""
        place = self.findData(value)
        self.setCurrentIndex(max(0, place))
        self._decided = place >= 0

    def value(self) -> str:
        """Return the value that is chosen; empty when nothing is."""
        return str(self.currentData() or "")

    def _decide(self) -> None:
        self._decided = True

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
