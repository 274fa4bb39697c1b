"""The window with everything behind it, for benchmarks: a home of its own, events let through."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PyQt6.QtWidgets import QApplication

    from app.gui.bridge import Bridge
    from app.gui.state.models import Models
    from app.gui.window import Window

PATIENCE_S = 100.0
CLOSING_LIMIT_S = 100.0
NAP_S = 0.0005  # between two looks at the events: the engine's threads want the GIL too


@dataclass(frozen=True, slots=True)
class Desk:
    """The window and what is behind it."""

    application: "QApplication"
    window: "Window"
    models: "Models"
    bridge: "Bridge"

    def until(self, true: Callable[[], bool], patience_s: float = PATIENCE_S) -> None:
        """Let the window live until something is true; TimeoutError when it never is."""
        latest_s = time.monotonic() + patience_s
        while not true():
            if time.monotonic() > latest_s:
                raise TimeoutError("the window did not get there")
            self.application.processEvents()
            time.sleep(NAP_S)


@contextmanager
def desk(home: Path) -> Iterator[Desk]:
    """Open the window over `home`, without a screen unless one is named."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["EARSHOT_HOME"] = str(home)
    from PyQt6.QtWidgets import QApplication

    from app.config import load
    from app.gui.bridge import Bridge
    from app.gui.look.theme import Theme
    from app.gui.start import make_application, make_models
    from app.gui.window import Window
    from app.gui.work.jobs import DEMO

    there = QApplication.instance()
    application = there if isinstance(there, QApplication) else make_application("en")
    models, theme = make_models(load(home)), Theme("light")
    theme.dress()
    bridge = Bridge(models, home / "library.db")
    window = Window(models, theme, str(DEMO))
    window.show()
    bridge.start()
    try:
        yield Desk(application, window, models, bridge)
    finally:
        window.close()
        bridge.close(CLOSING_LIMIT_S)
