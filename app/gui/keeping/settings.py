"""The settings: kept at once; where everything lies and how much it is."""

import contextlib
import os
import threading
from functools import partial
from pathlib import Path

import platformdirs
from PyQt6.QtCore import QObject

from app.config import Config, home, save
from app.errors import StorageError
from app.gui.keeping.work import Work
from app.gui.state.models import Models
from app.gui.state.settings import Places
from app.storage.library import Library
from models.store import CACHE_VARIABLE


class SettingsKeeping(QObject):
    """Serves the model of the settings."""

    def __init__(self, models: Models, library: Path, work: Work) -> None:
        """Count the recordings of the library at this path, by `work`."""
        super().__init__()
        self._settings = models.settings
        self._library = library
        self._work = work
        self._newest = models.settings.config
        self._writing = threading.Lock()
        self._measured = 0  # number of the newest count asked for; an older one may come later
        self._settings.save_asked.connect(self._save)
        self._settings.places_asked.connect(self.measure)

    def measure(self) -> None:
        """Count anew what there is."""
        self._measured += 1
        number = self._measured

        def put(found: Places) -> None:
            if number == self._measured:
                self._settings.put_places(found)

        self._work(partial(measured, self._settings.config, self._library), put)

    def _save(self, config: Config) -> None:
        self._newest = config
        self._work(self._write, lambda _: self.measure())

    def _write(self) -> None:
        """Keep the newest settings, whichever worker comes last; raises StorageError."""
        try:
            with self._writing:
                save(home(), self._newest)
        except OSError as error:
            text = self.tr("The settings cannot be kept in {0}: {1}")
            raise StorageError(text.format(home(), error.strerror)) from error


def places(config: Config) -> Places:
    """Return where everything lies."""
    cache = os.environ.get(CACHE_VARIABLE) or platformdirs.user_cache_dir("earshot")
    return Places(home=home(), recordings=config.recordings, models=Path(cache))


def measured(config: Config, library: Path) -> Places:
    """Return where everything lies and how much the recordings are; reads every folder."""
    known = places(config)
    with Library(library) as open_library:
        kept, trashed = open_library.entries(), open_library.entries(trashed=True)
    return Places(
        home=known.home,
        recordings=known.recordings,
        models=known.models,
        recordings_bytes=bytes_in(known.recordings),
        kept=sum(not entry.unfinished for entry in kept),
        trashed=len(trashed),
    )


def bytes_in(folder: Path) -> int:
    """Return the size of all files below a folder; what goes away meanwhile does not count."""
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                total += Path(parent, name).stat().st_size
    return total
