"""Notices: a dark bar at the bottom that waits for nobody, with a way back where there is one."""

from collections import deque

from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from app.gui.look.theme import Theme
from app.gui.parts.buttons import describe
from app.gui.parts.labels import label
from app.gui.state.notices import WindowNotice

SHOWN_MS = 7_000
MOST_WAITING = 5
MOST_PX = 760


class NoticeBar(QFrame):
    """Shows one notice after another over the page."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._theme = theme
        self._waiting: deque[WindowNotice] = deque(maxlen=MOST_WAITING)
        self._notice: WindowNotice | None = None
        self._text = label("", wraps=True)
        self._action = QPushButton()
        self._close = QPushButton("✕")
        describe(self._close, self.tr("Close this notice"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(18, 11, 10, 11)
        layout.setSpacing(14)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._action)
        layout.addWidget(self._close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(self._next)
        self._action.clicked.connect(self._act)
        self._close.clicked.connect(self._next)
        self.hide()

    def say(self, notice: WindowNotice) -> None:
        """Show a notice, after those that wait."""
        self._waiting.append(notice)
        if self._notice is None:
            self._next()

    def settle(self) -> None:
        """Take the place that the parent's size gives."""
        parent = self.parentWidget()
        if parent is None:
            return
        width = min(MOST_PX, parent.width() - 64)
        self.setFixedWidth(width)
        self.adjustSize()
        self.move((parent.width() - width) // 2, parent.height() - self.height() - 22)
        self.raise_()

    def _next(self) -> None:
        if not self._waiting:
            self._notice = None
            self.hide()
            return
        notice = self._notice = self._waiting.popleft()
        self._text.setText(notice.text)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._action.setText(notice.action_text)
        describe(self._action, notice.action_text)
        self._action.setVisible(bool(notice.action_text))
        self.setAccessibleName(notice.text)
        self.show()
        self.settle()
        self._timer.start()

    def _act(self) -> None:
        action = self._notice.action if self._notice is not None else None
        self._next()
        if action is not None:
            action()
