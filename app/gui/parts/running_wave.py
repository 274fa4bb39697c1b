"""The last seconds of sound as bars that run to the left, with the level beside them."""

from collections.abc import Sequence
from itertools import islice

from PyQt6.QtCore import QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QPainter, QPaintEvent
from PyQt6.QtWidgets import QSizePolicy, QWidget

from app.gui.look.theme import Theme

BAR_PX, STEP_PX = 3.0, 5.0
METER_PX = 10
CLIPPING = 0.985  # this near to full scale it sounds broken


class RunningWave(QWidget):
    """Bars of loudness 0..1, the newest at the right."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._bars: Sequence[float] = ()
        self._families: Sequence[str] = ()
        self._alone: frozenset[str] = frozenset()
        self._active = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(72)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Return a strip."""
        return QSize(600, 72)

    def show_bars(
        self, bars: Sequence[float], *, active: bool, families: Sequence[str] = ()
    ) -> None:
        """Show these bars, oldest first; bright while sound is being recorded.

        `families` tells of each which kind of sound it is; empty where nobody has said yet.
        """
        self._bars, self._active, self._families = bars, active, families
        self.update()

    def show_alone(self, families: frozenset[str]) -> None:
        """Show these families of sounds in colour alone; all where there is none."""
        self._alone = families
        self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Paint the bars and the meter."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        room_px = self.width() - METER_PX - 14
        most = int(room_px // STEP_PX)
        shown = list(islice(self._bars, max(0, len(self._bars) - most), None))
        left = room_px - len(shown) * STEP_PX
        middle, reach = self.height() / 2, self.height() / 2 - 3
        families = list(self._families)[len(self._bars) - len(shown) :] or [""] * len(shown)
        painter.setBrush(self._theme.colour("line"))
        for step in range(most - len(shown)):
            painter.drawEllipse(QRectF(left - (step + 1) * STEP_PX, middle - 1, 2, 2))
        for number, (height, family) in enumerate(zip(shown, families, strict=True)):
            painter.setBrush(self._colour(family))
            half = max(1.0, height * reach)
            painter.drawRoundedRect(
                QRectF(left + number * STEP_PX, middle - half, BAR_PX, 2 * half), 1.5, 1.5
            )
        self._paint_meter(painter, shown[-1] if shown and self._active else 0.0)
        painter.end()

    def _colour(self, family: str) -> QColor:
        if not family:
            return self._theme.colour("speech" if self._active else "wave")
        hidden = bool(self._alone) and family not in self._alone
        return self._theme.sound_colour("quiet" if hidden else family)

    def _paint_meter(self, painter: QPainter, level: float) -> None:
        ground = QRectF(self.width() - METER_PX, 3, METER_PX, self.height() - 6)
        painter.setBrush(self._theme.colour("line"))
        painter.drawRoundedRect(ground, METER_PX / 2, METER_PX / 2)
        if level > 0:
            full = ground.adjusted(0, ground.height() * (1 - max(level, 0.12)), 0, 0)
            role = "accent" if level >= CLIPPING else "speech"
            painter.setBrush(self._theme.colour(role))
            painter.drawRoundedRect(full, METER_PX / 2, METER_PX / 2)
