"""What speaks for a picture and what against it: a bar to the right or to the left for each."""

from collections.abc import Sequence

from PyQt6.QtCore import QRectF, QSize, Qt
from PyQt6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QSizePolicy, QWidget

from app.gui.look.theme import Theme

ROW_PX, LEAST_LOG_ODDS = 24, 2.0
NAME_SHARE = 0.46


class TermBars(QWidget):
    """Shows (name, log odds) pairs."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._terms: Sequence[tuple[str, float]] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Return room for all rows."""
        return QSize(260, ROW_PX * max(1, len(self._terms)))

    def show_terms(self, terms: Sequence[tuple[str, float]]) -> None:
        """Show these, in this order."""
        self._terms = terms
        self.setAccessibleDescription(", ".join(f"{name} {worth:+.1f}" for name, worth in terms))
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Paint a row for each."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = self._theme.font(0.9)
        painter.setFont(font)
        names_px = self.width() * NAME_SHARE
        most = max([LEAST_LOG_ODDS, *(abs(worth) for _, worth in self._terms)])
        middle = names_px + (self.width() - names_px) / 2
        reach = (self.width() - names_px) / 2 - 4
        for row, (name, worth) in enumerate(self._terms):
            top = row * ROW_PX
            painter.setPen(self._theme.colour("ink"))
            shown = QFontMetricsF(font).elidedText(name, Qt.TextElideMode.ElideRight, names_px - 8)
            painter.drawText(
                QRectF(0, top, names_px, ROW_PX), int(Qt.AlignmentFlag.AlignVCenter), shown
            )
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("speech" if worth >= 0 else "accent"))
            length = max(1.5, abs(worth) / most * reach)
            left = middle if worth >= 0 else middle - length
            painter.drawRoundedRect(QRectF(left, top + 7, length, ROW_PX - 14), 3, 3)
        painter.setPen(QPen(self._theme.colour("line"), 1))
        painter.drawLine(round(middle), 0, round(middle), self.height())
        painter.end()
