"""One recording that is open: its content, and where playback is."""

from bisect import bisect_right
from enum import StrEnum
from pathlib import Path

from PyQt6.QtCore import QObject, pyqtSignal

from app.gui.player import Player
from app.gui.work.recording_content import RecordingContent
from app.pipelines.preview import Picture
from app.storage.document import SpokenWord

NS_PER_S = 1_000_000_000
RATES = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)


class State(StrEnum):
    """What there is to show."""

    CLOSED = "closed"
    LOADING = "loading"
    FAILED = "failed"
    OPEN = "open"


class RecordingModel(QObject):
    """The open recording."""

    state_changed = pyqtSignal()
    title_changed = pyqtSignal()
    position_changed = pyqtSignal()
    playing_changed = pyqtSignal()
    picture_changed = pyqtSignal()
    found_changed = pyqtSignal()

    open_asked = pyqtSignal(object)
    close_asked = pyqtSignal()
    picture_asked = pyqtSignal(object)
    rename_asked = pyqtSignal(object, str)

    def __init__(self, player: Player) -> None:
        """Play with `player`."""
        super().__init__()
        self._player = player
        player.moved.connect(self._on_moved)
        player.playing_changed.connect(self.playing_changed)
        self.state = State.CLOSED
        self.error = ""
        self.folder: Path | None = None
        self.content: RecordingContent | None = None
        self.picture: Picture | None = None
        self._start_ns: int | None = None
        self._set_words(())

    @property
    def position_ns(self) -> int:
        """Where playback is, from the recording's origin."""
        return self._player.position_ns

    @property
    def playing(self) -> bool:
        """Whether it plays."""
        return self._player.playing

    @property
    def rate(self) -> float:
        """How fast it plays, 1 being as it was."""
        return self._player.rate

    @property
    def duration_ns(self) -> int:
        """Length, 0 while nothing is open."""
        return 0 if self.content is None else self.content.duration_ns

    def open(self, folder: Path, start_ns: int | None = None) -> None:
        """Open a recording, at a time in it."""
        self._player.close()
        self.folder, self._start_ns = folder, start_ns
        self.content = self.picture = None
        self._set_words(())
        self._enter(State.LOADING)
        self.open_asked.emit(folder)

    def close(self) -> None:
        """Stop, and let go of the files."""
        self._player.close()
        self.content = self.picture = None
        self.folder = None
        self._enter(State.CLOSED)
        self.close_asked.emit()

    def put_content(self, content: RecordingContent) -> None:
        """Take what a recording holds; of one that is no longer wanted nothing is taken."""
        if content.folder != self.folder:
            return
        self.content = content
        self._set_words(content.words)
        self._player.open(content.audio, content.duration_ns)
        self._enter(State.OPEN)
        self.seek(self._start_ns or 0)

    def put_error(self, folder: Path, error: str) -> None:
        """Say why a recording cannot be shown."""
        if folder == self.folder:
            self.error = error
            self._enter(State.FAILED)

    def put_picture(self, picture: Picture) -> None:
        """Take the picture at the position, or near it."""
        self.picture = picture
        self.picture_changed.emit()

    def put_title(self, folder: Path, title: str) -> None:
        """Take a new title."""
        if self.content is not None and folder == self.folder:
            self.title = title
            self.title_changed.emit()

    def toggle(self) -> None:
        """Play, or pause; from the end it plays from the start."""
        if self.content is None:
            return
        if self.position_ns >= self.duration_ns and not self.playing:
            self.seek(0)
        self._player.toggle()

    def seek(self, time_ns: int) -> None:
        """Go to a time."""
        self._player.seek(max(0, min(time_ns, self.duration_ns)))

    def skip(self, seconds: float) -> None:
        """Go on, or back."""
        self.seek(self.position_ns + round(seconds * NS_PER_S))

    def play_at(self, rate: float) -> None:
        """Play faster or slower; voices keep their pitch."""
        self._player.set_rate(rate)

    def word_at(self, time_ns: int) -> int | None:
        """Return the number of the word that is heard at a time, None between words."""
        number = bisect_right(self.words, time_ns, key=lambda word: word.start_ns) - 1
        if number < 0 or time_ns >= self.words[number].end_ns:
            return None
        return number

    def find(self, text: str) -> list[int]:
        """Return the numbers of the words that hold a text."""
        wanted = text.casefold().strip()
        if not wanted:
            return []
        return [n for n, word in enumerate(self.words) if wanted in word.text.casefold()]

    def _set_words(self, words: tuple[SpokenWord, ...]) -> None:
        self.words = words

    def _enter(self, state: State) -> None:
        self.state = state
        self.title = self.content.meta.title if self.content is not None else ""
        self.state_changed.emit()

    def _on_moved(self) -> None:
        self.position_changed.emit()
        if self.content is not None and self.content.video is not None:
            self.picture_asked.emit(self.position_ns)
