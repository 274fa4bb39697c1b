"""One recording: its picture and words side by side, its sound and all that happened below."""

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.gui.look.theme import Theme
from app.gui.parts.empty_state import EmptyState
from app.gui.parts.sound_legend import SoundLegend
from app.gui.parts.stage import Stage
from app.gui.parts.timeline import ZOOM_STEP, Timeline
from app.gui.parts.timeline_painter import Scenery
from app.gui.parts.transport import SKIP_S, Transport
from app.gui.parts.yielding_item import YieldingItem
from app.gui.said import said
from app.gui.state.recording import RecordingModel, State
from app.gui.views.recording_header import RecordingHeader
from app.gui.views.recording_words import RecordingWords
from app.gui.views.signs import families_of, signs_of
from app.gui.work.recording_content import RecordingContent

NS_PER_S = 1_000_000_000
FAR_SKIP_S = 30.0
LEAST_STAGE_PX = 180, 120  # beside the words


class RecordingView(QWidget):
    """Shows and plays a RecordingModel."""

    left = pyqtSignal()
    export_wanted = pyqtSignal(object)  # folders
    best_wanted = pyqtSignal(object, object)  # folder, time in ns

    def __init__(self, model: RecordingModel, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("page")
        self._model, self._theme = model, theme
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.header = RecordingHeader(model, theme)
        self.words = RecordingWords(model.said, theme)
        self._stage = Stage(theme)
        self._stage.setAccessibleName(self.tr("Picture"))
        self._stage.setMinimumSize(*LEAST_STAGE_PX)
        self._timeline = Timeline(theme)
        self._legend = SoundLegend(theme)
        self._transport = Transport(theme)
        self._empty = EmptyState(theme)
        self._lay_out()
        self._connect()
        self._transport.show_playing(False)
        self._show_state()

    def zoom(self, factor: float) -> None:
        """Show a shorter stretch of the timeline."""
        self._timeline.zoom(factor)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Play with Space, go along with arrows, leave with Escape."""
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

    def _lay_out(self) -> None:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(28, 22, 28, 22)
        layout.setSpacing(14)
        layout.addWidget(self.header)
        middle = QHBoxLayout()
        middle.setSpacing(20)
        middle.addWidget(self._stage, 5)
        self.words.setParent(page)
        middle.addItem(YieldingItem(self.words))
        middle.setStretch(1, 4)
        layout.addLayout(middle, 1)
        below = QFrame()
        below.setObjectName("card")
        inside = QVBoxLayout(below)
        inside.setContentsMargins(16, 12, 16, 10)
        inside.addWidget(self._legend)
        inside.addWidget(self._timeline)
        inside.addWidget(self._transport)
        layout.addWidget(below)
        self._pages = QStackedWidget()
        self._pages.addWidget(page)
        self._pages.addWidget(self._empty)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)

    def _connect(self) -> None:
        model, transport = self._model, self._transport
        model.state_changed.connect(self._show_state)
        model.said.changed.connect(self._show_scenery)
        model.photos_changed.connect(self._show_scenery)
        model.said.utterance_changed.connect(lambda _: self._light())
        model.position_changed.connect(self._show_position)
        model.playing_changed.connect(lambda: transport.show_playing(model.playing))
        model.picture_changed.connect(self._show_picture)
        transport.toggled.connect(model.toggle)
        transport.skipped.connect(model.skip)
        transport.rate_chosen.connect(model.play_at)
        transport.silence_chosen.connect(model.skip_silence)
        transport.find_pressed.connect(self.words.open_find)
        transport.zoomed.connect(self._zoom)
        transport.best_pressed.connect(self._seek_best)
        self._legend.chosen.connect(self._timeline.show_alone)
        self._timeline.sought.connect(lambda at_s: model.seek(round(at_s * NS_PER_S)))
        self.words.word_clicked.connect(self._hear)
        self.words.editing.connect(self._pause)
        self.header.left.connect(self.left)
        self.header.export_pressed.connect(lambda: self.export_wanted.emit([model.folder]))
        self._empty.pressed.connect(self.left)

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
                    said(model.error),
                    self.tr("Back to the library"),
                )
            case _:
                self._empty.say("library", self.tr("Opening…"), "")

    def _show_content(self, content: RecordingContent) -> None:
        self.header.show_heading()
        self._stage.setVisible(content.video is not None)
        self._stage.show_picture(None)
        self._stage.show_words("", "")
        self._timeline.show_recording(scenery_of(content), content.duration_ns / NS_PER_S)
        self._legend.show_families(families_of(content))
        self._transport.show_playing(self._model.playing)
        self._transport.offer_best(content.video is not None)
        self._timeline.setFocus()

    def _show_scenery(self) -> None:
        content = self._model.said.content
        if content is not None and self._model.state is State.OPEN:
            self._timeline.change_scenery(scenery_of(content))

    def _show_position(self) -> None:
        model = self._model
        at_ns = model.position_ns
        self._transport.show_times(at_ns, model.duration_ns)
        self._timeline.move_to(at_ns / NS_PER_S, follow=model.playing)
        self._light()

    def _light(self) -> None:
        self.words.light(self._model.said.at(self._model.position_ns))

    def _show_picture(self) -> None:
        picture = self._model.picture
        if picture is not None:
            self._stage.show_picture(picture.bgra)

    def _zoom(self, nearer: bool) -> None:
        self._timeline.zoom(ZOOM_STEP**2 if nearer else ZOOM_STEP**-2)

    def _hear(self, word: int) -> None:
        self._model.seek(self._model.said.words[word].start_ns)
        if not self._model.playing:
            self._model.toggle()

    def _seek_best(self) -> None:
        self._pause()
        self.best_wanted.emit(self._model.folder, self._model.position_ns)

    def _pause(self) -> None:
        if self._model.playing:
            self._model.toggle()


def scenery_of(content: RecordingContent) -> Scenery:
    """Return what a timeline shows of a recording."""
    return Scenery(content.levels, content.speech_s, content.dominant, signs_of(content))
