"""What stands still on a timeline: bars of sound, times, signs, what is missing, the overview."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from app.gui.look.theme import Theme
from app.gui.parts.labels import clock
from app.gui.parts.time_window import RULER_PX, TimeWindow
from app.gui.work.wave_levels import WaveLevels
from app.storage.dominant import DominantSounds
from audio.tagging.ontology import CLASSES

BAR_PX, STEP_PX, OVERVIEW_STEP_PX = 2.0, 4.0, 3.0
TICKS_S = (0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200)
NS_PER_S = 1_000_000_000
FAMILY = {one.key: one.family for one in CLASSES}
QUIET = "quiet"  # the family of silence, and of what nobody listened to
SPOKEN, UNSPOKEN = "spoken", "unspoken"
TICK_PX = 90  # least room between two times of the ruler


@dataclass(frozen=True, slots=True)
class Sign:
    """Something on the timeline.

    Attributes:
        kind: gesture, mark, photo, sound or gap.
        start_s: when it begins.
        end_s: when it ends; the same for a moment.
        text: what it is.
    """

    kind: str
    start_s: float
    end_s: float
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Scenery:
    """What there is to paint.

    Attributes:
        levels: how loud it is.
        speech_s: (n, 2), when words begin and end, in seconds.
        sounds: what dominates when; None where nobody listened to the sounds.
        signs: what happened.
        alone: families of sounds that are painted in colour; empty for all.
    """

    levels: WaveLevels
    speech_s: NDArray[np.float64]
    sounds: DominantSounds | None
    signs: Sequence[Sign]
    alone: frozenset[str] = frozenset()


class TimelinePainter:
    """Paints one view of a recording."""

    def __init__(
        self, painter: QPainter, theme: Theme, scenery: Scenery, window: TimeWindow
    ) -> None:
        self._painter, self._theme = painter, theme
        self._scenery, self._window = scenery, window

    def paint(self) -> None:
        """Paint everything but the playhead."""
        window = self._window
        self._paint_gaps()
        self._paint_bars(window.wave(), window.start_s, window.end_s, STEP_PX)
        self._paint_ruler()
        self._paint_signs()
        self._paint_overview()

    def _paint_bars(self, room: QRectF, start_s: float, end_s: float, step_px: float) -> None:
        count = int(room.width() // step_px)
        if count < 1:
            return
        heights = self._scenery.levels.heights(start_s, end_s, count)
        roles = self._roles(start_s, end_s, count)
        middle, reach = room.center().y(), room.height() / 2 - 2
        self._painter.setPen(Qt.PenStyle.NoPen)
        bar_px = step_px * BAR_PX / STEP_PX
        for role in np.unique(roles).tolist():
            self._painter.setBrush(self._colour(role))
            for number in np.flatnonzero(roles == role).tolist():
                half = max(0.8, float(heights[number]) * reach)
                left = room.left() + number * step_px
                self._painter.drawRoundedRect(QRectF(left, middle - half, bar_px, 2 * half), 1, 1)

    def _roles(self, start_s: float, end_s: float, count: int) -> NDArray[np.str_]:
        """Return for each bar the family of what sounds; without that, whether a word is heard."""
        sounds = self._scenery.sounds
        if sounds is None:
            spoken = self._spoken(start_s, end_s, count)
            return np.where(spoken, SPOKEN, UNSPOKEN)
        keys = sounds.columns(round(start_s * NS_PER_S), round(end_s * NS_PER_S), count)
        return np.array([FAMILY.get(key, QUIET) for key in keys])

    def _colour(self, role: str) -> QColor:
        if role in (SPOKEN, UNSPOKEN):
            return self._theme.colour("speech" if role == SPOKEN else "wave")
        hidden = bool(self._scenery.alone) and role not in self._scenery.alone
        return self._theme.sound_colour(QUIET if hidden else role)

    def _spoken(self, start_s: float, end_s: float, count: int) -> NDArray[np.bool_]:
        """Tell for each bar whether a word is heard in it."""
        edges = np.linspace(start_s, end_s, count + 1)
        speech_s = self._scenery.speech_s
        if not len(speech_s):
            return np.zeros(count, np.bool_)
        begun = np.searchsorted(speech_s[:, 0], edges[1:], "left")
        ended = np.searchsorted(speech_s[:, 1], edges[:-1], "right")
        return np.asarray(begun > ended, np.bool_)

    def _paint_gaps(self) -> None:
        painter, window = self._painter, self._window
        hatch = self._theme.colour("quiet", 0.55)
        for sign in self._scenery.signs:
            unseen = sign.end_s < window.start_s or sign.start_s > window.end_s
            if sign.kind != "gap" or unseen:
                continue
            left = window.x_of(sign.start_s)
            width = max(3.0, window.x_of(sign.end_s) - left)
            area = QRectF(left, window.wave().top(), width, window.wave().height())
            painter.fillRect(area, self._theme.colour("raised"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(hatch)
            painter.setBrush(Qt.BrushStyle.BDiagPattern)
            painter.fillRect(area, painter.brush())

    def _paint_ruler(self) -> None:
        painter, window = self._painter, self._window
        fits = window.span_s * TICK_PX / max(1, window.width_px)
        step = next((tick for tick in TICKS_S if tick >= fits), TICKS_S[-1])
        painter.setFont(self._theme.font(0.82))
        top = window.wave().bottom()
        number = int(np.ceil(window.start_s / step))
        while number * step <= window.end_s:
            time_s, x = number * step, window.x_of(number * step)
            painter.setPen(QPen(self._theme.colour("line"), 1))
            painter.drawLine(QPointF(x, top), QPointF(x, top + 4))
            painter.setPen(self._theme.colour("quiet"))
            text = clock(round(time_s * 1e9)) + (f"{time_s % 1:.1f}"[1:] if step < 1 else "")
            painter.drawText(
                QRectF(x + 4, top, 80, RULER_PX - 2), int(Qt.AlignmentFlag.AlignVCenter), text
            )
            number += 1

    def _paint_signs(self) -> None:
        """Paint marks and gestures: a chip each while there is room, then a dot."""
        painter, window = self._painter, self._window
        font = self._theme.font(0.86)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        taken: list[tuple[float, float]] = []
        for sign in sorted(self._scenery.signs, key=lambda sign: sign.kind != "mark"):
            x = window.x_of(sign.start_s)
            if sign.kind == "gap" or not -80 <= x <= window.width_px:
                continue
            mark = sign.kind == "mark"
            painter.setPen(QPen(self._theme.colour("accent" if mark else "line"), 1.2))
            painter.drawLine(QPointF(x, 24), QPointF(x, window.wave().bottom()))
            left = min(x, window.width_px - metrics.horizontalAdvance(sign.text) - 16)
            right = left + metrics.horizontalAdvance(sign.text) + 16
            if any(left < end + 3 and right + 3 > begin for begin, end in taken):
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._theme.colour("accent" if mark else "quiet"))
                painter.drawEllipse(QPointF(x, 27), 2.5, 2.5)
                continue
            taken.append((left, right))
            self._paint_chip(QRectF(left, 1, right - left, 22), sign.text, mark)

    def _paint_chip(self, chip: QRectF, text: str, mark: bool) -> None:
        painter = self._painter
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("accent_soft" if mark else "raised"))
        painter.drawRoundedRect(chip, 6, 6)
        painter.setPen(self._theme.colour("accent_ink" if mark else "ink"))
        painter.drawText(chip, int(Qt.AlignmentFlag.AlignCenter), text)

    def _paint_overview(self) -> None:
        painter, window, room = self._painter, self._window, self._window.overview()
        if not room.height():
            return
        self._paint_bars(room.adjusted(0, 4, 0, 0), 0.0, window.duration_s, OVERVIEW_STEP_PX)
        left = window.start_s / window.duration_s * room.width()
        right = window.end_s / window.duration_s * room.width()
        shade = QColor(self._theme.colour("window"))
        shade.setAlphaF(0.6)
        painter.fillRect(QRectF(0, room.top(), left, room.height()), shade)
        painter.fillRect(QRectF(right, room.top(), room.width() - right, room.height()), shade)
        painter.setPen(QPen(self._theme.colour("edge"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(left, room.top() + 2, right - left, room.height() - 3), 5, 5)
