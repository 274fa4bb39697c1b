"""Texts of the window: titles, headings, small print, times."""

import re

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

NS_PER_S = 1_000_000_000
GAP_PX = 16
NAME_JOINT = re.compile(r"[_./\\\-]+(?=\w)")  # where a name can be broken


def label(text: str, name: str = "", *, wraps: bool = False) -> QLabel:
    """Return a text; `name` is its kind in the style sheet."""
    made = QLabel(text)
    made.setObjectName(name)
    made.setWordWrap(wraps)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made


def breakable(text: str) -> str:
    """Return a text that may go on in the next line within the names of files, too."""
    return NAME_JOINT.sub("\\g<0>\u200b", text)


def card(*widgets: QWidget, margin_px: int = GAP_PX) -> QFrame:
    """Return widgets on a card, one below the other."""
    frame = QFrame()
    frame.setObjectName("card")
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(margin_px, margin_px, margin_px, margin_px)
    layout.setSpacing(10)
    for widget in widgets:
        layout.addWidget(widget)
    return frame


def clock(time_ns: int) -> str:
    """Return a time as m:ss, with hours when there are any."""
    seconds = max(0, time_ns) // NS_PER_S
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


def bytes_text(size_bytes: int) -> str:
    """Return a size in the unit that fits."""
    size, unit = float(size_bytes), "B"
    for larger in ("kB", "MB", "GB", "TB"):
        if size < 1000:
            break
        size, unit = size / 1000, larger
    return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
