"""Notices: a dark card in the rail that covers nothing and waits for nobody."""

from collections import deque

from PyQt6.QtCore import QTimer
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.gui.parts.buttons import describe
from app.gui.parts.labels import breakable, label
from app.gui.said import said
from app.gui.state.notices import WindowNotice

SHOWN_MS = 9_000
MOST_WAITING = 8


class NoticeBar(QFrame):
    """Shows one notice after another; each goes by itself, or when it is closed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._waiting: deque[WindowNotice] = deque(maxlen=MOST_WAITING)
        self._notice: WindowNotice | None = None
        self._text = label("", wraps=True)
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._action = QPushButton()
        self._close = QPushButton(self.tr("Close"))
        describe(self._close, self.tr("Close this notice"))
        buttons = QHBoxLayout()
        buttons.setSpacing(18)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.addWidget(self._action)
        buttons.addWidget(self._close)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 8, 8)
        layout.setSpacing(6)
        layout.addWidget(self._text)
        layout.addLayout(buttons)
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

    def _next(self) -> None:
        self._timer.stop()
        if not self._waiting:
            self._notice = None
            self.hide()
            return
        notice = self._notice = self._waiting.popleft()
        text = said(notice.text)
        self._text.setText(breakable(text))
        self._action.setText(notice.action_text)
        describe(self._action, notice.action_text)
        self._action.setVisible(bool(notice.action_text))
        self.setAccessibleName(text)
        self.show()
        self._timer.start()

    def _act(self) -> None:
        action = self._notice.action if self._notice is not None else None
        self._next()
        if action is not None:
            action()
