"""Every page as a picture: light, dark, and at twice the pixels, without a screen.

Each look is taken by a process of its own, as Qt takes its platform and scale only at its start.
With the demo clip the pages are those of a real recording, made by the real engine.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from app.errors import UsageError
from app.gui.studio import PATIENCE_S, Look, Studio, furnish

LOOK_AT_S = 10.6  # of the demo: both hands are in the picture, and words have been heard


LOOKS = (
    Look("light", "light", "1"),
    Look("dark", "dark", "1"),
    Look("hidpi", "light", "2"),
    Look("german", "light", "1", "de"),
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
    from app.gui.state.library import State as Listed
    from app.gui.window import Page

    window, models = studio.window, studio.models
    studio.until(lambda: models.library.state is not Listed.LOADING)
    studio.shoot("welcome")
    window.go_to(Page.LIVE)
    studio.shoot("record-ready")
    window.go_to(Page.LIBRARY)
    studio.shoot("library-empty")
    if demo:
        visit_recordings(studio)
    window.go_to(Page.CALL)
    studio.shoot("call")
    if demo:
        visit_call(studio)
    window.go_to(Page.MODELS)
    studio.until(lambda: models.weights.loaded and bool(models.weights.engines))
    studio.shoot("models")
    window.go_to(Page.SETTINGS)
    studio.shoot("settings")
    window.settings.show_privacy()
    studio.shoot("privacy")


def visit_call(studio: Studio) -> None:
    """Hold a call that nobody joins."""
    from app.gui.state.call import CallPhase
    from app.gui.work.call_run import CallWish

    call = studio.models.call
    call.open(CallWish(camera="", microphone="", recorded=False))
    studio.until(lambda: call.phase is not CallPhase.OPENING)
    studio.shoot("call-waiting")
    call.close()
    studio.until(lambda: call.phase is CallPhase.CLOSED)


def visit_recordings(studio: Studio) -> None:
    """Record the demo clip, then look at the library and at the recording."""
    from app.gui.state.library import State as Listed
    from app.gui.state.live import Phase
    from app.gui.state.recording import State
    from app.gui.state.top_shot import State as Found
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
    window.library.choose_all()
    studio.shoot("library-chosen")
    window.export(window.library.chosen())
    studio.shoot_dialog("export")
    models.library.open(models.library.index(0))
    studio.until(lambda: models.recording.state is State.OPEN)
    models.recording.seek(6_900_000_000)
    studio.until(lambda: models.recording.picture is not None)
    studio.shoot("recording")
    window.search()
    window.recording.words.open_find("the")
    studio.shoot("recording-find")
    window.recording.zoom(6.0)
    studio.shoot("recording-closer")
    window.recording.words.edit(4)
    studio.shoot("recording-correcting")
    window.recording.setFocus()
    window.recording.best_wanted.emit(models.recording.folder, 6_900_000_000)
    studio.shoot("best-looking")
    studio.until(lambda: models.top_shot.state in (Found.READY, Found.FAILED))
    studio.shoot("best")
    window.go_to(Page.RECORDING)
    window.go_to(Page.LIBRARY)
    models.library.open_asked.emit(Path("not a recording"), None)
    studio.until(lambda: models.recording.state is State.FAILED)
    studio.shoot("recording-failed")


if __name__ == "__main__":
    visit(
        Path(sys.argv[1]),
        next(look for look in LOOKS if look.name == sys.argv[2]),
        demo=bool(sys.argv[3]),
    )
