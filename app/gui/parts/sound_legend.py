"""Which colours the waveform has, what they stand for; a click shows one kind of sound alone."""

from collections.abc import Sequence

from PyQt6.QtCore import QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QIcon, QPainter, QPixmap
from PyQt6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.gui.look.theme import Theme
from app.gui.parts.buttons import describe
from audio.tagging.ontology import FAMILIES

DOT_PX, GAP_PX, SHARPEST = 10, 6, 3


class SoundLegend(QWidget):
    """A chip for each family of sounds that is heard."""

    chosen = pyqtSignal(object)  # the families to be shown alone; empty for all

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[tuple[str, str], ...] = ()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        # made once: a new button takes some ms, and live a family may come at any moment
        self._chips = {family: self._chip() for family in FAMILIES}
        for chip in self._chips.values():
            self._row.addWidget(chip)
        self._row.addStretch(1)
        theme.changed.connect(self._paint_dots)
        self._paint_dots()

    def show_families(self, families: Sequence[tuple[str, str]]) -> None:
        """Show (family, text) pairs; what is chosen stays chosen while it is there."""
        if tuple(families) == self._shown:
            return
        self._shown = tuple(families)
        texts = dict(families)
        for family, chip in self._chips.items():
            if family in texts and chip.text() != texts[family]:
                chip.setText(texts[family])
                describe(chip, self.tr("Show {0} alone").format(texts[family]))
            elif family not in texts and chip.isChecked():
                chip.setChecked(False)
            chip.ensurePolished()  # or it is first seen without its style
            chip.setVisible(family in texts)
        self.setVisible(bool(families))
        self._row.activate()  # or it is first seen in another place

    def families(self) -> frozenset[str]:
        """Return the families that are to be shown alone."""
        return frozenset(family for family, chip in self._chips.items() if chip.isChecked())

    def _chip(self) -> QPushButton:
        chip = QPushButton()
        chip.setObjectName("chip")
        chip.setCheckable(True)
        chip.setIconSize(QSize(DOT_PX + GAP_PX, DOT_PX))
        chip.hide()
        describe(chip, self.tr("Show {0} alone").format(""))
        chip.toggled.connect(lambda _: self.chosen.emit(self.families()))
        return chip

    def _paint_dots(self) -> None:
        for family, chip in self._chips.items():
            dot = QPixmap((DOT_PX + GAP_PX) * SHARPEST, DOT_PX * SHARPEST)
            dot.fill(Qt.GlobalColor.transparent)
            painter = QPainter(dot)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.sound_colour(family))
            painter.drawEllipse(QRectF(0, 0, dot.height(), dot.height()))
            painter.end()
            chip.setIcon(QIcon(dot))
