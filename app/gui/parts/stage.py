"""The stage: a picture with rounded corners, hands over it, or words in its place."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QFontMetricsF, QImage, QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PyQt6.QtWidgets import QPushButton, QSizePolicy, QWidget

from app.gui.look.theme import Theme
from app.gui.parts.buttons import describe
from app.gui.parts.hands_painter import LABEL_GROUND, LabelledHand, paint_hand

RADIUS_PX = 14.0
BELOW_BUTTON_PX = 12  # in a low stage


class Stage(QWidget):
    """Shows a picture as large as fits, in its own proportions; or words, perhaps with a button."""

    pressed = pyqtSignal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pixels: NDArray[np.uint8] | None = None
        self._image: QImage | None = None
        self._hands: Sequence[LabelledHand] = ()
        self._title, self._text, self._hint = "", "", ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 160)
        self._button = QPushButton(self)
        self._button.setObjectName("primary")
        self._button.clicked.connect(self.pressed)
        self._button.hide()
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Return the size of a usual camera picture."""
        return QSize(800, 450)

    def show_words(self, title: str, text: str, button: str = "") -> None:
        """Show words where there is no picture; with `button` there is one below them."""
        self._button.setText(button)
        describe(self._button, button)
        self._button.setVisible(bool(button))
        self._place_button()
        self._title, self._text = title, text
        self.setAccessibleDescription(f"{title}. {text}" if text else title)
        self.update()

    def show_hint(self, text: str) -> None:
        """Show a sentence over the picture; empty takes it away."""
        if text != self._hint:
            self._hint = text
            self.setAccessibleDescription(text)
            self.update()

    def show_picture(
        self, bgra: NDArray[np.uint8] | None, hands: Sequence[LabelledHand] = ()
    ) -> None:
        """Show (height, width, 4) pixels and the hands in them; None shows the words."""
        if bgra is None:
            self._pixels = self._image = None
        elif bgra is not self._pixels:
            self._pixels = bgra  # the image only borrows them
            height, width, _ = bgra.shape
            self._image = QImage(
                bgra.tobytes(), width, height, 4 * width, QImage.Format.Format_RGB32
            )
        self._hands = hands
        self.update()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Keep the button in its place."""
        self._place_button()

    def _place_button(self) -> None:
        self._button.adjustSize()
        left = (self.width() - self._button.width()) // 2
        lowest = self.height() - self._button.height() - BELOW_BUTTON_PX
        self._button.move(left, min(self.height() // 2 + 56, lowest))

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Paint the ground, then the picture or the words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path = QPainterPath()
        path.addRoundedRect(QRectF(self.rect()), RADIUS_PX, RADIUS_PX)
        painter.fillPath(path, self._theme.colour("stage"))
        painter.setClipPath(path)
        if self._image is None:
            self._paint_words(painter)
        else:
            self._paint_picture(painter, self._image)
        painter.end()

    def _paint_picture(self, painter: QPainter, image: QImage) -> None:
        scale = min(self.width() / image.width(), self.height() / image.height())
        width, height = image.width() * scale, image.height() * scale
        frame = QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(frame, image)

        def place(x_norm: float, y_norm: float) -> QPointF:
            return QPointF(frame.left() + x_norm * width, frame.top() + y_norm * height)

        painter.setClipRect(frame, Qt.ClipOperation.IntersectClip)
        for hand in self._hands:
            paint_hand(painter, hand, place, self._theme.font(0.93))
        if self._hint:
            self._paint_hint(painter, frame)

    def _paint_hint(self, painter: QPainter, frame: QRectF) -> None:
        font = self._theme.font(1.0)
        size = QFontMetricsF(font).boundingRect(self._hint).size()
        chip = QRectF(0, 0, size.width() + 32, size.height() + 14)
        chip.moveCenter(QPointF(frame.center().x(), frame.top() + chip.height() / 2 + 14))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(LABEL_GROUND)
        painter.drawRoundedRect(chip, chip.height() / 2, chip.height() / 2)
        painter.setPen(self._theme.colour("on_stage"))
        painter.setFont(font)
        painter.drawText(chip, int(Qt.AlignmentFlag.AlignCenter), self._hint)

    def _paint_words(self, painter: QPainter) -> None:
        middle = QRectF(self.rect()).adjusted(32, 0, -32, 0)
        title_font, text_font = self._theme.font(1.45), self._theme.font(1.0)
        centred = int(Qt.AlignmentFlag.AlignHCenter) | int(Qt.TextFlag.TextWordWrap)
        painter.setFont(title_font)
        painter.setPen(self._theme.colour("on_stage"))
        upper = QRectF(middle.left(), 0, middle.width(), self.height() / 2 - 6)
        painter.drawText(upper, centred | int(Qt.AlignmentFlag.AlignBottom), self._title)
        painter.setFont(text_font)
        painter.setPen(self._theme.colour("on_stage", 0.72))
        lower = QRectF(middle.left(), self.height() / 2 + 6, middle.width(), self.height() / 2)
        painter.drawText(lower, centred | int(Qt.AlignmentFlag.AlignTop), self._text)
