"""Find in a text: a field, how many there are, and the way from one to the next."""

from bisect import bisect_left
from collections.abc import Sequence

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from app.gui.look.theme import Theme
from app.gui.parts.buttons import icon_button
from app.gui.parts.labels import label


class FindBar(QWidget):
    """Asks for what is typed; moves through what was found."""

    asked = pyqtSignal(str)
    moved = pyqtSignal(object, object)  # all found, and the current one

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: Sequence[int] = ()
        self._current = 0
        self._field = QLineEdit()
        self._field.setPlaceholderText(self.tr("Find in this recording"))
        self._field.setAccessibleName(self.tr("Find in this recording"))
        self._count = label("", "small")
        self._count.setMinimumWidth(56)
        close = icon_button(theme, "close", self.tr("Close (Escape)"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 4, 8, 4)
        layout.addWidget(self._field, 1)
        layout.addWidget(self._count)
        layout.addWidget(close)
        self._field.textChanged.connect(self.asked)
        self._field.returnPressed.connect(lambda: self._step(1))
        close.clicked.connect(self.close_bar)
        self.hide()

    @property
    def text(self) -> str:
        """What is looked for."""
        return self._field.text()

    def open(self) -> None:
        """Show the field and go to it."""
        self.show()
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()

    def type(self, text: str) -> None:
        """Put a text into the field."""
        self._field.setText(text)

    def close_bar(self) -> None:
        """Hide the field; nothing is marked any more."""
        parent = self.parentWidget()
        if parent is not None and self._field.hasFocus():
            parent.setFocus()  # first: what hides itself would give it to the next widget
        self._field.clear()
        self.hide()

    def show_found(self, found: Sequence[int]) -> None:
        """Take what was found; the first is the current one."""
        self._found, self._current = found, 0
        self._tell()

    def renew_found(self, found: Sequence[int]) -> None:
        """Take what is found now that the text has changed; nothing is brought into sight."""
        word = self._found[self._current] if self._found else 0
        self._found = found
        self._current = max(0, min(bisect_left(found, word), len(found) - 1))
        self._count_found()
        self.moved.emit(found, None)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Close with Escape; go back and on with the arrows."""
        match None if event is None else event.key():
            case Qt.Key.Key_Escape:
                self.close_bar()
            case Qt.Key.Key_Down:
                self._step(1)
            case Qt.Key.Key_Up:
                self._step(-1)
            case _:
                super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        if self._found:
            self._current = (self._current + by) % len(self._found)
            self._tell()

    def _tell(self) -> None:
        self._count_found()
        self.moved.emit(self._found, self._found[self._current] if self._found else None)

    def _count_found(self) -> None:
        count = len(self._found)
        typed = bool(self._field.text())
        self._count.setText(
            f"{self._current + 1} / {count}" if count else self.tr("none") if typed else ""
        )
