"""A row that goes on in the next line where it would be wider than its place."""

from PyQt6.QtCore import QEvent, QPoint, QRect, QSize
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QLayout, QLayoutItem, QWidget


class Flow(QLayout):
    """Lays widgets side by side, in as many lines as are needed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem | None) -> None:
        """Add at the end."""
        if item is not None:
            self._items.append(item)

    def count(self) -> int:
        """Return how many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return one of them."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take one out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        """Tell that what is narrow is high."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return how high all lines are."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:
        """Return the size of one line."""
        hints = [item.sizeHint() for item in self._seen()]
        width = sum(hint.width() for hint in hints) + self.spacing() * max(0, len(hints) - 1)
        return QSize(width, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:
        """Return the size of the largest."""
        size = QSize()
        for item in self._seen():
            size = size.expandedTo(item.minimumSize())
        return size

    def setGeometry(self, rect: QRect) -> None:
        """Put each in its place."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def _seen(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _size_of(self, item: QLayoutItem, room_px: int) -> QSize:
        """Return what an item is given; one that is itself a flow may need several lines."""
        hint = item.sizeHint()
        if hint.width() <= room_px or not item.hasHeightForWidth():
            return hint
        return QSize(room_px, item.heightForWidth(room_px))

    def _place(self, rect: QRect, *, move: bool) -> int:
        """Go through all lines, and put each widget in its place; return how high they are."""
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        left = 0
        for item in self._seen():
            size = self._size_of(item, rect.width())
            if not lines or left + size.width() > rect.width():
                lines.append([])
                left = 0
            lines[-1].append((item, size))
            left += size.width() + self.spacing()
        top = rect.top()
        for line in lines:
            height, left = max(size.height() for _, size in line), rect.left()
            for item, size in line if move else ():
                place = QPoint(left, top + (height - size.height()) // 2)
                item.setGeometry(QRect(place, size))
                left += size.width() + self.spacing()
            top += height + self.spacing()
        return max(0, top - self.spacing() - rect.top())


class FlowRow(QWidget):
    """Widgets in a flow; as high as its lines, so that the page leaves them their room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.flow = Flow(self)

    def hasHeightForWidth(self) -> bool:
        """Ask for no height that depends on the width: the least one is set."""
        return False

    def event(self, event: QEvent | None) -> bool:
        """Fit when what is in it changes."""
        if event is not None and event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Fit when the width changes."""
        self._fit()

    def _fit(self) -> None:
        self.setMinimumHeight(self.flow.heightForWidth(self.width()))
