"""The waveform of a recording with all that happened in it: zoomed, dragged, clicked, followed.

What stands still (bars, signs) is painted once into a picture and again only when the view
changes; the playhead alone moves over it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PyQt6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
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
from app.gui.work.wave_levels import WaveLevels

BAR_PX, STEP_PX = 2.0, 4.0
LANE_PX, RULER_PX, OVERVIEW_PX = 30, 22, 26
CLOSEST_S = 1.0  # the shortest stretch that fills the view
ZOOM_STEP = 1.35
TICKS_S = (0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200)
TICK_PX = 90  # least room between two times of the ruler
GRAB_PX = 5


@dataclass(frozen=True, slots=True)
class Sign:
    """Something on the timeline.

    Attributes:
        kind: gesture, mark or gap.
        start_s: when it begins.
        end_s: when it ends; the same for a moment.
        text: what it is.
    """

    kind: str
    start_s: float
    end_s: float
    text: str


class Timeline(QWidget):
    """Shows a stretch of the recording; tells where it was clicked, in seconds."""

    sought = pyqtSignal(float)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._levels = WaveLevels(np.zeros(0, np.uint8), 1)
        self._duration_s = 0.0
        self._speech: np.ndarray[tuple[int, ...], np.dtype[np.float64]] = np.zeros((0, 2))
        self._signs: Sequence[Sign] = ()
        self._start_s, self._end_s, self._position_s = 0.0, 0.0, 0.0
        self._still: QPixmap | None = None
        self._dragging = ""
        self._ringed = False
        self.setMinimumHeight(176)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Timeline"))
        self.setMouseTracking(True)
        theme.changed.connect(self._redraw)

    def sizeHint(self) -> QSize:
        """Return a broad strip."""
        return QSize(900, 176)

    def show_recording(
        self,
        levels: WaveLevels,
        duration_s: float,
        speech: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
        signs: Sequence[Sign],
    ) -> None:
        """Show a recording whole; `speech` is (n, 2): when words begin and end, in seconds."""
        self._levels, self._duration_s = levels, duration_s
        self._speech, self._signs = speech, signs
        self._start_s, self._end_s = 0.0, max(duration_s, CLOSEST_S)
        self._position_s = 0.0
        self._redraw()

    def move_to(self, position_s: float, *, follow: bool) -> None:
        """Move the playhead; with `follow` the view goes with it."""
        self._position_s = position_s
        span = self._end_s - self._start_s
        if follow and not self._start_s <= position_s <= self._end_s:
            self._look_at(position_s - 0.1 * span, span)
        self.update()

    def zoom(self, factor: float, at_s: float | None = None) -> None:
        """Show a stretch `factor` times shorter; `at_s`, else the playhead, keeps its place."""
        span = self._end_s - self._start_s
        at_s = self._position_s if at_s is None else at_s
        at_s = min(max(at_s, self._start_s), self._end_s)
        new_span = min(max(span / factor, CLOSEST_S), max(self._duration_s, CLOSEST_S))
        share = (at_s - self._start_s) / span if span else 0.0
        self._look_at(at_s - share * new_span, new_span)

    def visible_s(self) -> tuple[float, float]:
        """Return the stretch that is shown."""
        return self._start_s, self._end_s

    # Events

    def wheelEvent(self, event: QWheelEvent | None) -> None:
        """Zoom around the pointer; sideways, or with Shift, move along."""
        if event is None:
            return
        turn = event.angleDelta()
        sideways = turn.x() or (
            turn.y() if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0
        )
        span = self._end_s - self._start_s
        if sideways:
            self._look_at(self._start_s - span * sideways / 1200, span)
        elif turn.y():
            factor = ZOOM_STEP ** (turn.y() / 120)
            self.zoom(factor, self._time_at(event.position().x()))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        """Go to a place, or take hold of the overview."""
        if event is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self._dragging = "overview" if event.position().y() > self._overview().top() else "wave"
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
            near = [sign for sign in self._signs if self._is_at(sign, event.pos().x())]
            text = "\n".join(f"{clock(round(s.start_s * 1e9))}  {s.text}" for s in near[:6])
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Paint anew."""
        self._redraw()

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

    # Geometry

    def _wave(self) -> QRectF:
        top = LANE_PX
        return QRectF(0, top, self.width(), self._overview().top() - RULER_PX - top)

    def _overview(self) -> QRectF:
        whole = self._end_s - self._start_s >= self._duration_s - 1e-6
        height = 0 if whole else OVERVIEW_PX
        return QRectF(0, self.height() - height, self.width(), height)

    def _x_of(self, time_s: float) -> float:
        span = self._end_s - self._start_s
        return (time_s - self._start_s) / span * self.width() if span else 0.0

    def _time_at(self, x: float) -> float:
        return self._start_s + x / max(1, self.width()) * (self._end_s - self._start_s)

    def _is_at(self, sign: Sign, x: float) -> bool:
        return self._x_of(sign.start_s) - GRAB_PX <= x <= self._x_of(sign.end_s) + GRAB_PX

    def _look_at(self, start_s: float, span_s: float) -> None:
        most = max(self._duration_s, CLOSEST_S)
        start_s = max(0.0, min(start_s, most - span_s))
        self._start_s, self._end_s = start_s, start_s + span_s
        self._redraw()

    def _drag(self, at: QPointF) -> None:
        if self._dragging == "overview":
            span = self._end_s - self._start_s
            self._look_at(at.x() / max(1, self.width()) * self._duration_s - span / 2, span)
        else:
            time_s = min(max(self._time_at(at.x()), 0.0), self._duration_s)
            self.sought.emit(time_s)

    # Painting

    def _redraw(self) -> None:
        self._still = None
        self.update()

    def _painted(self, ratio: float) -> QPixmap:
        picture = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_gaps(painter)
        self._paint_bars(painter, self._wave(), self._start_s, self._end_s)
        self._paint_ruler(painter)
        self._paint_signs(painter)
        self._paint_overview(painter)
        painter.end()
        return picture

    def _paint_bars(
        self,
        painter: QPainter,
        room: QRectF,
        start_s: float,
        end_s: float,
        step_px: float = STEP_PX,
    ) -> None:
        count = int(room.width() // step_px)
        if count < 1:
            return
        heights = self._levels.heights(start_s, end_s, count)
        spoken = self._spoken(start_s, end_s, count)
        middle, reach = room.center().y(), room.height() / 2 - 2
        painter.setPen(Qt.PenStyle.NoPen)
        colours = (self._theme.colour("wave"), self._theme.colour("speech"))
        bar_px = step_px * BAR_PX / STEP_PX
        for chosen, colour in enumerate(colours):
            painter.setBrush(colour)
            for number in np.flatnonzero(spoken == bool(chosen)).tolist():
                half = max(0.8, float(heights[number]) * reach)
                left = room.left() + number * step_px
                painter.drawRoundedRect(QRectF(left, middle - half, bar_px, 2 * half), 1, 1)

    def _spoken(
        self, start_s: float, end_s: float, count: int
    ) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        """Tell for each bar whether a word is heard in it."""
        edges = np.linspace(start_s, end_s, count + 1)
        if not len(self._speech):
            return np.zeros(count, np.bool_)
        begun = np.searchsorted(self._speech[:, 0], edges[1:], "left")
        ended = np.searchsorted(self._speech[:, 1], edges[:-1], "right")
        return np.asarray(begun > ended, np.bool_)

    def _paint_gaps(self, painter: QPainter) -> None:
        hatch = self._theme.colour("quiet", 0.55)
        for sign in self._signs:
            if sign.kind == "gap" and sign.end_s >= self._start_s and sign.start_s <= self._end_s:
                left = self._x_of(sign.start_s)
                width = max(3.0, self._x_of(sign.end_s) - left)
                area = QRectF(left, self._wave().top(), width, self._wave().height())
                painter.fillRect(area, self._theme.colour("raised"))
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(hatch)
                painter.setBrush(Qt.BrushStyle.BDiagPattern)
                painter.fillRect(area, painter.brush())

    def _paint_ruler(self, painter: QPainter) -> None:
        span = self._end_s - self._start_s
        fits = span * TICK_PX / max(1, self.width())
        step = next((tick for tick in TICKS_S if tick >= fits), TICKS_S[-1])
        painter.setFont(self._theme.font(0.82))
        top = self._wave().bottom()
        number = int(np.ceil(self._start_s / step))
        while number * step <= self._end_s:
            time_s, x = number * step, self._x_of(number * step)
            painter.setPen(QPen(self._theme.colour("line"), 1))
            painter.drawLine(QPointF(x, top), QPointF(x, top + 4))
            painter.setPen(self._theme.colour("quiet"))
            text = clock(round(time_s * 1e9)) + (f"{time_s % 1:.1f}"[1:] if step < 1 else "")
            painter.drawText(
                QRectF(x + 4, top, 80, RULER_PX - 2), int(Qt.AlignmentFlag.AlignVCenter), text
            )
            number += 1

    def _paint_signs(self, painter: QPainter) -> None:
        """Paint marks and gestures: a chip each while there is room, then a dot."""
        font = self._theme.font(0.86)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        taken: list[tuple[float, float]] = []
        for sign in sorted(self._signs, key=lambda sign: sign.kind != "mark"):
            x = self._x_of(sign.start_s)
            if sign.kind == "gap" or not -80 <= x <= self.width():
                continue
            mark = sign.kind == "mark"
            painter.setPen(QPen(self._theme.colour("accent" if mark else "line"), 1.2))
            painter.drawLine(QPointF(x, 24), QPointF(x, self._wave().bottom()))
            left = min(x, self.width() - metrics.horizontalAdvance(sign.text) - 16)
            right = left + metrics.horizontalAdvance(sign.text) + 16
            if any(left < end + 3 and right + 3 > begin for begin, end in taken):
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._theme.colour("accent" if mark else "quiet"))
                painter.drawEllipse(QPointF(x, 27), 2.5, 2.5)
                continue
            taken.append((left, right))
            self._paint_chip(painter, QRectF(left, 1, right - left, 22), sign.text, mark)

    def _paint_chip(self, painter: QPainter, chip: QRectF, text: str, mark: bool) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("accent_soft" if mark else "raised"))
        painter.drawRoundedRect(chip, 6, 6)
        painter.setPen(self._theme.colour("accent_ink" if mark else "ink"))
        painter.drawText(chip, int(Qt.AlignmentFlag.AlignCenter), text)

    def _paint_overview(self, painter: QPainter) -> None:
        room = self._overview()
        if not room.height():
            return
        self._paint_bars(painter, room.adjusted(0, 4, 0, 0), 0.0, self._duration_s, 3.0)
        left = self._start_s / self._duration_s * room.width()
        right = self._end_s / self._duration_s * room.width()
        shade = QColor(self._theme.colour("window"))
        shade.setAlphaF(0.6)
        painter.fillRect(QRectF(0, room.top(), left, room.height()), shade)
        painter.fillRect(QRectF(right, room.top(), room.width() - right, room.height()), shade)
        painter.setPen(QPen(self._theme.colour("edge"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(left, room.top() + 2, right - left, room.height() - 3), 5, 5)

    def _paint_playhead(self, painter: QPainter) -> None:
        x, wave = self._x_of(self._position_s), self._wave()
        if not -1 <= x <= self.width() + 1:
            return
        accent = self._theme.colour("accent")
        painter.setPen(QPen(accent, 2))
        painter.drawLine(QPointF(x, wave.top()), QPointF(x, wave.bottom()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        painter.drawEllipse(QPointF(x, wave.top()), 5, 5)
