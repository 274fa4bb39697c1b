"""What was said in a recording: read, found, put right, heard again by a better engine."""

from collections.abc import Sequence
from typing import overload

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QKeySequence, QShortcut
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QInputDialog, QMenu, QProgressBar, QVBoxLayout

from app.gui.look.theme import Theme
from app.gui.parts.buttons import icon_button, literal, push_button
from app.gui.parts.find_bar import FindBar
from app.gui.parts.labels import clock, label
from app.gui.parts.picker import Picker
from app.gui.parts.transcript import Transcript
from app.gui.parts.transcript_lines import Line
from app.gui.parts.word_editor import WordEditor
from app.gui.state.words import WordsModel

LEAST_TAKE_PX, TAKE_PX = 80, 150


class Lines(Sequence[Line]):
    """The utterances of a WordsModel as lines, each made when it is asked for."""

    def __init__(self, model: WordsModel) -> None:
        self._model = model

    def __len__(self) -> int:
        return len(self._model.utterances)

    @overload
    def __getitem__(self, number: int) -> Line: ...

    @overload
    def __getitem__(self, number: slice) -> Sequence[Line]: ...

    def __getitem__(self, number: int | slice) -> Line | Sequence[Line]:
        if isinstance(number, slice):
            return [self[n] for n in range(*number.indices(len(self)))]
        said = self._model.utterances[number]
        before = self._model.utterances[number - 1].speaker if number else None
        speaker = said.speaker if said.speaker and said.speaker != before else ""
        words = [(word.text, word.confidence) for word in said.words]
        return Line(clock(said.start_ns), words, speaker)


class RecordingWords(QFrame):
    """Shows and corrects a WordsModel."""

    word_clicked = pyqtSignal(int)
    editing = pyqtSignal()

    def __init__(self, model: WordsModel, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("card")
        self._model, self._theme = model, theme
        self._transcript = Transcript(theme)
        self._transcript.setToolTip(
            self.tr("Click a word to hear it; double-click, or F2, to put it right")
        )
        self._editor = WordEditor(self._transcript.viewport() or self._transcript)
        self._find = FindBar(theme)
        self._heard_id: int | None = None  # of the word that was lit last
        self._make()
        self._lay_out()
        self._connect()

    def open_find(self, text: str = "") -> None:
        """Open the field that finds words; look for a text if there is one."""
        self._find.open()
        if text:
            self._find.type(text)

    def light(self, word: int | None) -> None:
        """Light up the word that is heard; bring it into sight unless one is put right."""
        if word is not None:
            self._heard_id = self._model.heard_id(word)
        self._transcript.light(word, bring=not self._editor.isVisible())

    def edit(self, number: int) -> None:
        """Open the field over a word."""
        if 0 <= number < len(self._model.words):
            self.editing.emit()
            self._transcript.show_word(number)
            heard_id, place = self._model.heard_id(number), self._transcript.rect_of(number)
            self._editor.edit(heard_id, self._model.text_of(heard_id), place)

    def edit_heard(self) -> None:
        """Open the field over the word that is heard, or was last."""
        self.edit(0 if self._heard_id is None else self._model.place_of(self._heard_id))

    def _make(self) -> None:
        theme = self._theme
        self._draft = label(self.tr("draft"), "badge")
        self._draft.setToolTip(self.tr("Heard while recording; about half of the words are right"))
        self._undo = icon_button(theme, "undo", self.tr("Take the last correction back"))
        self._redo = icon_button(theme, "redo", self.tr("Make the correction again"))
        self._take = Picker(theme, self.tr("Which hearing is shown"))
        self._again = icon_button(theme, "again", self.tr("Have it heard again"))
        self._bar = QProgressBar()
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._share = label("", "small")
        self._cancel = push_button(theme, self.tr("Cancel"))
        self._no_words = label(
            self.tr("No words were heard in this recording."), "quiet", wraps=True
        )

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(label(self.tr("What was said"), "heading"))
        head.addWidget(self._draft, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch(1)
        for widget in (self._undo, self._redo, self._take, self._again):
            head.addWidget(widget)
        self._take.setMinimumWidth(LEAST_TAKE_PX)
        self._take.setMaximumWidth(TAKE_PX)
        progress = QHBoxLayout()
        for part in (self._bar, self._share, self._cancel):
            progress.addWidget(part)
        progress.setContentsMargins(0, 0, 8, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 12, 12, 12)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addLayout(progress)
        layout.addWidget(self._find)
        layout.addWidget(self._no_words)
        layout.addWidget(self._transcript, 1)
        layout.addStretch(0)

    def _connect(self) -> None:
        model, transcript = self._model, self._transcript
        model.leaving.connect(self._editor.keep)
        model.changed.connect(self._show)
        model.utterance_changed.connect(self._change)
        model.history_changed.connect(self._show_history)
        transcript.word_clicked.connect(self.word_clicked)
        transcript.word_chosen.connect(self.edit)
        self._editor.done.connect(model.spell)
        self._editor.next_wanted.connect(self._go_on)
        self._find.asked.connect(lambda text: self._find.show_found(model.find(text)))
        self._find.moved.connect(transcript.mark_found)
        self._undo.clicked.connect(self._take_back)
        self._redo.clicked.connect(self._make_again)
        self._again.clicked.connect(self._choose_engine)
        self._cancel.clicked.connect(model.cancel_asked)
        self._take.currentIndexChanged.connect(self._choose_take)
        for key, act in (
            (QKeySequence.StandardKey.Undo, self._take_back),
            (QKeySequence.StandardKey.Redo, self._make_again),
            (QKeySequence("F2"), self.edit_heard),
        ):
            QShortcut(QKeySequence(key), self).activated.connect(act)

    def _take_back(self) -> None:
        self._transcript.show_word(self._model.undo())

    def _make_again(self) -> None:
        self._transcript.show_word(self._model.redo())

    def _go_on(self, heard_id: int, by: int) -> None:
        """Open the field over the word after a place, or before it."""
        numbers = self._model.numbers_of(heard_id)
        if numbers:
            self.edit(numbers.stop if by > 0 else numbers.start - 1)

    def _change(self, utterance: int) -> None:
        """Show an utterance anew; an open field goes along with its word, or with it goes away."""
        self._transcript.change_line(utterance)
        if self._find.text:
            self._find.renew_found(self._model.find(self._find.text))
        if self._editor.heard_id is not None:
            numbers = self._model.numbers_of(self._editor.heard_id)
            if numbers:
                self._editor.move_over(self._transcript.rect_of(numbers.start))
            else:
                self._editor.leave()

    def _show(self) -> None:
        content = self._model.content
        self._heard_id = None
        self._editor.leave()
        self._find.close_bar()
        lines = Lines(self._model)
        self._transcript.show_lines(lines)
        self._transcript.setVisible(len(lines) > 0)
        self._no_words.setVisible(not lines)
        if content is not None:
            self._draft.setVisible(len(lines) > 0 and content.heard.draft)
            self._take.put_choices([(engine, name) for name, engine in content.takes.items()])
            self._take.blockSignals(True)
            self._take.choose(content.take)
            self._take.blockSignals(False)
            self._take.setVisible(len(content.takes) > 1)

    def _show_history(self) -> None:
        model = self._model
        share = model.heard_share
        self._undo.setEnabled(model.history.can_undo)
        self._redo.setEnabled(model.history.can_redo)
        self._again.setEnabled(share is None and bool(model.engines))
        for part in (self._bar, self._share, self._cancel):
            part.setVisible(share is not None)
        if share is not None:
            self._bar.setValue(round(1000 * share))
            self._share.setText(f"{share:.0%}")

    def _choose_take(self) -> None:
        content, take = self._model.content, self._take.value()
        if content is not None and take and take != content.take:
            self._model.take_asked.emit(content.folder, take)

    def _choose_engine(self) -> None:
        menu = QMenu(self)
        for name in self._model.engines:
            action = menu.addAction(self.tr("Have {0} hear it").format(name))
            if action is not None:
                action.triggered.connect(lambda _, name=name: self._hear_again(name))
        for speaker in dict.fromkeys(said.speaker for said in self._model.utterances):
            action = (
                menu.addAction(self.tr("Name {0}…").format(literal(speaker))) if speaker else None
            )
            if action is not None:
                action.triggered.connect(lambda _, speaker=speaker: self._name(str(speaker)))
        menu.exec(self._again.mapToGlobal(self._again.rect().bottomLeft()))

    def _hear_again(self, engine: str) -> None:
        if self._model.content is not None:
            self._model.hear_again_asked.emit(self._model.content.folder, engine)

    def _name(self, speaker: str) -> None:
        name, kept = QInputDialog.getText(
            self, self.tr("Name"), self.tr("Who is {0}?").format(speaker), text=speaker
        )
        if kept:
            self._model.name_speaker(speaker, name)
