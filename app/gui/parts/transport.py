"""What moves playback: play, skip, speed, silences passed over, nearer and wider."""

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QWidget

from app.gui.look.theme import Theme
from app.gui.parts.buttons import describe, icon_button, push_button, wear
from app.gui.parts.labels import clock, label
from app.gui.parts.picker import Picker

RATES = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
SKIP_S = 5.0
TIMES_PX = 108  # those of hours need more


class Transport(QWidget):
    """A row of controls."""

    toggled = pyqtSignal()
    skipped = pyqtSignal(float)  # seconds
    rate_chosen = pyqtSignal(float)
    silence_chosen = pyqtSignal(bool)  # whether it is passed over
    find_pressed = pyqtSignal()
    best_pressed = pyqtSignal()
    zoomed = pyqtSignal(bool)  # nearer

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._make()
        self._lay_out()
        self._connect()

    def show_times(self, position_ns: int, duration_ns: int) -> None:
        """Show where playback is."""
        self._times.setText(f"{clock(position_ns)} / {clock(duration_ns)}")

    def show_playing(self, playing: bool) -> None:
        """Show what the big button does now."""
        wear(self._play, self._theme, "pause" if playing else "play", "on_accent")
        describe(self._play, self.tr("Pause (Space)") if playing else self.tr("Play (Space)"))

    def offer_best(self, offered: bool) -> None:
        """Offer to look for the best picture, where there are pictures."""
        self._best.setVisible(offered)

    def _make(self) -> None:
        theme = self._theme
        self._play = push_button(theme, "", "play", primary=True)
        self._play.setFixedSize(54, 44)
        self._back = icon_button(theme, "skip-back", self.tr("5 seconds back (left arrow)"))
        self._on = icon_button(theme, "skip-forward", self.tr("5 seconds on (right arrow)"))
        self._times = label("0:00", "heading")
        self._times.setAccessibleDescription(self.tr("Position"))
        self._times.setMinimumWidth(TIMES_PX)
        self._silence = icon_button(theme, "skip-silence", self.tr("Pass over silences"), "S")
        self._silence.setCheckable(True)
        self._rate = Picker(theme, self.tr("Speed; voices keep their pitch"))
        self._rate.put_choices([(f"{rate:g}×", str(rate)) for rate in RATES])  # noqa: RUF001
        self._rate.choose("1.0")
        self._rate.setFixedWidth(96)
        self._rate.setMinimumContentsLength(4)
        self._find = icon_button(theme, "search", self.tr("Find words in this recording (Ctrl+F)"))
        self._best = icon_button(theme, "best", self.tr("Find the best picture around here"), "B")
        self._nearer = icon_button(theme, "zoom-in", self.tr("Closer (plus)"))
        self._wider = icon_button(theme, "zoom-out", self.tr("Wider (minus)"))

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(7)
        row.addWidget(self._times)
        row.addStretch(1)
        for button in (self._back, self._play, self._on):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)
        row.addStretch(1)
        for widget in (
            self._best,
            self._silence,
            self._rate,
            self._find,
            self._wider,
            self._nearer,
        ):
            row.addWidget(widget)

    def _connect(self) -> None:
        self._play.clicked.connect(self.toggled)
        self._back.clicked.connect(lambda: self.skipped.emit(-SKIP_S))
        self._on.clicked.connect(lambda: self.skipped.emit(SKIP_S))
        self._rate.currentIndexChanged.connect(
            lambda _: self.rate_chosen.emit(float(self._rate.value()))
        )
        self._silence.toggled.connect(self.silence_chosen)
        self._find.clicked.connect(self.find_pressed)
        self._best.clicked.connect(self.best_pressed)
        self._nearer.clicked.connect(lambda: self.zoomed.emit(True))
        self._wider.clicked.connect(lambda: self.zoomed.emit(False))
