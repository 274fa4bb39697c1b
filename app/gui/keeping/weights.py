"""The networks: fetched, checked, removed, added from a file."""

import threading
from pathlib import Path

from PyQt6.QtCore import QObject

from app.gui.beat import Beat
from app.gui.keeping.work import Work
from app.gui.state.models import Models
from models.store import open_store


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

    def refresh(self) -> None:
        """Read the list of networks anew."""
        weights = self._models.weights
        self._work(lambda: open_store().status(), weights.put_statuses, weights.put_error)

    def tell_progress(self, name: str, done_bytes: int, total_bytes: int) -> None:
        """Take how far a download is; from any thread."""
        self._progress = (name, done_bytes, total_bytes)
        self._progress_beat.ring()

    def cancel(self) -> None:
        """Have a download stop soon; it goes on from there the next time."""
        self._cancelled.set()

    def _fetch(self, names: list[str]) -> None:
        weights = self._models.weights
        self._cancelled.clear()
        weights.put_busy(names[0])
        self._work(
            lambda: open_store().sync(names, self.tell_progress, self._cancelled.is_set),
            self._done,
            self._failed,
        )

    def _verify(self, name: str) -> None:
        self._models.weights.put_busy(name)
        sound = self.tr("{0} is sound").format(name)
        self._work(
            lambda: open_store().verify(name), lambda _: self._done(None, sound), self._failed
        )

    def _remove(self, name: str) -> None:
        self._work(lambda: open_store().remove(name), self._done, self._failed)

    def _add(self, file: Path) -> None:
        self._models.weights.put_busy(file.name)
        self._work(lambda: open_store().add(file), self._done, self._failed)

    def _done(self, _: object, said: str = "") -> None:
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
