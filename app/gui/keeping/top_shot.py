"""The best picture around a moment: read and scored, merged and kept, or given up."""

import threading
from functools import partial
from pathlib import Path

from PyQt6.QtCore import QObject

from app.gui.beat import Beat
from app.gui.keeping.work import Work
from app.gui.state.models import Models
from app.gui.work.fetching import Fetching
from app.gui.work.top_shot import Cancelled, Strip, keep_photo, read_strip


class TopShotKeeping(QObject):
    """Serves the model of the best picture."""

    def __init__(self, models: Models, work: Work, fetching: Fetching) -> None:
        """Read and write by `work`; `fetching` hears of networks on their way."""
        super().__init__()
        self._models = models
        self._work = work
        self._fetching = fetching
        self._cancelled = threading.Event()
        self._share = 0.0
        self._beat = Beat(lambda: models.top_shot.put_share(self._share))
        model = models.top_shot
        model.look_asked.connect(self._look)
        model.merge_asked.connect(self._merge)
        model.cancel_asked.connect(self._give_up)
        model.kept.connect(self._tell)

    def _look(self, folder: Path, time_ns: int) -> None:
        model, cancelled = self._models.top_shot, self._begin()

        def read() -> Strip | None:
            try:
                return read_strip(folder, time_ns, self._go, self._fetching, cancelled.is_set)
            except Cancelled:
                return None

        def put(strip: Strip | None) -> None:
            if strip is not None and not cancelled.is_set():
                model.put_strip(strip)

        def failed(error: str) -> None:
            if not cancelled.is_set():  # else it is of a moment that nobody looks at any more
                model.put_error(error)

        self._work(read, put, failed)

    def _merge(self, strip: Strip, picked_ns: int) -> None:
        model, cancelled = self._models.top_shot, self._begin()

        def merge() -> Path | None:
            try:
                return keep_photo(strip, picked_ns, self._go, cancelled.is_set)
            except Cancelled:
                return None

        def put(path: Path | None) -> None:
            model.put_kept(path)
            if path is not None:
                self._models.recording.put_photo(strip.folder, picked_ns, path)

        def failed(error: str) -> None:
            self._models.notices.say(error)
            model.put_kept(None)

        self._work(merge, put, failed)

    def _begin(self) -> threading.Event:
        """Give up what is being done; return what will tell that the next is given up."""
        self._cancelled.set()
        self._cancelled = threading.Event()
        return self._cancelled

    def _give_up(self) -> None:
        self._cancelled.set()

    def _go(self, share: float) -> None:
        self._share = share
        self._beat.ring()

    def _tell(self, path: Path) -> None:
        text = self.tr("Photo kept: {0}").format(path.name)
        self._models.notices.say(text, self.tr("Show"), partial(self._show, path.parent))

    def _show(self, folder: Path) -> None:
        self._models.notices.show_asked.emit(folder)
