"""Pictures in a row with the curve of their scores above: what is best, what was pressed."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PyQt6.QtWidgets import QSizePolicy, QWidget

from app.gui.look.theme import Theme

CURVE_PX, STRIP_PX, GAP_PX = 84, 58, 10
DOT_PX = 4.5


class Filmstrip(QWidget):
    """Shows frames and scores 0..1; tells which frame is chosen, by click, drag or arrow keys."""

    chosen = pyqtSignal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._images: list[QImage] = []
        self._scores: NDArray[np.float64] = np.zeros(0)
        self._shutter, self._offers, self._picked = 0, set[int](), 0
        self.setFixedHeight(CURVE_PX + GAP_PX + STRIP_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Pictures around the shutter"))
        self.setToolTip(self.tr("Click or use the arrow keys to look at another picture"))
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Return a broad strip."""
        return QSize(900, CURVE_PX + GAP_PX + STRIP_PX)

    def show_frames(
        self,
        small: Sequence[NDArray[np.uint8]],
        scores: Sequence[float],
        shutter: int,
        offers: Sequence[int],
    ) -> None:
        """Show pictures, (height, width, 4) uint8 each, and which of them are special."""
        self._images = [
            QImage(
                one.tobytes(),
                one.shape[1],
                one.shape[0],
                4 * one.shape[1],
                QImage.Format.Format_RGB32,
            ).copy()
            for one in small
        ]
        self._scores = np.asarray(scores)
        self._shutter, self._offers = shutter, set(offers)
        self.update()

    def show_picked(self, number: int) -> None:
        """Mark the frame that is looked at."""
        self._picked = number
        self.update()

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        """Choose the frame under the pointer."""
        if event is not None and self._images:
            self.chosen.emit(self._number_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        """Go along while the button is held."""
        if event is not None and self._images and event.buttons() & Qt.MouseButton.LeftButton:
            self.chosen.emit(self._number_at(event.position().x()))

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Go to the next frame, or the one before."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(
            Qt.Key(event.key()) if event else Qt.Key(0)
        )
        if step is None or event is None:
            super().keyPressEvent(event)
        elif 0 <= self._picked + step < len(self._images):
            self.chosen.emit(self._picked + step)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Paint the curve, the pictures under it, and a line where one looks."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._images:
            self._paint_pictures(painter)
            self._paint_curve(painter)
        painter.end()

    def _paint_pictures(self, painter: QPainter) -> None:
        first = self._images[0]
        width = STRIP_PX * first.width() / first.height()
        count = max(1, int(self.width() / width))
        room = self.width() / count
        for place in range(count):
            number = min(len(self._images) - 1, int((place + 0.5) * len(self._images) / count))
            image = self._images[number]
            cut = QRectF(0, 0, min(image.width(), image.height() * room / STRIP_PX), image.height())
            cut.moveCenter(QRectF(image.rect()).center())
            where = QRectF(place * room, CURVE_PX + GAP_PX, room - 1, STRIP_PX)
            painter.drawImage(where, image, cut)

    def _paint_curve(self, painter: QPainter) -> None:
        points = [QPointF(self._x_of(n), self._y_of(n)) for n in range(len(self._images))]
        foot = [QPointF(points[-1].x(), CURVE_PX), QPointF(points[0].x(), CURVE_PX)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("speech", 0.14))
        painter.drawPolygon(QPolygonF([*points, *foot]))
        painter.setPen(QPen(self._theme.colour("speech"), 2))
        painter.drawPolyline(QPolygonF(points))
        x = self._x_of(self._picked)
        painter.setPen(QPen(self._theme.colour("accent"), 2))
        painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
        for number in {self._shutter, *self._offers, self._picked}:
            offered = number in self._offers
            role = "accent" if number == self._picked else "speech" if offered else "ink"
            painter.setPen(QPen(self._theme.colour("surface"), 2))
            painter.setBrush(self._theme.colour(role))
            painter.drawEllipse(points[number], DOT_PX, DOT_PX)

    def _x_of(self, number: int) -> float:
        return (number + 0.5) * self.width() / max(1, len(self._images))

    def _y_of(self, number: int) -> float:
        return DOT_PX + (1 - float(self._scores[number])) * (CURVE_PX - 2 * DOT_PX)

    def _number_at(self, x: float) -> int:
        place = int(x * len(self._images) / max(1, self.width()))
        return max(0, min(place, len(self._images) - 1))
