"""Networks and speech engines: fetched, checked, removed, added from a file."""

import threading
from collections.abc import Sequence
from pathlib import Path

from PyQt6.QtCore import QObject

from app.gui.beat import Beat
from app.gui.keeping.work import Work
from app.gui.state.models import Models
from app.gui.work.hearing_again import engines
from models.speech import (
    Shelf,
    SpeechStatus,
    open_shelf,
    recommended,
    this_machine,
)
from models.speech.advice import this_language
from models.store import Store, SyncProgress, open_store
from models.store.download import Cancelled

ARCHIVES = (".bz2", ".gz", ".xz", ".tgz", ".tar")  # an engine comes packed, a network does not


class WeightsKeeping(QObject):
    """Serves the model of the networks."""

    def __init__(self, models: Models, work: Work) -> None:
        """Ask the store by `work`."""
        super().__init__()
        self._models = models
        self._work = work
        self._cancelled = threading.Event()
        self._progress = ("", 0, 0)
        self._progress_beat = Beat(self._deliver_progress)
        weights = models.weights
        weights.refresh_asked.connect(self.refresh)
        weights.fetch_asked.connect(self._fetch)
        weights.cancel_asked.connect(self.cancel)
        weights.verify_asked.connect(self._verify)
        weights.remove_asked.connect(self._remove)
        weights.add_asked.connect(self._add)
        weights.install_asked.connect(self._install)
        weights.use_asked.connect(lambda name: models.settings.change(engine=name))
        models.settings.changed.connect(self._tell_used)

    def refresh(self) -> None:
        """Read the lists of networks and engines anew."""
        weights, said = self._models.weights, self._models.recording.said
        self._work(lambda: open_store().status(), weights.put_statuses, weights.put_error)
        self._work(read_engines, lambda read: weights.put_engines(*read))
        self._work(engines, said.put_engines)
        self._tell_used()

    def _tell_used(self) -> None:
        self._models.weights.put_used(self._models.settings.config.engine)

    def tell_progress(self, name: str, done_bytes: int, total_bytes: int) -> None:
        """Take how far a download is; from any thread."""
        self._progress = (name, done_bytes, total_bytes)
        self._progress_beat.ring()

    def cancel(self) -> None:
        """Have a download stop soon, it goes on from there the next time; or an unpacking."""
        self._cancelled.set()

    def _fetch(self, names: list[str]) -> None:
        weights = self._models.weights
        self._cancelled.clear()
        weights.put_busy(names[0], can_cancel=True)
        self._work(
            lambda: open_store().sync(names, self.tell_progress, self._cancelled.is_set),
            self._done,
            self._failed,
        )

    def _install(self, name: str) -> None:
        self._cancelled.clear()
        self._models.weights.put_busy(name, can_cancel=True)
        ready = self.tr("{0} is installed").format(name)
        self._work(
            lambda: open_shelf().install(name, self.tell_progress, self._cancelled.is_set),
            lambda _: self._done(None, ready),
            self._failed,
        )

    def _verify(self, name: str) -> None:
        self._models.weights.put_busy(name)
        sound = self.tr("{0} is sound").format(name)
        self._work(
            lambda: home_of(name).verify(name), lambda _: self._done(None, sound), self._failed
        )

    def _remove(self, name: str) -> None:
        self._work(lambda: home_of(name).remove(name), self._done, self._failed)

    def _add(self, file: Path) -> None:
        self._cancelled.clear()
        self._models.weights.put_busy(file.name, can_cancel=file.suffix in ARCHIVES)
        self._work(
            lambda: add_local(file, self.tell_progress, self._cancelled.is_set),
            self._done,
            self._failed,
        )

    def _done(self, _: object, said: str = "") -> None:
        self._progress = ("", 0, 0)  # a late beat tells nothing of what has ended
        self._models.weights.put_busy("")
        if said:
            self._models.notices.say(said)
        self.refresh()

    def _failed(self, error: str) -> None:
        self._models.notices.say(error)
        self._done(None)

    def _deliver_progress(self) -> None:
        if self._progress[0]:
            self._models.weights.put_progress(*self._progress)


def read_engines() -> tuple[Sequence[SpeechStatus], str]:
    """Return the speech engines, and the name of the one that suits this machine."""
    statuses = open_shelf().status()
    models = [status.model for status in statuses]
    best = recommended(models, this_machine(), this_language(), live=True)
    return statuses, best[0].name if best else ""


def home_of(name: str) -> Store | Shelf:
    """Return where a network or an engine of this name is kept."""
    store = open_store()
    return store if name in store.manifest.models else open_shelf()


def add_local(path: Path, progress: SyncProgress, cancelled: Cancelled) -> object:
    """Install a network or an engine from a file or folder; raises ModelError."""
    if path.is_dir() or path.suffix in ARCHIVES:
        return open_shelf().add(path, progress, cancelled)
    return open_store().add(path)
