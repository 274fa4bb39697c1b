"""Words to be read: what was said with its times, doubtful words paler, a draft in grey.

Long transcripts are laid in a piece at a time, so that a window with ten hours of words never
stands still.
"""

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PyQt6.QtCore import Qt, QTimer, pyqtSignal
from PyQt6.QtGui import (
    QMouseEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PyQt6.QtWidgets import QTextEdit, QWidget

from app.gui.look.theme import Theme

DOUBTFUL = 0.5  # words believed less are paler
LINE_PERCENT = 150.0
PROPORTIONAL = 1  # QTextBlockFormat.LineHeightTypes.ProportionalHeight, wanted as a number
AT_ONCE = 12  # utterances laid in at a time, about 3 ms
MOST_FOUND = 400  # occurrences lit up at once


@dataclass(frozen=True, slots=True)
class Line:
    """One utterance: its time as text, and (text, confidence) of each word."""

    time: str
    words: Sequence[tuple[str, float]]


class Transcript(QTextEdit):
    """Shows utterances; tells which word was clicked, by its number from 0."""

    word_clicked = pyqtSignal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines: list[Line] = []
        self._starts: list[int] = []  # place of each word in the text
        self._lengths: list[int] = []
        self._waiting: deque[Line] = deque()
        self._draft_at: int | None = None
        self._lit: int | None = None
        self._found: Sequence[int] = ()
        self._follows = False
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setAccessibleName(self.tr("Transcript"))
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._lay_some)
        theme.changed.connect(self._again)

    def show_lines(self, lines: Iterable[Line]) -> None:
        """Show a transcript from its start."""
        self._lines = []
        self._empty()
        self.add_lines(lines)

    def add_lines(self, lines: Iterable[Line]) -> None:
        """Add utterances at the end."""
        for line in lines:
            self._lines.append(line)
            self._waiting.append(line)
        if self._waiting:
            self._lay_some()

    def show_draft(self, text: str) -> None:
        """Show what an utterance seems to say so far, at the end; empty takes it back."""
        follows = self._at_end()
        self._remove_draft()
        if text and not self._waiting:
            cursor = self._end_cursor()
            self._draft_at = cursor.position()
            self._begin_block(cursor)
            cursor.insertText(text, self._format("faint", italic=True))
        if follows:
            self._to_end()

    def light(self, word: int | None) -> None:
        """Light up the word that is heard, and bring it into sight."""
        if word == self._lit:
            return
        self._lit = word
        self._mark()
        if word is not None and word < len(self._starts):
            self._show_place(self._starts[word])

    def mark_found(self, words: Sequence[int], current: int | None) -> None:
        """Mark the words a search found; `current` is brought into sight."""
        self._found = words[:MOST_FOUND]
        self._mark()
        if current is not None and current < len(self._starts):
            self._show_place(self._starts[current])

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        """Tell which word was clicked, unless text was selected."""
        super().mouseReleaseEvent(event)
        if event is None or self.textCursor().hasSelection():
            return
        place = self.cursorForPosition(event.position().toPoint()).position()
        word = self._word_at(place)
        if word is not None:
            self.word_clicked.emit(word)

    def _word_at(self, place: int) -> int | None:
        word = bisect_right(self._starts, place) - 1
        if word < 0 or place > self._starts[word] + self._lengths[word]:
            return None
        return word

    def _again(self) -> None:
        """Lay everything in anew, in new colours."""
        lines = self._lines
        self.show_lines(list(lines))

    def _empty(self) -> None:
        self.clear()
        document = self.document()
        if document is not None:
            document.setDocumentMargin(0)
        self._waiting.clear()
        self._starts, self._lengths = [], []
        self._draft_at = self._lit = None
        self._found = ()
        self.setExtraSelections([])

    def _lay_some(self) -> None:
        follows = self._at_end()
        self._remove_draft()
        cursor = self._end_cursor()
        cursor.beginEditBlock()
        for _ in range(min(AT_ONCE, len(self._waiting))):
            self._lay(cursor, self._waiting.popleft())
        cursor.endEditBlock()
        if self._waiting:
            self._timer.start()
        else:
            self._timer.stop()
        if follows and self._follows:
            self._to_end()

    def follow(self, follows: bool) -> None:
        """Keep the end in sight while words are added."""
        self._follows = follows

    def _lay(self, cursor: QTextCursor, line: Line) -> None:
        self._begin_block(cursor)
        if line.time:
            cursor.insertText(line.time + "   ", self._format("quiet", step=0.86))
        plain, pale = self._format("ink"), self._format("faint")
        for text, confidence in line.words:
            self._starts.append(cursor.position())
            self._lengths.append(len(text))
            cursor.insertText(text, plain if confidence >= DOUBTFUL else pale)
            cursor.insertText(" ", plain)

    def _begin_block(self, cursor: QTextCursor) -> None:
        block = QTextBlockFormat()
        block.setLineHeight(LINE_PERCENT, PROPORTIONAL)
        block.setBottomMargin(10)
        if cursor.atStart():
            cursor.setBlockFormat(block)
        else:
            cursor.insertBlock(block)

    def _format(self, role: str, *, step: float = 1.07, italic: bool = False) -> QTextCharFormat:
        made = QTextCharFormat()
        font = self._theme.font(step)
        font.setItalic(italic)
        made.setFont(font)
        made.setForeground(self._theme.colour(role))
        return made

    def _remove_draft(self) -> None:
        if self._draft_at is not None:
            cursor = self._end_cursor()
            cursor.setPosition(self._draft_at, QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
            self._draft_at = None

    def _mark(self) -> None:
        """Colour the words that were found and the one that is heard."""
        selections = [self._selection(word, "accent_soft", "ink") for word in self._found]
        if self._lit is not None:
            selections.append(self._selection(self._lit, "accent", "on_accent"))
        self.setExtraSelections([one for one in selections if one is not None])

    def _selection(self, word: int, ground: str, ink: str) -> "QTextEdit.ExtraSelection | None":
        if word >= len(self._starts):
            return None
        selection = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._starts[word])
        cursor.setPosition(
            self._starts[word] + self._lengths[word], QTextCursor.MoveMode.KeepAnchor
        )
        selection.cursor = cursor
        selection.format.setBackground(self._theme.colour(ground))
        selection.format.setForeground(self._theme.colour(ink))
        return selection

    def _show_place(self, place: int) -> None:
        """Scroll so that a place is a third of the way down, if it is out of sight."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(place)
        rect, bar = self.cursorRect(cursor), self.verticalScrollBar()
        port = self.viewport()
        if bar is None or port is None or 0 <= rect.top() <= port.height() - 2 * rect.height():
            return
        bar.setValue(bar.value() + rect.top() - port.height() // 3)

    def _at_end(self) -> bool:
        bar = self.verticalScrollBar()
        return bar is None or bar.value() >= bar.maximum() - 4

    def _to_end(self) -> None:
        bar = self.verticalScrollBar()
        if bar is not None and self._follows:
            bar.setValue(bar.maximum())

    def _end_cursor(self) -> QTextCursor:
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        return cursor
