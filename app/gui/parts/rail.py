"""The navigation at the left: pages, what arrives and runs, notices."""

from collections.abc import Sequence

from PyQt6.QtCore import QSize, pyqtSignal
from PyQt6.QtGui import QIcon
from PyQt6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
)

from app.gui.look.theme import ICONS, Theme
from app.gui.parts.arrival_card import ArrivalCard
from app.gui.parts.buttons import describe, wear
from app.gui.parts.labels import label
from app.gui.parts.notice_bar import NoticeBar

RAIL_PX, LOGO_PX, BESIDE_PX = 212, 30, 14
BOLD_PX = 14  # the name of the page that is seen is bolder


class Rail(QFrame):
    """Tells which page is wanted; the first one is where a recording runs."""

    gone_to = pyqtSignal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._theme = theme
        self._buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._pages = QVBoxLayout()
        self._pages.setSpacing(4)
        self._running = QPushButton()
        self._running.hide()
        describe(self._running, self.tr("Go to the recording that runs"))
        self._running.clicked.connect(lambda: self.gone_to.emit(next(iter(self._buttons))))
        self.arrival = ArrivalCard(theme)
        self.notices = NoticeBar()
        private = label(self.tr("Nothing leaves this machine."), "small", wraps=True)
        private.setContentsMargins(12, 0, 0, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(BESIDE_PX, 20, BESIDE_PX, 18)
        layout.addLayout(self._wordmark())
        layout.addSpacing(18)
        layout.addLayout(self._pages)
        layout.addStretch(1)
        layout.addWidget(self.arrival)
        layout.addWidget(self.notices)
        layout.addSpacing(8)
        layout.addWidget(self._running)
        layout.addWidget(private)

    def offer(self, pages: Sequence[tuple[str, str, str]]) -> None:
        """Offer pages, each with its icon and its name; Ctrl and a number go there."""
        for number, (page, icon, text) in enumerate(pages, 1):
            button = self._buttons[page] = QPushButton(f"  {text}")
            button.setCheckable(True)
            describe(button, text, f"Ctrl+{number}")
            wear(button, self._theme, icon)
            button.clicked.connect(lambda _, page=page: self.gone_to.emit(page))
            self._group.addButton(button)
            self._pages.addWidget(button)

    def sizeHint(self) -> QSize:
        """Return a width that holds the name of every page, whatever the size of the text."""
        widest_px = max((one.sizeHint().width() for one in self._buttons.values()), default=0)
        return QSize(max(RAIL_PX, widest_px + BOLD_PX + 2 * BESIDE_PX), super().sizeHint().height())

    def show_page(self, page: str) -> None:
        """Show which page is seen."""
        self._buttons[page].setChecked(True)

    def show_running(self, text: str) -> None:
        """Show what runs; empty when nothing does."""
        self._running.setVisible(bool(text))
        if text:
            wear(self._running, self._theme, "live", "accent")
            self._running.setText(f"  {text}")

    def _wordmark(self) -> QHBoxLayout:
        logo = QLabel()
        logo.setPixmap(QIcon(str(ICONS / "earshot.svg")).pixmap(LOGO_PX, LOGO_PX))
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(logo)
        row.addWidget(label(self.tr("Earshot"), "wordmark"))
        row.addStretch(1)
        return row
