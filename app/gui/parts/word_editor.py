"""A field over a word, for what was really said."""

from PyQt6.QtCore import QRect, Qt, pyqtSignal
from PyQt6.QtGui import QFocusEvent, QKeyEvent
from PyQt6.QtWidgets import QLineEdit, QWidget

LEAST_PX, BESIDE_PX = 90, 28


class WordEditor(QLineEdit):
    """Appears over a word; Enter keeps, Tab keeps and goes on, Escape leaves it as it was.

    It knows the heard word by its id: numbers change while corrections are being written.
    """

    done = pyqtSignal(int, str)  # id of the heard word, text
    next_wanted = pyqtSignal(int, int)  # id of the heard word, and in which direction to go

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.heard_id: int | None = None  # the word it is open over
        self.setObjectName("small_field")
        self.setAccessibleName(self.tr("What was really said"))
        self.setToolTip(self.tr("Enter keeps it, Tab goes to the next word, Escape leaves it"))
        self.hide()

    def edit(self, heard_id: int, text: str, word: QRect) -> None:
        """Appear over the place of a heard word."""
        self.heard_id = heard_id
        self.setText(text)
        self.move_over(word)
        self.show()
        self.setFocus()
        self.selectAll()

    def move_over(self, word: QRect) -> None:
        """Stand over a word, wherever it is now."""
        width = max(LEAST_PX, self.fontMetrics().horizontalAdvance(self.text()) + BESIDE_PX)
        height = max(word.height() + 8, self.sizeHint().height())
        left = max(0, min(word.left() - 8, self._room_px() - width))
        self.setGeometry(left, max(0, word.center().y() - height // 2), width, height)

    def leave(self) -> None:
        """Go, and leave the word as it was."""
        self.heard_id = None
        parent = self.parentWidget()
        if parent is not None and self.hasFocus():
            parent.setFocus()  # first: what hides itself would give it to the next widget
        self.hide()

    def keep(self) -> None:
        """Go, and tell what was typed."""
        heard_id = self.heard_id
        if heard_id is not None:
            self.leave()
            self.done.emit(heard_id, self.text())

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Keep, go on, or leave."""
        match None if event is None else event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.keep()
            case Qt.Key.Key_Escape:
                self.leave()
            case _:
                super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep with Tab, and go to the next word or the one before."""
        heard_id = self.heard_id
        self.keep()
        if heard_id is not None:
            self.next_wanted.emit(heard_id, 1 if forward else -1)
        return True

    def focusOutEvent(self, event: QFocusEvent | None) -> None:
        """Keep what was typed when something else is clicked."""
        super().focusOutEvent(event)
        if self.isVisible() and event is not None:
            self.keep()

    def _room_px(self) -> int:
        parent = self.parentWidget()
        return LEAST_PX if parent is None else parent.width()
