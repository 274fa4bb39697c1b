"""Words to be read: what was said with its times, doubtful words paler, a draft in grey.

Long transcripts are laid in a piece at a time, so that a window with ten hours of words never
stands still. Each utterance is a block of the document, so that one can change alone.
"""

from bisect import bisect_right
from collections.abc import Sequence

from PyQt6.QtCore import QRect, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import (
    QMouseEvent,
    QTextBlock,
    QTextCursor,
)
from PyQt6.QtWidgets import QTextEdit, QWidget

from app.gui.look.theme import Theme
from app.gui.parts.transcript_lines import Laid, Line, LineWriter, begin_block

AT_ONCE = 12  # utterances laid in at a time, about 3 ms
MOST_FOUND = 400  # occurrences lit up at once


class Transcript(QTextEdit):
    """Shows utterances; tells which word was clicked, by its number from 0."""

    word_clicked = pyqtSignal(int)
    word_chosen = pyqtSignal(int)  # by a double click, to be changed

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._writer = theme, LineWriter(theme)
        self._lines: Sequence[Line] = ()
        self._laid: list[Laid] = []
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

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show a transcript from its start; a line is asked for when it is laid in."""
        self._lines = lines
        self._empty()
        self.show_more()

    def show_more(self) -> None:
        """Show lines that were added at the end."""
        if self._waits():
            self._lay_some()

    def change_line(self, number: int) -> None:
        """Show an utterance anew that has changed."""
        if number >= len(self._laid):
            return
        cursor = QTextCursor(self._block(number))
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        cursor.beginEditBlock()
        cursor.removeSelectedText()
        old = self._laid[number]
        new = self._laid[number] = self._writer.write(cursor, self._lines[number], old.first)
        cursor.endEditBlock()
        more = len(new.places) - len(old.places)
        for later in self._laid[number + 1 :] if more else ():
            later.first += more
        self._mark()

    def show_draft(self, text: str) -> None:
        """Show what an utterance seems to say so far, at the end; empty takes it back."""
        follows = self._at_end()
        self._remove_draft()
        if text and not self._waits():
            cursor = self._end_cursor()
            self._draft_at = cursor.position()
            begin_block(cursor)
            self._writer.write_draft(cursor, text)
        if follows:
            self._to_end()

    def light(self, word: int | None, *, bring: bool = True) -> None:
        """Light up the word that is heard, and bring it into sight."""
        if word == self._lit:
            return
        self._lit = word
        self._mark()
        if bring:
            self.show_word(word)

    def mark_found(self, words: Sequence[int], current: int | None) -> None:
        """Mark the words a search found; `current` is brought into sight."""
        self._found = words[:MOST_FOUND]
        self._mark()
        self.show_word(current)

    def show_word(self, word: int | None) -> None:
        """Scroll so that a word is a third of the way down, if it is out of sight."""
        cursor = None if word is None else self._cursor(word)
        bar, port = self.verticalScrollBar(), self.viewport()
        if cursor is None or bar is None or port is None:
            return
        rect = self.cursorRect(cursor)
        if not 0 <= rect.top() <= port.height() - 2 * rect.height():
            bar.setValue(bar.value() + rect.top() - port.height() // 3)

    def rect_of(self, word: int) -> QRect:
        """Return where a word is in the viewport; empty where it is not laid in yet."""
        cursor = self._cursor(word)
        if cursor is None:
            return QRect()
        end = QTextCursor(cursor)
        cursor.setPosition(cursor.anchor())
        begin_rect, end_rect = self.cursorRect(cursor), self.cursorRect(end)
        return begin_rect.united(end_rect) if begin_rect.y() == end_rect.y() else begin_rect

    def follow(self, follows: bool) -> None:
        """Keep the end in sight while words are added."""
        self._follows = follows

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        """Tell which word was clicked, unless text was selected."""
        super().mouseReleaseEvent(event)
        if event is None or self.textCursor().hasSelection():
            return
        word = self._word_under(event)
        if word is not None:
            self.word_clicked.emit(word)

    def mouseDoubleClickEvent(self, event: QMouseEvent | None) -> None:
        """Tell which word is to be changed."""
        word = None if event is None else self._word_under(event)
        if word is not None:
            self.word_chosen.emit(word)

    def word_at(self, place: int) -> int | None:
        """Return the number of the word at a place in the text, None between words."""
        document = self.document()
        block = QTextBlock() if document is None else document.findBlock(place)
        if not block.isValid() or block.blockNumber() >= len(self._laid):
            return None
        laid, inside = self._laid[block.blockNumber()], place - block.position()
        number = bisect_right(laid.places, inside) - 1
        if number < 0 or inside > laid.places[number] + laid.lengths[number]:
            return None
        return laid.first + number

    def _waits(self) -> bool:
        """Tell whether there are lines that are not laid in yet."""
        return len(self._laid) < len(self._lines)

    def _word_under(self, event: QMouseEvent) -> int | None:
        return self.word_at(self.cursorForPosition(event.position().toPoint()).position())

    def _again(self) -> None:
        """Lay everything in anew, in new colours."""
        self.show_lines(self._lines)

    def _empty(self) -> None:
        self.clear()
        document = self.document()
        if document is not None:
            document.setDocumentMargin(0)
        self._laid = []
        self._draft_at = self._lit = None
        self._found = ()
        self.setExtraSelections([])

    def _lay_some(self) -> None:
        follows = self._at_end()
        self._remove_draft()
        cursor = self._end_cursor()
        cursor.beginEditBlock()
        begun = len(self._laid)
        for number in range(begun, min(begun + AT_ONCE, len(self._lines))):
            begin_block(cursor)
            last = self._laid[-1] if self._laid else Laid(0, [], [])
            first = last.first + len(last.places)
            self._laid.append(self._writer.write(cursor, self._lines[number], first))
        cursor.endEditBlock()
        if self._waits():
            self._timer.start()
        else:
            self._timer.stop()
        if follows and self._follows:
            self._to_end()

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
        cursor = self._cursor(word)
        if cursor is None:
            return None
        selection = QTextEdit.ExtraSelection()
        selection.cursor = cursor
        selection.format.setBackground(self._theme.colour(ground))
        selection.format.setForeground(self._theme.colour(ink))
        return selection

    def _cursor(self, word: int) -> QTextCursor | None:
        """Return a word as a selection; None where it is not laid in yet."""
        line = bisect_right(self._laid, word, key=lambda laid: laid.first) - 1
        if line < 0 or word - self._laid[line].first >= len(self._laid[line].places):
            return None
        laid = self._laid[line]
        begin = self._block(line).position() + laid.places[word - laid.first]
        cursor = QTextCursor(self.document())
        cursor.setPosition(begin)
        cursor.setPosition(begin + laid.lengths[word - laid.first], QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _block(self, number: int) -> QTextBlock:
        document = self.document()
        return QTextBlock() if document is None else document.findBlockByNumber(number)

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
