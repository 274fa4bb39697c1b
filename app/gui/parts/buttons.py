"""Buttons that all have an icon in the palette's ink, an accessible name, a tooltip and a key."""

from PyQt6.QtCore import QSize
from PyQt6.QtGui import QKeySequence
from PyQt6.QtWidgets import QAbstractButton, QPushButton, QToolButton, QWidget

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


def describe(button: QAbstractButton, name: str, key: str = "") -> None:
    """Give a button its name for those who cannot see it, a tooltip, and a key."""
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

    def draw() -> None:
        button.setIcon(theme.icon(button.property("icon_name"), button.property("icon_role")))

    fresh = button.property("icon_name") is None
    button.setProperty("icon_name", icon)
    button.setProperty("icon_role", role)
    button.setIconSize(QSize(ICON_PX, ICON_PX))
    draw()
    if fresh:
        theme.changed.connect(draw)
        button.destroyed.connect(lambda: theme.changed.disconnect(draw))
