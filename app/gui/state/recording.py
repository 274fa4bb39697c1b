"""One recording that is open: its content, and where playback is."""

from dataclasses import replace
from enum import StrEnum
from pathlib import Path

import numpy as np
from PyQt6.QtCore import QObject, pyqtSignal

from app.gui.player import Player
from app.gui.state.words import WordsModel
from app.gui.work.recording_content import RecordingContent
from app.pipelines.preview import Picture

NS_PER_S = 1_000_000_000
NEAR_S = 0.01  # nearer to the end of a silence than this it is over
RATES = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)


class State(StrEnum):
    """What there is to show."""

    CLOSED = "closed"
    LOADING = "loading"
    FAILED = "failed"
    OPEN = "open"


class RecordingModel(QObject):
    """The open recording."""

    leaving = pyqtSignal()  # the open recording is about to be let go: keep what was typed
    state_changed = pyqtSignal()
    heading_changed = pyqtSignal()
    position_changed = pyqtSignal()
    playing_changed = pyqtSignal()
    picture_changed = pyqtSignal()
    photos_changed = pyqtSignal()

    open_asked = pyqtSignal(object)
    close_asked = pyqtSignal()
    picture_asked = pyqtSignal(object)
    rename_asked = pyqtSignal(object, str)
    tags_asked = pyqtSignal(object, object, object)  # folders, tags to add, tags to remove

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
        self.said = WordsModel()
        self.skips_silence = False
        self.title = ""
        self.tags: tuple[str, ...] = ()
        self._start_ns: int | None = None

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
        self.leaving.emit()
        self._player.close()
        if self.folder is not None:
            self.close_asked.emit()
        self.folder, self._start_ns = folder, start_ns
        self.content = self.picture = None
        self.said.put(None)
        self._enter(State.LOADING)
        self.open_asked.emit(folder)

    def close(self) -> None:
        """Stop, and let go of the files."""
        self.leaving.emit()
        self._player.close()
        self.content = self.picture = None
        self.folder = None
        self.said.put(None)
        self._enter(State.CLOSED)
        self.close_asked.emit()

    def put_content(self, content: RecordingContent) -> None:
        """Take what a recording holds; of one that is no longer wanted nothing is taken."""
        if content.folder != self.folder:
            return
        self.content = content
        self.said.put(content)
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

    def put_photo(self, folder: Path, time_ns: int, path: Path) -> None:
        """Take a photo that was kept of a moment in it."""
        if self.content is not None and folder == self.folder:
            photos = (*self.content.photos, (time_ns, path))
            self.content = self.said.content = replace(self.content, photos=photos)
            self.photos_changed.emit()

    def put_heading(self, folder: Path, title: str, tags: tuple[str, ...]) -> None:
        """Take a new title and new tags."""
        if self.content is not None and folder == self.folder:
            self.title, self.tags = title, tags
            self.heading_changed.emit()

    def toggle(self) -> None:
        """Play, or pause."""
        if self.content is not None:
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

    def skip_silence(self, skips: bool) -> None:
        """Pass over silences while playing, or play them."""
        self.skips_silence = skips

    def put_words(self, content: RecordingContent) -> None:
        """Take another hearing of the recording that is open; playback goes on."""
        if self.content is not None and content.folder == self.folder:
            self.content = content
            self.said.put(content)

    def _enter(self, state: State) -> None:
        self.state = state
        self.title = self.content.meta.title if self.content is not None else ""
        self.tags = self.content.meta.tags if self.content is not None else ()
        self.state_changed.emit()

    def _on_moved(self) -> None:
        if self.playing and self.skips_silence and self.content is not None:
            self._pass_silence(self.content)
        self.position_changed.emit()
        if self.content is not None and self.content.video is not None:
            self.picture_asked.emit(self.position_ns)

    def _pass_silence(self, content: RecordingContent) -> None:
        """Go to the end of the silence that playback is in."""
        at_s = self.position_ns / NS_PER_S
        number = int(np.searchsorted(content.quiet_s[:, 0], at_s, "right")) - 1
        if number >= 0 and at_s < content.quiet_s[number, 1] - NEAR_S:
            self._player.seek(round(content.quiet_s[number, 1] * NS_PER_S))
