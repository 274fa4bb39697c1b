"""One recording: opened, heard by another engine, its words put right."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QObject, QTimer

from app.gui.keeping.work import Work
from app.gui.state.models import Models
from app.gui.work.recording_content import RecordingContent, read_content
from app.storage.corrections import correct, name_speaker
from app.storage.document import SpokenWord
from app.storage.library import Library

Of = tuple[Path, str, str]  # folder, name of the hearing, when it was made

INDEX_MS = 2_000  # after the last change the library learns the new words


class WordsKeeping(QObject):
    """Serves the model of the open recording."""

    def __init__(self, models: Models, library: Path, work: Work, write: Work) -> None:
        """Read by `work`; `write` does one job after another. The library is at this path."""
        super().__init__()
        self._recording, self._listed = models.recording, models.library
        self._library = library
        self._work, self._write = work, write
        self._notices = models.notices
        self._opened = 0  # number of the newest opening; an older one may come later
        self._changed: set[Path] = set()
        self._index_timer = QTimer(self)
        self._index_timer.setSingleShot(True)
        self._index_timer.setInterval(INDEX_MS)
        self._index_timer.timeout.connect(self.index_changed)
        said = models.recording.said
        models.recording.open_asked.connect(self._open)
        models.recording.close_asked.connect(self.index_changed)
        said.correct_asked.connect(self._correct)
        said.speaker_asked.connect(self._name_speaker)
        said.take_asked.connect(self.take)

    def take(self, folder: Path, take: str = "") -> None:
        """Read another hearing of the open recording, the preferred one without a name.

        After all changes that were asked for, so that none is missing in what is shown.
        """
        self._write(partial(read_content, folder, take), self._recording.put_words)

    def index_changed(self) -> None:
        """Have the words that were changed found by a search, once they are written."""
        self._index_timer.stop()
        changed, self._changed = self._changed, set()

        def index() -> None:
            with Library(self._library) as library:
                for folder in changed:
                    library.add(folder)

        if changed:
            self._write(index, lambda _: self._listed.refresh_asked.emit(self._listed.trashed))

    def _open(self, folder: Path) -> None:
        self._opened += 1
        number = self._opened

        def put(content: RecordingContent) -> None:
            if number == self._opened:
                self._recording.put_content(content)
                for problem in content.problems:
                    self._notices.say(problem)

        def failed(error: str) -> None:
            if number == self._opened:
                self._recording.put_error(folder, error)

        self._work(partial(read_content, folder), put, failed)

    def _correct(self, content: RecordingContent, heard: SpokenWord, text: str | None) -> None:
        put = partial(self._recording.said.put_words, content, heard)
        self._change(content, lambda of: correct(*of, heard, text, content.free_id), put)

    def _name_speaker(self, content: RecordingContent, speaker: str, name: str) -> None:
        def shown(_: None) -> None:
            self.take(content.folder, content.take)

        self._change(content, lambda of: name_speaker(*of, speaker, name), shown)

    def _change(
        self,
        content: RecordingContent,
        change: Callable[[Of], Any],
        then: Callable[[Any], object],
    ) -> None:
        self._changed.add(content.folder)
        self._index_timer.start()
        self._write(partial(change, content.hearing), then)
