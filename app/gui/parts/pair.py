"""Something and what stands beside it; where there is no room for both, below it."""

from PyQt6.QtCore import QEvent, QRect, QSize
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QWidget

SPACING_PX = 22
MAIN_SHARE = 0.6  # of the height, where one is below the other


class Pair(QWidget):
    """Lays out two widgets by its own width."""

    def __init__(self, main: QWidget, side: QWidget, side_px: int) -> None:
        """Show `main`, as wide as can be, and `side`, `side_px` wide beside it."""
        super().__init__()
        self._main, self._side, self._side_px = main, side, side_px
        self._beside = True
        for widget in (main, side):
            widget.setParent(self)

    def minimumSizeHint(self) -> QSize:
        """Return the least width with one below the other, and the height as they are now."""
        main, side = least(self._main), least(self._side)
        both = main.height() + SPACING_PX + side.height()
        height = max(main.height(), side.height()) if self._beside else both
        return QSize(max(main.width(), side.width()), height)

    def sizeHint(self) -> QSize:
        """Return a size with both side by side."""
        main, side = self._main.sizeHint(), self._side.sizeHint()
        width = main.width() + SPACING_PX + self._side_px
        return QSize(width, max(main.height(), side.height()))

    def event(self, event: QEvent | None) -> bool:
        """Lay out anew when one of them needs another size."""
        if event is not None and event.type() == QEvent.Type.LayoutRequest:
            self._place()
            self.updateGeometry()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Lay out anew."""
        self._place()

    def _place(self) -> None:
        needed_px = least(self._main).width() + SPACING_PX + self._side_px
        beside = self.width() >= needed_px
        if beside != self._beside:
            self._beside = beside
            self.updateGeometry()
        width, height = self.width(), self.height()
        if beside:
            left = width - self._side_px
            self._main.setGeometry(QRect(0, 0, left - SPACING_PX, height))
            self._side.setGeometry(QRect(left, 0, self._side_px, height))
            return
        free_px = height - SPACING_PX
        most = free_px - least(self._side).height()
        upper = max(least(self._main).height(), min(most, round(MAIN_SHARE * free_px)))
        self._main.setGeometry(QRect(0, 0, width, upper))
        below = upper + SPACING_PX
        self._side.setGeometry(QRect(0, below, width, height - below))


def least(widget: QWidget) -> QSize:
    """Return the least size of a widget."""
    return widget.minimumSizeHint().expandedTo(widget.minimumSize())
