"""Which colours the waveform has, what they stand for; a click shows one kind of sound alone."""

from collections.abc import Sequence

from PyQt6.QtCore import QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QIcon, QPainter, QPixmap
from PyQt6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.gui.look.theme import Theme
from app.gui.parts.buttons import describe

DOT_PX, SHARPEST = 10, 3


class SoundLegend(QWidget):
    """A chip for each family of sounds that is heard."""

    chosen = pyqtSignal(object)  # the families to be shown alone; empty for all

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._texts: dict[str, str] = {}
        self._chips: dict[str, QPushButton] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self._row.addStretch(1)
        theme.changed.connect(self._paint_dots)

    def show_families(self, families: Sequence[tuple[str, str]]) -> None:
        """Show (family, text) pairs; what is chosen stays chosen while it is there."""
        texts = dict(families)
        if texts == self._texts:
            return
        kept = self.families()
        for chip in self._chips.values():
            self._row.removeWidget(chip)
            chip.deleteLater()
        self._texts = texts
        self._chips = {family: self._chip(text) for family, text in families}
        for place, (family, chip) in enumerate(self._chips.items()):
            chip.setChecked(family in kept)
            chip.toggled.connect(lambda _: self.chosen.emit(self.families()))
            self._row.insertWidget(place, chip)
        self.setVisible(bool(self._chips))
        self._paint_dots()
        if self.families() != kept:
            self.chosen.emit(self.families())

    def families(self) -> frozenset[str]:
        """Return the families that are to be shown alone."""
        return frozenset(family for family, chip in self._chips.items() if chip.isChecked())

    def _chip(self, text: str) -> QPushButton:
        chip = QPushButton(text)
        chip.setObjectName("chip")
        chip.setCheckable(True)
        chip.setIconSize(QSize(DOT_PX, DOT_PX))
        describe(chip, self.tr("Show {0} alone").format(text))
        return chip

    def _paint_dots(self) -> None:
        for family, chip in self._chips.items():
            dot = QPixmap(DOT_PX * SHARPEST, DOT_PX * SHARPEST)
            dot.fill(Qt.GlobalColor.transparent)
            painter = QPainter(dot)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.sound_colour(family))
            painter.drawRoundedRect(QRectF(dot.rect()), DOT_PX, DOT_PX)
            painter.end()
            chip.setIcon(QIcon(dot))
