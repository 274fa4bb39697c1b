"""The big button: a ring with a dot that becomes a square while something is recorded."""

from PyQt6.QtCore import (
    QEasingCurve,
    QRectF,
    QSize,
    Qt,
    QVariantAnimation,
)
from PyQt6.QtGui import QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QAbstractButton, QWidget

from app.gui.look.theme import Theme

SIDE_PX = 76
MORPH_MS = 160


class RecordButton(QAbstractButton):
    """Begins and ends a recording."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._square = 0.0
        self._morph = QVariantAnimation(self)
        self._morph.setDuration(MORPH_MS)
        self._morph.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self._morph.valueChanged.connect(self._on_morph)
        self.setFixedSize(SIDE_PX, SIDE_PX)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Return its one size."""
        return QSize(SIDE_PX, SIDE_PX)

    def show_recording(self, recording: bool) -> None:
        """Become a square, or a dot."""
        end = 1.0 if recording else 0.0
        if end == self._morph.endValue():
            return
        self._morph.stop()
        self._morph.setStartValue(self._square)
        self._morph.setEndValue(end)
        self._morph.start()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Paint ring and heart."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = float(SIDE_PX)
        ring = QRectF(5, 5, side - 10, side - 10)
        enabled = self.isEnabled()
        accent = self._theme.colour("accent") if enabled else self._theme.colour("wave")
        if self.hasFocus():
            painter.setPen(QPen(self._theme.colour("ink"), 2))
            painter.drawEllipse(ring.adjusted(-3.5, -3.5, 3.5, 3.5))
        painter.setPen(QPen(accent, 4))
        painter.setBrush(self._theme.colour("surface"))
        painter.drawEllipse(ring)
        radius = (side / 2 - 13) * (1 - 0.42 * self._square) * (0.92 if self.isDown() else 1)
        corner = radius * (1 - 0.72 * self._square)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        heart = QRectF(side / 2 - radius, side / 2 - radius, 2 * radius, 2 * radius)
        painter.drawRoundedRect(heart, corner, corner)
        painter.end()

    def _on_morph(self, value: object) -> None:
        self._square = float(str(value))
        self.update()
