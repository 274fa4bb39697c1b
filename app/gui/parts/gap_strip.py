"""The last minute of a guest's sound: a line, and a mark for each gap that was filled."""

from collections.abc import Sequence

from PyQt6.QtCore import QRectF, QSize, Qt
from PyQt6.QtGui import QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QSizePolicy, QWidget

from app.gui.look.theme import Theme

HEIGHT_PX, LEAST_PX = 34, 2.0


class GapStrip(QWidget):
    """Shows gaps (start, length) in seconds before now, the present at the right."""

    def __init__(self, theme: Theme, seconds: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._seconds = theme, seconds
        self._gaps: Sequence[tuple[float, float]] = ()
        self.setFixedHeight(HEIGHT_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Gaps that were filled in the last minute"))
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Return a strip."""
        return QSize(400, HEIGHT_PX)

    def show_gaps(self, gaps: Sequence[tuple[float, float]]) -> None:
        """Show gaps, each with how long ago it began and how long it was, in seconds."""
        self._gaps = [gap for gap in gaps if gap[0] <= self._seconds]
        longest = max((round(1000 * length) for _, length in self._gaps), default=0)
        self.setToolTip(
            self.tr("{0} gaps filled, the longest {1} ms").format(len(self._gaps), longest)
        )
        self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Paint the line and the marks."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        painter.setPen(QPen(self._theme.colour("speech"), 2))
        painter.drawLine(0, round(middle), self.width(), round(middle))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("accent"))
        for ago_s, length_s in self._gaps:
            left = self.width() * (1 - ago_s / self._seconds)
            width = max(LEAST_PX, self.width() * length_s / self._seconds)
            painter.drawRoundedRect(QRectF(left, 4, width, self.height() - 8), 1, 1)
        painter.end()
