"""How one utterance is written into a block of the transcript: its time, who speaks, the words."""

from collections.abc import Sequence
from dataclasses import dataclass

from PyQt6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor

from app.gui.look.theme import Theme

DOUBTFUL = 0.5  # words believed less are paler
LINE_PERCENT = 150.0
PROPORTIONAL = 1  # QTextBlockFormat.LineHeightTypes.ProportionalHeight, wanted as a number
BELOW_PX = 10


@dataclass(frozen=True, slots=True)
class Line:
    """One utterance: its time as text, (text, confidence) of each word, who says it if new."""

    time: str
    words: Sequence[tuple[str, float]]
    speaker: str = ""


@dataclass(slots=True)
class Laid:
    """A line in the document: number of its first word, place and length of each in its block."""

    first: int
    places: list[int]
    lengths: list[int]


class LineWriter:
    """Writes in the colours of the palette in use."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def write(self, cursor: QTextCursor, line: Line, first: int) -> Laid:
        """Write an utterance into an empty block; `first` is the number of its first word."""
        begin = cursor.block().position()
        if line.time:
            cursor.insertText(line.time + "   ", self._format("quiet", step=0.86))
        if line.speaker:
            cursor.insertText(line.speaker + "  ", self._format("accent_ink", step=0.93))
        plain, pale = self._format("ink"), self._format("faint")
        laid = Laid(first, [], [])
        for text, confidence in line.words:
            laid.places.append(cursor.position() - begin)
            laid.lengths.append(len(text))
            cursor.insertText(text, plain if confidence >= DOUBTFUL else pale)
            cursor.insertText(" ", plain)
        return laid

    def write_draft(self, cursor: QTextCursor, text: str) -> None:
        """Write what may still change."""
        cursor.insertText(text, self._format("faint", italic=True))

    def _format(self, role: str, *, step: float = 1.07, italic: bool = False) -> QTextCharFormat:
        made = QTextCharFormat()
        font = self._theme.font(step)
        font.setItalic(italic)
        made.setFont(font)
        made.setForeground(self._theme.colour(role))
        return made


def begin_block(cursor: QTextCursor) -> None:
    """Go to a new block at the end; the first one is there already."""
    block = QTextBlockFormat()
    block.setLineHeight(LINE_PERCENT, PROPORTIONAL)
    block.setBottomMargin(BELOW_PX)
    if cursor.atStart():
        cursor.setBlockFormat(block)
    else:
        cursor.insertBlock(block)
