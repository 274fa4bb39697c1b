"""The application from start to end; without a display, one sentence."""

import gc
import logging
import os
import sys

from PyQt6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PyQt6.QtWidgets import QApplication

from app.config import Config, home
from app.engine.clock import MonotonicClock
from app.errors import UsageError
from app.gui.bridge import Bridge
from app.gui.keeping.settings import places
from app.gui.look.theme import Theme
from app.gui.player import Player
from app.gui.state.arrival import ArrivalModel
from app.gui.state.call import CallModel
from app.gui.state.library import LibraryModel
from app.gui.state.live import LiveModel
from app.gui.state.models import Models
from app.gui.state.notices import NoticeBoard
from app.gui.state.recording import RecordingModel
from app.gui.state.settings import SettingsModel
from app.gui.state.top_shot import TopShotModel
from app.gui.state.weights import WeightsModel
from app.gui.translation import speak
from app.gui.window import Window
from app.gui.work.jobs import DEMO
from app.pipelines.hands import action_table, held_gestures, moving_gestures
from vision.hands.gesture_table import SIGNS

CLOSING_LIMIT_S = 3.0
# Qt shares the painting of a picture out to threads and waits for the last of them. On two busy
# cores that took 5 to 16 ms in the mean and 180 at worst, alone 3 and 32 (measured).
PAINTS_ALONE = ("QT_NO_GUI_THREADPOOL", "1")
# Qt's library for media says what it misses while the system still loads it. `note` would then wait
# for its turn among the threads of Python, and whoever has it may wait to load another library.
LOADS_SILENTLY = ("QT_LOGGING_RULES", "qt.multimedia.symbolsresolver=false")
# After so many new objects Python looks for garbage. After its 700, reading ten hours of words,
# which are 144,000 objects, takes a quarter longer (0.63 against 0.49 s, measured).
GARBAGE_AFTER_OBJECTS = 10_000


def run(config: Config) -> int:
    """Show the window until it is closed; raises UsageError without a display."""
    require_display()
    application = make_application(config.language)
    models, theme = make_models(config), Theme(config.appearance, config.text_percent)
    theme.dress()
    bridge = Bridge(models, home() / "library.db")
    window = Window(models, theme, str(DEMO))
    sys.excepthook = lambda _, error, __: outlive(error, window, bridge)
    window.show()
    bridge.start()
    code = application.exec()
    ended = bridge.close(CLOSING_LIMIT_S)
    return code if ended else 1


def outlive(error: BaseException, window: Window, bridge: Bridge) -> None:
    """Log and say a bug in the window's own code; without this Qt would abort the program.

    Ctrl-C in a terminal, and the system's wish to end, close the window.
    """
    if isinstance(error, KeyboardInterrupt):
        window.end()
    else:
        bridge.tell_bug(error)


def require_display() -> None:
    """Raise UsageError where there is no display: Qt itself would abort the program."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise UsageError(
            "there is no display for a window; run this on a desktop, or record without one: "
            "`earshot record`"
        )


def make_application(language: str) -> QApplication:
    """Return the application, in a language where there is a translation."""
    os.environ.setdefault(*PAINTS_ALONE)
    os.environ.setdefault(*LOADS_SILENTLY)
    qInstallMessageHandler(note)
    gc.set_threshold(GARBAGE_AFTER_OBJECTS)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Earshot")
    application.setDesktopFileName("earshot")
    application.setStyle("Fusion")
    speak(application, language)
    return application


def note(kind: QtMsgType, context: QMessageLogContext, text: str | None) -> None:
    """Put what Qt has to say into the log, not on the screen."""
    level = logging.WARNING if kind != QtMsgType.QtDebugMsg else logging.DEBUG
    logging.getLogger("qt").log(level, "%s: %s", context.category, text)


def make_models(config: Config) -> Models:
    """Return the models of the window."""
    asked = {gesture: str(action) for gesture, action in action_table().actions.items()}
    gestures = (*held_gestures(SIGNS), *moving_gestures())
    return Models(
        notices=NoticeBoard(),
        live=LiveModel(MonotonicClock().now_ns),
        library=LibraryModel(),
        recording=RecordingModel(Player()),
        top_shot=TopShotModel(),
        call=CallModel(MonotonicClock().now_ns),
        weights=WeightsModel(),
        arrival=ArrivalModel(),
        settings=SettingsModel(
            *(config, places(config), asked, gestures), kept=(home() / "config.toml").exists()
        ),
    )
