"""What the window asks of the library, the networks and the settings, and how answers are told.

Each question is a small function for a worker thread, and what to do with its result here.
"""

import os
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import platformdirs
from PyQt6.QtCore import QObject

from app.config import Config, home, save
from app.gui.beat import Beat
from app.gui.state.models import Models
from app.gui.state.settings import Places
from app.gui.work.library_rows import read_entries, read_look, search
from app.gui.work.recording_content import read_content
from app.storage.library import Entry, Library
from app.storage.repair import RepairReport, mend
from models.store import CACHE_VARIABLE, open_store

Answer = Callable[[Callable[[], object]], None]


class Work(Protocol):
    """Does a job in a worker thread and tells its result on the window's thread."""

    def __call__(
        self,
        job: Callable[[], Any],
        then: Callable[[Any], object],
        failed: Callable[[str], object] | None = None,
    ) -> None:
        """Call `then` with what `job` returns, or `failed` with its error."""
        ...


class Keeping(QObject):
    """Serves the models of library, recording, networks and settings."""

    def __init__(self, models: Models, library: Path, work: Work) -> None:
        """Read and write the library at this path, by `work`."""
        super().__init__()
        self._models = models
        self._library = library
        self._work = work
        self._cancelled = threading.Event()
        self._progress = ("", 0, 0)
        self._progress_beat = Beat(self._deliver_progress)
        self._connect_library()
        self._connect_weights()
        models.settings.save_asked.connect(self._save)
        models.settings.places_asked.connect(self._measure)

    def start(self) -> None:
        """Mend what was cut off and say so; list recordings and networks."""
        self._work(lambda: list(mend(self._library)), self._tell_mended)
        self.refresh_weights()

    def refresh(self) -> None:
        """Read the list of recordings anew."""
        library = self._models.library
        trashed = library.trashed
        self._work(
            partial(read_entries, self._library, trashed=trashed),
            partial(library.put_entries, trashed=trashed),
            library.put_error,
        )

    def refresh_weights(self) -> None:
        """Read the list of networks anew."""
        weights = self._models.weights
        self._work(lambda: open_store().status(), weights.put_statuses, weights.put_error)

    def tell_progress(self, name: str, done_bytes: int, total_bytes: int) -> None:
        """Take how far a download is; from any thread."""
        self._progress = (name, done_bytes, total_bytes)
        self._progress_beat.ring()

    def cancel_fetching(self) -> None:
        """Have a download stop soon; it goes on from there the next time."""
        self._cancelled.set()

    def draw(self, entry: Entry, answer: Answer) -> None:
        """Read what a recording looks like, on the calling thread."""
        look = read_look(entry.folder, entry.duration_ns)
        answer(partial(self._models.library.put_look, entry.folder, look))

    def _connect_library(self) -> None:
        library, recording = self._models.library, self._models.recording
        library.refresh_asked.connect(self.refresh)
        library.search_asked.connect(self._search)
        library.rename_asked.connect(self._rename)
        library.trash_asked.connect(self._trash)
        library.restore_asked.connect(lambda folder: self._change("restore", folder))
        library.destroy_asked.connect(lambda folder: self._change("destroy", folder))
        library.open_asked.connect(recording.open)
        recording.open_asked.connect(self._open)
        recording.rename_asked.connect(self._rename)

    def _connect_weights(self) -> None:
        weights = self._models.weights
        weights.refresh_asked.connect(self.refresh_weights)
        weights.fetch_asked.connect(self._fetch)
        weights.cancel_asked.connect(self.cancel_fetching)
        weights.verify_asked.connect(self._verify)
        weights.remove_asked.connect(self._remove)
        weights.add_asked.connect(self._add)

    # Library

    def _tell_mended(self, reports: list[RepairReport]) -> None:
        for report in reports:
            text = self.tr("A recording that was cut off has been repaired: {0}")
            self._models.notices.say(
                text.format(report.folder.name),
                self.tr("Open"),
                partial(self._models.library.open_asked.emit, report.folder, None),
            )
            for problem in report.problems:
                self._models.notices.say(problem)
        self.refresh()

    def _search(self, question: str) -> None:
        self._work(
            partial(search, self._library, question),
            partial(self._models.library.put_hits, question),
        )

    def _rename(self, folder: Path, title: str) -> None:
        def rename() -> None:
            with Library(self._library) as library:
                library.rename(folder, title)

        def renamed(_: None) -> None:
            self._models.recording.put_title(folder, title)
            self.refresh()

        self._work(rename, renamed)

    def _trash(self, folder: Path) -> None:
        def trash() -> Path:
            with Library(self._library) as library:
                return library.trash(folder)

        def trashed(place: Path) -> None:
            self.refresh()
            self._models.notices.say(
                self.tr("Moved to the trash"),
                self.tr("Undo"),
                partial(self._models.library.restore_asked.emit, place),
            )

        self._work(trash, trashed)

    def _change(self, method: str, folder: Path) -> None:
        def change() -> None:
            with Library(self._library) as library:
                getattr(library, method)(folder)

        self._work(change, lambda _: self.refresh())

    def _open(self, folder: Path) -> None:
        recording = self._models.recording
        self._work(
            partial(read_content, folder),
            recording.put_content,
            partial(recording.put_error, folder),
        )

    # Networks

    def _fetch(self, names: list[str]) -> None:
        weights = self._models.weights
        self._cancelled.clear()
        weights.put_busy(names[0])
        self._work(
            lambda: open_store().sync(names, self.tell_progress, self._cancelled.is_set),
            self._weights_done,
            self._weights_failed,
        )

    def _verify(self, name: str) -> None:
        self._models.weights.put_busy(name)
        sound = self.tr("{0} is sound").format(name)
        self._work(
            lambda: open_store().verify(name),
            lambda _: self._weights_done(None, sound),
            self._weights_failed,
        )

    def _remove(self, name: str) -> None:
        self._work(lambda: open_store().remove(name), self._weights_done, self._weights_failed)

    def _add(self, file: Path) -> None:
        self._models.weights.put_busy(file.name)
        self._work(lambda: open_store().add(file), self._weights_done, self._weights_failed)

    def _weights_done(self, _: object, said: str = "") -> None:
        self._models.weights.put_busy("")
        if said:
            self._models.notices.say(said)
        self.refresh_weights()

    def _weights_failed(self, error: str) -> None:
        self._models.notices.say(error)
        self._weights_done(None)

    def _deliver_progress(self) -> None:
        if self._progress[0]:
            self._models.weights.put_progress(*self._progress)

    # Settings

    def _save(self, config: Config) -> None:
        self._work(partial(save, home(), config), lambda _: self._measure())

    def _measure(self) -> None:
        self._work(
            partial(measured, self._models.settings.config), self._models.settings.put_places
        )


def places(config: Config) -> Places:
    """Return where everything lies."""
    cache = os.environ.get(CACHE_VARIABLE) or platformdirs.user_cache_dir("earshot")
    return Places(home=home(), recordings=config.recordings, models=Path(cache))


def measured(config: Config) -> Places:
    """Return where everything lies and how much the recordings are; reads every folder."""
    known = places(config)
    size = sum(file.stat().st_size for file in known.recordings.rglob("*") if file.is_file())
    return Places(
        home=known.home, recordings=known.recordings, models=known.models, recordings_bytes=size
    )
