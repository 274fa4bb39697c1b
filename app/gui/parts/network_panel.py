"""How well a guest's sound arrives: figures, a mark for each gap, and the last minute to hear."""

from collections.abc import Sequence

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.call.messages import Quality
from app.gui.look.theme import Theme
from app.gui.parts.buttons import push_button
from app.gui.parts.gap_strip import GapStrip
from app.gui.parts.labels import label

NOTHING = "·"
MINUTE_S = 60.0


class NetworkPanel(QFrame):
    """Shows the Quality of the last second and the gaps of the last minute."""

    listen_pressed = pyqtSignal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._heads: dict[str, QLabel] = {}
        self._strip = GapStrip(theme, MINUTE_S)
        self._listen = push_button(
            theme,
            self.tr("Hear the last minute"),
            "play",
            tip=self.tr("Listen with the gaps filled, then as it would have been without"),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 12, 18, 12)
        heads = QHBoxLayout()
        for key, text in (
            ("loss", self.tr("lost")),
            ("filled", self.tr("filled in")),
            ("recovered", self.tr("recovered")),
            ("delay", self.tr("delay")),
            ("jitter", self.tr("jitter")),
        ):
            column = QVBoxLayout()
            column.setSpacing(0)
            self._heads[key] = label(NOTHING, "heading")
            column.addWidget(self._heads[key])
            column.addWidget(label(text, "small"))
            heads.addLayout(column)
            heads.addStretch(1)
        heads.addWidget(self._listen)
        layout.addLayout(heads)
        layout.addWidget(self._strip)
        self._listen.clicked.connect(self.listen_pressed)

    def show_quality(self, quality: Quality | None) -> None:
        """Show figures; None where there is no guest yet."""
        self._listen.setEnabled(quality is not None)
        texts = dict.fromkeys(self._heads, NOTHING)
        if quality is not None:
            texts = {
                "loss": f"{quality.loss_percent:.1f} %",
                "filled": f"{quality.concealed_percent:.1f} %",
                "recovered": f"{quality.recovered_percent:.1f} %",
                "delay": f"{quality.delay_ms:.0f} ms",
                "jitter": f"{quality.jitter_ms:.0f} ms",
            }
        for key, text in texts.items():
            self._heads[key].setText(text)

    def show_gaps(self, gaps: Sequence[tuple[float, float]]) -> None:
        """Show gaps, each with how long ago it began and how long it was, in seconds."""
        self._strip.show_gaps(gaps)
