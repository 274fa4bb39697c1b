"""What a page shows when there is nothing to show: why, and what to do."""

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from app.gui.look.theme import Theme
from app.gui.parts.labels import label

ICON_PX = 44
TEXT_PX = 460


class EmptyState(QWidget):
    """An icon, a heading, a sentence, and perhaps a button."""

    pressed = pyqtSignal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icon_name = theme, "library"
        self._icon = QLabel()
        self._heading = label("", "heading")
        self._text = label("", "quiet", wraps=True)
        self._text.setFixedWidth(TEXT_PX)
        self._button = QPushButton()
        self._button.setObjectName("primary")
        self._button.clicked.connect(self.pressed)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        for widget in (self._icon, self._heading, self._text, self._button):
            if isinstance(widget, QLabel):
                widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
            layout.addSpacing(8)
        layout.addStretch(3)
        theme.changed.connect(self._draw)

    def say(self, icon: str, heading: str, text: str, button: str = "") -> None:
        """Show these words."""
        self._icon_name = icon
        self._heading.setText(heading)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self._button.setText(button)
        self._button.setAccessibleName(button)
        self._button.setVisible(bool(button))
        self._draw()

    def _draw(self) -> None:
        self._text.setMinimumHeight(max(0, self._text.heightForWidth(TEXT_PX)))
        icon = self._theme.icon(self._icon_name, "quiet")
        self._icon.setPixmap(icon.pixmap(ICON_PX, ICON_PX))
