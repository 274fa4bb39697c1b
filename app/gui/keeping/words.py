"""One recording: opened, heard by another engine, its words put right."""

from collections import deque
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

    def __init__(self, models: Models, library: Path, work: Work) -> None:
        """Read and write by `work`; the library is at this path."""
        super().__init__()
        self._recording = models.recording
        self._library = library
        self._work = work
        self._notices = models.notices
        self._waiting: deque[tuple[Callable[[], Any], Callable[[Any], object]]] = deque()
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
        """Read another hearing of the open recording, the preferred one without a name."""
        self._work(partial(read_content, folder, take), self._recording.put_words)

    def index_changed(self) -> None:
        """Have the words that were changed found by a search."""
        self._index_timer.stop()
        changed, self._changed = self._changed, set()

        def index() -> None:
            with Library(self._library) as library:
                for folder in changed:
                    library.add(folder)

        if changed:
            self._work(index, lambda _: None)

    def _open(self, folder: Path) -> None:
        recording = self._recording
        self._work(
            partial(read_content, folder),
            recording.put_content,
            partial(recording.put_error, folder),
        )

    def _correct(self, content: RecordingContent, heard: SpokenWord, text: str | None) -> None:
        put = partial(self._recording.said.put_words, content.folder, heard)
        self._add(content, lambda of: correct(*of, heard, text, content.free_id), put)

    def _name_speaker(self, content: RecordingContent, speaker: str, name: str) -> None:
        def shown(_: None) -> None:
            self.take(content.folder, content.take)

        self._add(content, lambda of: name_speaker(*of, speaker, name), shown)

    def _add(
        self,
        content: RecordingContent,
        write: Callable[[Of], Any],
        then: Callable[[Any], object],
    ) -> None:
        """Have a change written after those that were asked for before it."""
        of = (content.folder, content.take, content.heard.created_at)
        self._touch(content.folder)
        self._waiting.append((partial(write, of), then))
        if len(self._waiting) == 1:
            self._write_next()

    def _write_next(self) -> None:
        if not self._waiting:
            return
        write, then = self._waiting[0]

        def written(result: Any) -> None:
            self._waiting.popleft()
            self._write_next()
            then(result)

        def failed(error: str) -> None:
            self._waiting.popleft()
            self._notices.say(error)
            self._write_next()

        self._work(write, written, failed)

    def _touch(self, folder: Path) -> None:
        self._changed.add(folder)
        self._index_timer.start()
