"""Every page as a picture: light, dark, and at twice the pixels, without a screen.

Each look is taken by a process of its own, as Qt takes its platform and scale only at its start.
With the demo clip the pages are those of a real recording, made by the real engine.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from app.errors import EarshotError, UsageError

PATIENCE_S = 60.0
LOOK_AT_S = 10.6  # of the demo: both hands are in the picture, and words have been heard


@dataclass(frozen=True, slots=True)
class Look:
    """One way the window can look."""

    name: str
    appearance: str
    scale: str


LOOKS = (Look("light", "light", "1"), Look("dark", "dark", "1"), Look("hidpi", "light", "2"))
COPIES = (
    ("Interview with Ada", ("work", "interview"), 26),
    ("Field notes, north meadow", ("birds",), 75),
    ("", (), 170),
)


def take(folder: Path, *, demo: bool) -> None:
    """Save pictures of every page in every look; raises EarshotError when one cannot be taken.

    Args:
        folder: where they go.
        demo: record the demo clip first; without it the pages are empty.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="earshot-pictures-") as home:
        for look in LOOKS:
            done = subprocess.run(
                [sys.executable, "-m", __name__, str(folder), look.name, "demo" if demo else ""],
                env={
                    **os.environ,
                    "EARSHOT_HOME": str(Path(home) / look.name),
                    "QT_QPA_PLATFORM": "offscreen",
                    "QT_SCALE_FACTOR": look.scale,
                },
                check=False,
            )
            if done.returncode:
                raise UsageError(f"the pictures of the {look.name} look could not be taken")


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
        self._application = make_application()
        settings = replace(config.load(config.home()), appearance=look.appearance)
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


def visit(folder: Path, look: Look, *, demo: bool) -> None:
    """Open the window, go through every page, and close it."""
    studio = Studio(folder, look)
    try:
        visit_pages(studio, demo=demo)
    finally:
        studio.window.close()
        studio.bridge.close(PATIENCE_S)


def visit_pages(studio: Studio, *, demo: bool) -> None:
    """Take the picture of every page."""
    from app.gui.window import Page

    window, models = studio.window, studio.models
    studio.shoot("record-ready")
    window.go_to(Page.LIBRARY)
    studio.shoot("library-empty")
    if demo:
        visit_recordings(studio)
    window.go_to(Page.MODELS)
    studio.until(lambda: models.weights.loaded)
    studio.shoot("models")
    window.go_to(Page.SETTINGS)
    studio.shoot("settings")


def visit_recordings(studio: Studio) -> None:
    """Record the demo clip, then look at the library and at the recording."""
    from app.gui.state.library import State as Listed
    from app.gui.state.live import Phase
    from app.gui.state.recording import State
    from app.gui.window import Page

    window, models = studio.window, studio.models
    window.go_to(Page.LIVE)
    window.live.choose(studio.demo, studio.demo)
    window.live.show_figures(False)
    models.live.toggle(window.live.choice())
    studio.until(lambda: models.live.phase is Phase.RECORDING)
    studio.until(lambda: models.live.elapsed_ns > LOOK_AT_S * 1e9)
    studio.shoot("record")
    models.live.mark()
    window.live.show_figures(True)
    studio.pause(1.0)
    studio.shoot("record-figures")
    studio.until(lambda: models.live.phase is Phase.IDLE)
    studio.shoot("record-kept")
    furnish(studio)
    window.go_to(Page.LIBRARY)
    window.library.focus_list()
    studio.pause(1.5)
    studio.shoot("library")
    for name, question in (("search", "meeting"), ("nothing-found", "zebra crossing")):
        window.library.search_for(question)
        studio.pause(0.6)
        studio.shoot(f"library-{name}")
    window.library.search_for("")
    studio.until(lambda: models.library.state is Listed.LISTED)
    models.library.open(models.library.index(0))
    studio.until(lambda: models.recording.state is State.OPEN)
    models.recording.seek(6_900_000_000)
    studio.until(lambda: models.recording.picture is not None)
    studio.shoot("recording")
    window.search()
    window.recording.show_found_of("the")
    studio.shoot("recording-find")
    window.recording.zoom(6.0)
    studio.shoot("recording-closer")
    window.go_to(Page.LIBRARY)
    models.library.open_asked.emit(Path("not a recording"), None)
    studio.until(lambda: models.recording.state is State.FAILED)
    studio.shoot("recording-failed")


def furnish(studio: Studio) -> None:
    """Put copies of the recording on the shelf, so that a list is a list."""
    from app import config
    from app.storage.library import Library
    from app.storage.recording import Recording, new_folder, write_meta

    recordings = config.load(config.home()).recordings
    with Library(config.home() / "library.db") as library:
        newest = library.entries()[0].folder
        library.rename(newest, "The demo clip")
        library.tag(newest, ["demo"])
        for title, tags, hours in COPIES:
            place = new_folder(recordings)
            shutil.copytree(newest, place)
            if not title:
                (place / "video.mkv").unlink()
            meta = Recording.open(place).meta
            begun = datetime.fromisoformat(meta.started_at) - timedelta(hours=hours)
            write_meta(place, replace(meta, started_at=begun.isoformat(), title=title, tags=tags))
            library.add(place)
    studio.models.library.refresh_asked.emit(False)


if __name__ == "__main__":
    visit(
        Path(sys.argv[1]),
        next(look for look in LOOKS if look.name == sys.argv[2]),
        demo=bool(sys.argv[3]),
    )
