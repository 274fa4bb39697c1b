"""The window without a screen, and someone who operates it: for pictures of it, and a film."""

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from app.errors import EarshotError

PATIENCE_S = 240.0  # the words of a recording are worked off at its end, on a busy machine too
COPIES = (
    ("Interview with Ada", ("work", "interview"), 26),
    ("Field notes, north meadow", ("birds",), 75),
    ("", (), 170),
)


@dataclass(frozen=True, slots=True)
class Look:
    """One way the window can look."""

    name: str
    appearance: str
    scale: str
    language: str = "en"


class Studio:
    """The window, and someone who operates it and takes the pictures."""

    def __init__(self, folder: Path, look: Look) -> None:
        from app import config
        from app.gui.bridge import Bridge
        from app.gui.look.theme import Theme
        from app.gui.start import make_application, make_models
        from app.gui.window import Window
        from app.gui.work.jobs import DEMO

        self._folder, self._look = folder, look
        settings = replace(config.load(config.home()), appearance=look.appearance)
        self._application = make_application(look.language)
        theme = Theme(look.appearance)
        theme.dress()
        self.demo = str(DEMO)
        self.models = make_models(settings)
        self.bridge = Bridge(self.models, config.home() / "library.db")
        self.window = Window(self.models, theme, self.demo)
        self.window.show()
        self.bridge.start()
        self.pause(0.5)

    def shoot(self, name: str) -> None:
        """Save a picture of the window."""
        self.pause(0.25)
        self.window.grab().save(str(self._folder / f"{self._look.name}-{name}.png"))

    def shoot_dialog(self, name: str) -> None:
        """Save a picture of the dialogue that is open, and close it."""
        self.pause(0.25)
        dialog = self._application.activeModalWidget()
        if dialog is not None:
            dialog.grab().save(str(self._folder / f"{self._look.name}-{name}.png"))
            dialog.close()

    def pause(self, seconds: float) -> None:
        """Let the window live for a time."""
        end_s = time.monotonic() + seconds
        self.until(lambda: time.monotonic() >= end_s)

    def until(self, true: Callable[[], bool]) -> None:
        """Let the window live until something is true; raises EarshotError when it never is."""
        latest_s = time.monotonic() + PATIENCE_S
        while not true():
            if time.monotonic() > latest_s:
                raise EarshotError("the window did not get as far as its picture")
            self._application.processEvents()
            time.sleep(0.005)


def furnish(studio: Studio) -> None:
    """Put copies of the recording on the shelf, so that a list is a list."""
    from app import config
    from app.storage.library import Library
    from app.storage.meta import write_meta
    from app.storage.recording import Recording, new_folder

    recordings = config.load(config.home()).recordings
    with Library(config.home() / "library.db") as library:
        newest = library.entries()[0].folder
        library.rename(newest, "The demo clip")
        library.tag(newest, ["demo"])
        for title, tags, hours in COPIES:
            place = new_folder(recordings)
            shutil.copytree(newest, place, dirs_exist_ok=True)
            if not title:
                (place / "video.mkv").unlink()
            meta = Recording.open(place).meta
            begun = datetime.fromisoformat(meta.started_at) - timedelta(hours=hours)
            write_meta(place, replace(meta, started_at=begun.isoformat(), title=title, tags=tags))
            library.add(place)
    studio.models.library.refresh_asked.emit(False)
