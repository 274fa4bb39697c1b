"""Buttons that all have an icon in the palette's ink, an accessible name, a tooltip and a key."""

from PyQt6.QtCore import QObject, QSize, Qt
from PyQt6.QtGui import QKeySequence
from PyQt6.QtWidgets import QAbstractButton, QLabel, QPushButton, QToolButton, QWidget

from app.gui.look.theme import ICON_PX, Theme


def icon_button(
    theme: Theme, icon: str, name: str, key: str = "", parent: QWidget | None = None
) -> QToolButton:
    """Return a button with an icon alone; its name is its tooltip."""
    button = QToolButton(parent)
    button.setObjectName("plain")
    describe(button, name, key)
    wear(button, theme, icon)
    return button


def push_button(
    theme: Theme, text: str, icon: str = "", *, primary: bool = False, tip: str = "", key: str = ""
) -> QPushButton:
    """Return a button with a text."""
    button = QPushButton(text)
    if primary:
        button.setObjectName("primary")
    describe(button, tip or text, key)
    if icon:
        wear(button, theme, icon, "on_accent" if primary else "ink")
    return button


def literal(text: str) -> str:
    """Return a person's own text for a button or a menu, where Qt takes & for the mark of a key."""
    return text.replace("&", "&&")


def describe(button: QAbstractButton, name: str, key: str = "") -> None:
    """Give a button its name for those who cannot see it, a tooltip, and a key.

    It is reached with Tab; a click does not leave a ring around it.
    """
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName(name)
    if key:
        sequence = QKeySequence(key)
        button.setShortcut(sequence)
        shown = sequence.toString(QKeySequence.SequenceFormat.NativeText)
        button.setToolTip(f"{name} ({shown})")
    else:
        button.setToolTip(name)


def wear(button: QAbstractButton, theme: Theme, icon: str, role: str = "ink") -> None:
    """Show an icon, in the palette's colour also after it changes."""
    worn = button.findChild(_Worn) or _Worn(button, theme)
    worn.put(icon, role)


class _Worn(QObject):
    """The icon a button wears; it goes with the button."""

    def __init__(self, button: QAbstractButton, theme: Theme) -> None:
        super().__init__(button)
        self._button, self._theme = button, theme
        self._icon, self._role = "", "ink"
        button.setIconSize(QSize(ICON_PX, ICON_PX))
        theme.changed.connect(self._draw)

    def put(self, icon: str, role: str) -> None:
        """Wear another icon."""
        if (icon, role) != (self._icon, self._role):
            self._icon, self._role = icon, role
            self._draw()

    def _draw(self) -> None:
        self._button.setIcon(self._theme.icon(self._icon, self._role))


class IconLabel(QLabel):
    """An icon that stands beside something."""

    def __init__(self, theme: Theme, icon: str) -> None:
        super().__init__()
        self._theme, self._icon = theme, icon
        theme.changed.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        self.setPixmap(self._theme.icon(self._icon, "quiet").pixmap(ICON_PX, ICON_PX))
