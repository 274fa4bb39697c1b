"""A card of settings: a heading, then a name, a word about it and a control in each row."""

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from app.gui.parts.labels import label

FIELD_PX = 330


def card_of(title: str, frame: QFrame | None = None) -> tuple[QFrame, QGridLayout]:
    """Return an empty card, made of `frame` if there is one, and the grid its rows go into."""
    frame = frame or QFrame()
    frame.setObjectName("card")
    grid = QGridLayout(frame)
    grid.setContentsMargins(22, 18, 22, 20)
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(14)
    grid.setColumnStretch(0, 1)
    grid.addWidget(label(title, "heading"), 0, 0, 1, 2)
    return frame, grid


def add_row(grid: QGridLayout, name: str, text: str, field: QWidget) -> None:
    """Add a row; the control is called by the row's name unless it has one of its own."""
    row = grid.rowCount()
    words = QVBoxLayout()
    words.setSpacing(1)
    words.addWidget(label(name))
    if text:
        words.addWidget(label(text, "small", wraps=True))
    grid.addLayout(words, row, 0)
    field.setMinimumWidth(FIELD_PX)
    grid.addWidget(field, row, 1, Qt.AlignmentFlag.AlignVCenter)
    if not field.accessibleName():
        field.setAccessibleName(name)
    if not field.toolTip():
        field.setToolTip(name)
