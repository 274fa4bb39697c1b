"""The waveform of a recording with all that happened in it: zoomed, dragged, clicked, followed.

What stands still (bars, signs) is painted once into a picture and again only when the view
changes; the playhead alone moves over it.
"""

from dataclasses import replace

import numpy as np
from PyQt6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PyQt6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.gui.look.theme import Theme
from app.gui.parts.labels import clock
from app.gui.parts.time_window import CLOSEST_S, TimeWindow
from app.gui.parts.timeline_painter import Scenery, Sign, TimelinePainter
from app.gui.work.wave_levels import WaveLevels

ZOOM_STEP = 1.35
GRAB_PX = 5
HEIGHT_PX = 176


class Timeline(QWidget):
    """Shows a stretch of the recording; tells where it was clicked, in seconds."""

    sought = pyqtSignal(float)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._scenery = Scenery(WaveLevels(np.zeros(0, np.uint8), 1), np.zeros((0, 2)), None, ())
        self._window = TimeWindow()
        self._position_s = 0.0
        self._still: QPixmap | None = None
        self._dragging = ""
        self._ringed = False
        self.setMinimumHeight(HEIGHT_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Timeline"))
        self.setMouseTracking(True)
        theme.changed.connect(self._redraw)

    def sizeHint(self) -> QSize:
        """Return a broad strip."""
        return QSize(900, HEIGHT_PX)

    def show_recording(self, scenery: Scenery, duration_s: float) -> None:
        """Show a recording whole; the families shown alone stay chosen."""
        self._scenery = replace(scenery, alone=self._scenery.alone)
        self._window = replace(
            self._window, start_s=0.0, end_s=max(duration_s, CLOSEST_S), duration_s=duration_s
        )
        self._position_s = 0.0
        self._redraw()

    def change_scenery(self, scenery: Scenery) -> None:
        """Show what is known now of the same recording; the view stays."""
        self._scenery = replace(scenery, alone=self._scenery.alone)
        self._redraw()

    def show_alone(self, families: frozenset[str]) -> None:
        """Paint these families of sounds in colour alone; all where there is none."""
        self._scenery = replace(self._scenery, alone=families)
        self._redraw()

    def move_to(self, position_s: float, *, follow: bool) -> None:
        """Move the playhead; with `follow` the view goes with it."""
        self._position_s = position_s
        window = self._window
        if follow and not window.start_s <= position_s <= window.end_s:
            self._look_through(window.at(position_s - 0.1 * window.span_s, window.span_s))
        self.update()

    def zoom(self, factor: float, at_s: float | None = None) -> None:
        """Show a stretch `factor` times shorter; `at_s`, else the playhead, keeps its place."""
        self._look_through(self._window.zoomed(factor, self._position_s if at_s is None else at_s))

    def visible_s(self) -> tuple[float, float]:
        """Return the stretch that is shown."""
        return self._window.start_s, self._window.end_s

    # Events

    def wheelEvent(self, event: QWheelEvent | None) -> None:
        """Zoom around the pointer; sideways, or with Shift, move along."""
        if event is None:
            return
        turn = event.angleDelta()
        sideways = turn.x() or (
            turn.y() if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0
        )
        window = self._window
        if sideways:
            start_s = window.start_s - window.span_s * sideways / 1200
            self._look_through(window.at(start_s, window.span_s))
        elif turn.y():
            factor = ZOOM_STEP ** (turn.y() / 120)
            self.zoom(factor, window.time_at(event.position().x()))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        """Go to a place, or take hold of the overview."""
        if event is None or event.button() != Qt.MouseButton.LeftButton:
            return
        below = event.position().y() > self._window.overview().top()
        self._dragging = "overview" if below else "wave"
        self._drag(event.position())

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        """Follow the pointer while it is held down."""
        if event is not None and self._dragging:
            self._drag(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        """Let go."""
        self._dragging = ""

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Zoom with plus and minus; the page takes all other keys."""
        if event is None:
            return
        if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(ZOOM_STEP)
        elif event.key() == Qt.Key.Key_Minus:
            self.zoom(1 / ZOOM_STEP)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent | None) -> None:
        """Show a ring when the keyboard came here by itself."""
        by_key = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self._ringed = event is not None and event.reason() in by_key
        super().focusInEvent(event)

    def event(self, event: QEvent | None) -> bool:
        """Tell what a sign is when the pointer rests on it."""
        if isinstance(event, QHelpEvent):
            near = [sign for sign in self._scenery.signs if self._is_at(sign, event.pos().x())]
            text = "\n".join(f"{clock(round(s.start_s * 1e9))}  {s.text}" for s in near[:6])
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Paint anew."""
        self._look_through(self._window.sized(self.width(), self.height()))

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Show the picture of what stands still, and the playhead over it."""
        ratio = self.devicePixelRatioF()
        if self._still is None or self._still.devicePixelRatio() != ratio:
            self._still = self._painted(ratio)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, self._still)
        self._paint_playhead(painter)
        if self._ringed and self.hasFocus():
            painter.setPen(QPen(self._theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        painter.end()

    def _is_at(self, sign: Sign, x: float) -> bool:
        begin, end = self._window.x_of(sign.start_s), self._window.x_of(sign.end_s)
        return begin - GRAB_PX <= x <= end + GRAB_PX

    def _look_through(self, window: TimeWindow) -> None:
        self._window = window
        self._redraw()

    def _drag(self, at: QPointF) -> None:
        window = self._window
        if self._dragging == "overview":
            middle_s = at.x() / max(1, window.width_px) * window.duration_s
            self._look_through(window.at(middle_s - window.span_s / 2, window.span_s))
        else:
            self.sought.emit(min(max(window.time_at(at.x()), 0.0), window.duration_s))

    def _redraw(self) -> None:
        self._still = None
        self.update()

    def _painted(self, ratio: float) -> QPixmap:
        picture = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        TimelinePainter(painter, self._theme, self._scenery, self._window).paint()
        painter.end()
        return picture

    def _paint_playhead(self, painter: QPainter) -> None:
        x, wave = self._window.x_of(self._position_s), self._window.wave()
        if not -1 <= x <= self.width() + 1:
            return
        accent = self._theme.colour("accent")
        painter.setPen(QPen(accent, 2))
        painter.drawLine(QPointF(x, wave.top()), QPointF(x, wave.bottom()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        painter.drawEllipse(QPointF(x, wave.top()), 5, 5)
