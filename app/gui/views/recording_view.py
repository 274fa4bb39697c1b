"""One recording: its picture and words side by side, its sound and all that happened below."""

from datetime import datetime

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.gui.look.theme import Theme
from app.gui.parts.buttons import describe, icon_button, push_button, wear
from app.gui.parts.empty_state import EmptyState
from app.gui.parts.find_bar import FindBar
from app.gui.parts.labels import clock, label
from app.gui.parts.library_row import day_text
from app.gui.parts.picker import Picker
from app.gui.parts.stage import Stage
from app.gui.parts.timeline import ZOOM_STEP, Sign, Timeline
from app.gui.parts.transcript import Line, Transcript
from app.gui.state.recording import RATES, RecordingModel, State
from app.gui.words import gesture_text
from app.gui.work.recording_content import RecordingContent
from vision.hands.gesture_table import counted

NS_PER_S = 1_000_000_000
SKIP_S, FAR_SKIP_S = 5.0, 30.0


class RecordingView(QWidget):
    """Shows and plays a RecordingModel."""

    left = pyqtSignal()

    def __init__(self, model: RecordingModel, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("page")
        self._model, self._theme = model, theme
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._stage = Stage(theme)
        self._stage.setAccessibleName(self.tr("Picture"))
        self._transcript = Transcript(theme)
        self._timeline = Timeline(theme)
        self._find = FindBar(theme)
        self._empty = EmptyState(theme)
        self._make_header()
        self._make_transport()
        self._lay_out()
        self._connect()
        self._show_playing()
        self._show_state()

    def open_find(self) -> None:
        """Open the field that finds words."""
        self._find.open()

    def show_found_of(self, text: str) -> None:
        """Find a text."""
        self._find.open()
        self._find.type(text)

    def zoom(self, factor: float) -> None:
        """Show a shorter stretch of the timeline."""
        self._timeline.zoom(factor)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Play with Space, go along with arrows, find with Ctrl+F, leave with Escape."""
        if event is None or self._model.content is None:
            super().keyPressEvent(event)
            return
        far = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        step = FAR_SKIP_S if far else SKIP_S
        match event.key():
            case Qt.Key.Key_Space:
                self._model.toggle()
            case Qt.Key.Key_Left:
                self._model.skip(-step)
            case Qt.Key.Key_Right:
                self._model.skip(step)
            case Qt.Key.Key_Home:
                self._model.seek(0)
            case Qt.Key.Key_End:
                self._model.seek(self._model.duration_ns)
            case Qt.Key.Key_Escape:
                self.left.emit()
            case _:
                super().keyPressEvent(event)

    # Making

    def _make_header(self) -> None:
        self._back = icon_button(self._theme, "back", self.tr("Back to the library"), "Alt+Left")
        self._title = QLineEdit()
        self._title.setProperty("quiet", "true")
        self._title.setAccessibleName(self.tr("Title"))
        self._title.setToolTip(self.tr("Type to give this recording a title"))
        self._facts = label("", "quiet")
        self._facts.setMinimumWidth(1)
        self._chips = QHBoxLayout()
        self._chips.setSpacing(8)

    def _make_transport(self) -> None:
        theme = self._theme
        self._play = push_button(theme, "", "play", primary=True)
        self._play.setFixedSize(54, 44)
        self._skip_back = icon_button(theme, "skip-back", self.tr("5 seconds back (left arrow)"))
        self._skip_on = icon_button(theme, "skip-forward", self.tr("5 seconds on (right arrow)"))
        self._times = label("0:00", "heading")
        self._times.setAccessibleName(self.tr("Position"))
        self._rate = Picker(theme, self.tr("Speed; voices keep their pitch"))
        self._rate.put_choices([(f"{rate:g}×", str(rate)) for rate in RATES])  # noqa: RUF001
        self._rate.choose("1.0")
        self._rate.setFixedWidth(96)
        self._rate.setMinimumContentsLength(4)
        self._finder = icon_button(
            theme, "search", self.tr("Find words in this recording"), "Ctrl+F"
        )
        self._closer = icon_button(theme, "zoom-in", self.tr("Closer (plus)"))
        self._wider = icon_button(theme, "zoom-out", self.tr("Wider (minus)"))
        for button in (self._play, self._skip_back, self._skip_on):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _lay_out(self) -> None:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(28, 22, 28, 22)
        layout.setSpacing(14)
        layout.addLayout(self._header())
        middle = QHBoxLayout()
        middle.setSpacing(20)
        middle.addWidget(self._stage, 5)
        middle.addWidget(self._words(), 4)
        layout.addLayout(middle, 1)
        below = QFrame()
        below.setObjectName("card")
        inside = QVBoxLayout(below)
        inside.setContentsMargins(16, 12, 16, 10)
        inside.addWidget(self._timeline)
        inside.addLayout(self._transport())
        layout.addWidget(below)
        self._pages = QStackedWidget()
        self._pages.addWidget(page)
        self._pages.addWidget(self._empty)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)

    def _header(self) -> QHBoxLayout:
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self._title)
        facts = QHBoxLayout()
        facts.addWidget(self._facts)
        facts.addSpacing(12)
        facts.addLayout(self._chips)
        facts.addStretch(1)
        names.addLayout(facts)
        header = QHBoxLayout()
        header.setSpacing(14)
        header.addWidget(self._back, 0, Qt.AlignmentFlag.AlignTop)
        header.addLayout(names, 1)
        return header

    def _words(self) -> QFrame:
        words = QFrame()
        words.setObjectName("card")
        layout = QVBoxLayout(words)
        layout.setContentsMargins(20, 16, 12, 12)
        head = QHBoxLayout()
        head.addWidget(label(self.tr("What was said"), "heading"))
        head.addStretch(1)
        self._draft = label(self.tr("draft"), "badge")
        self._draft.setToolTip(self.tr("Heard while recording; about half of the words are right"))
        head.addWidget(self._draft)
        head.addSpacing(8)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self._find)
        self._no_words = label(self.tr("No words were heard in this recording."), "quiet")
        layout.addWidget(self._no_words)
        layout.addWidget(self._transcript, 1)
        return words

    def _transport(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._times)
        row.addStretch(1)
        row.addWidget(self._skip_back)
        row.addWidget(self._play)
        row.addWidget(self._skip_on)
        row.addStretch(1)
        for widget in (self._rate, self._finder, self._wider, self._closer):
            row.addWidget(widget)
        self._times.setMinimumWidth(150)
        return row

    def _connect(self) -> None:
        model = self._model
        model.state_changed.connect(self._show_state)
        model.title_changed.connect(self._show_title)
        model.position_changed.connect(self._show_position)
        model.playing_changed.connect(self._show_playing)
        model.picture_changed.connect(self._show_picture)
        self._back.clicked.connect(self.left)
        self._title.editingFinished.connect(self._rename)
        self._play.clicked.connect(model.toggle)
        self._skip_back.clicked.connect(lambda: model.skip(-SKIP_S))
        self._skip_on.clicked.connect(lambda: model.skip(SKIP_S))
        self._rate.currentIndexChanged.connect(lambda _: model.play_at(float(self._rate.value())))
        self._timeline.sought.connect(lambda at_s: model.seek(round(at_s * NS_PER_S)))
        self._transcript.word_clicked.connect(self._hear)
        self._finder.clicked.connect(self.open_find)
        self._closer.clicked.connect(lambda: self._timeline.zoom(ZOOM_STEP**2))
        self._wider.clicked.connect(lambda: self._timeline.zoom(1 / ZOOM_STEP**2))
        self._find.asked.connect(lambda text: self._find.show_found(model.find(text)))
        self._find.moved.connect(self._transcript.mark_found)
        self._empty.pressed.connect(self.left)

    # Showing

    def _show_state(self) -> None:
        model = self._model
        self._pages.setCurrentIndex(0 if model.state is State.OPEN else 1)
        match model.state:
            case State.OPEN if model.content is not None:
                self._show_content(model.content)
            case State.FAILED:
                self._empty.say(
                    "notice",
                    self.tr("This recording cannot be shown"),
                    model.error,
                    self.tr("Back to the library"),
                )
            case _:
                self._empty.say("library", self.tr("Opening…"), "")

    def _show_content(self, content: RecordingContent) -> None:
        self._show_title()
        self._show_facts(content)
        self._stage.setVisible(content.video is not None)
        self._stage.show_picture(None)
        self._stage.show_words("", "")
        utterances = content.transcript.utterances
        self._transcript.show_lines(
            Line(clock(said.start_ns), [(word.text, word.confidence) for word in said.words])
            for said in utterances
        )
        self._no_words.setVisible(not utterances)
        self._transcript.setVisible(bool(utterances))
        self._draft.setVisible(bool(utterances) and content.transcript.draft)
        self._find.hide()
        self._timeline.show_recording(
            content.levels,
            content.duration_ns / NS_PER_S,
            content.speech_s,
            self._signs(content),
        )
        self._show_playing()
        self._timeline.setFocus()

    def _show_facts(self, content: RecordingContent) -> None:
        when = day_text(datetime.fromisoformat(content.meta.started_at))
        facts = [when, clock(content.duration_ns), *(f"#{tag}" for tag in content.meta.tags)]
        missing_ns = sum(gap.end_ns - gap.start_ns for gap in content.gaps)
        if missing_ns:
            facts.append(self.tr("{0} s missing").format(f"{missing_ns / NS_PER_S:.1f}"))
        self._facts.setText("  ·  ".join(facts))
        while (item := self._chips.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for title in content.meta.suggested_titles if not content.meta.title else ():
            chip = QPushButton(title)
            chip.setObjectName("chip")
            describe(chip, self.tr("Call this recording “{0}”").format(title))
            chip.clicked.connect(lambda _, title=title: self._call(title))
            self._chips.addWidget(chip)

    def _signs(self, content: RecordingContent) -> list[Sign]:
        signs = [
            Sign("gap", gap.start_ns / NS_PER_S, gap.end_ns / NS_PER_S, self._gap_text(gap.source))
            for gap in content.gaps
        ]
        signs += [
            Sign("mark", mark.pts_ns / NS_PER_S, mark.pts_ns / NS_PER_S, self.tr("marked"))
            for mark in content.marks
        ]
        signs += [
            Sign("gesture", at_s, at_s, gesture_text(made.gesture))
            for made in content.gestures
            if counted(made.gesture) is None
            for at_s in (made.pts_ns / NS_PER_S,)
        ]
        return sorted(signs, key=lambda sign: (sign.start_s, sign.kind != "mark"))

    def _gap_text(self, source: str) -> str:
        return self.tr("{0} is missing").format(source)

    def _show_title(self) -> None:
        content = self._model.content
        self._title.setText(self._model.title)
        self._title.setPlaceholderText("" if content is None else content.folder.name)
        self._title.setCursorPosition(0)

    def _show_position(self) -> None:
        model = self._model
        at_ns = model.position_ns
        self._times.setText(f"{clock(at_ns)} / {clock(model.duration_ns)}")
        self._timeline.move_to(at_ns / NS_PER_S, follow=model.playing)
        self._transcript.light(model.word_at(at_ns))

    def _show_playing(self) -> None:
        playing = self._model.playing
        wear(self._play, self._theme, "pause" if playing else "play", "on_accent")
        describe(self._play, self.tr("Pause (Space)") if playing else self.tr("Play (Space)"))

    def _show_picture(self) -> None:
        picture = self._model.picture
        if picture is not None:
            self._stage.show_picture(picture.bgra)

    # Doing

    def _hear(self, word: int) -> None:
        self._model.seek(self._model.words[word].start_ns)
        if not self._model.playing:
            self._model.toggle()

    def _rename(self) -> None:
        self._call(self._title.text())

    def _call(self, title: str) -> None:
        folder = self._model.folder
        if folder is not None and title != self._model.title:
            self._model.rename_asked.emit(folder, title)
