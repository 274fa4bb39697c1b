"""The window: navigation and notices at the left, a page at the right."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from PyQt6.QtCore import QEvent, QSize, Qt, QTimer, QUrl, pyqtSignal
from PyQt6.QtGui import QCloseEvent, QDesktopServices, QIcon, QKeySequence, QShortcut
from PyQt6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QMainWindow,
    QScrollArea,
    QStackedWidget,
    QWidget,
)

from app.gui.closing import Closing
from app.gui.look.theme import ICONS, Theme
from app.gui.parts.labels import clock
from app.gui.parts.rail import Rail
from app.gui.parts.yielding_item import YieldingItem
from app.gui.state.library import ExportChoice
from app.gui.state.library import State as Listed
from app.gui.state.live import Choice, Phase
from app.gui.state.models import Models
from app.gui.state.recording import State
from app.gui.views.call_view import CallView
from app.gui.views.export_dialog import ExportDialog, first_choice
from app.gui.views.library_view import LibraryView
from app.gui.views.listening import ListeningDialog
from app.gui.views.live_view import LiveView
from app.gui.views.models_view import ModelsView
from app.gui.views.recording_view import RecordingView
from app.gui.views.settings_view import SettingsView
from app.gui.views.top_shot_view import TopShotView
from app.gui.views.welcome_view import WelcomeView

SIZE = QSize(1280, 820)
SMALLEST = QSize(900, 620)
PULSE_MS = 500


class Page(StrEnum):
    """The pages that can be gone to."""

    LIVE = "live"
    LIBRARY = "library"
    CALL = "call"
    MODELS = "models"
    SETTINGS = "settings"
    RECORDING = "recording"
    WELCOME = "welcome"
    TOP_SHOT = "top shot"


# pages without a button of their own, and the one they belong to
BELONGS = {
    Page.RECORDING: Page.LIBRARY,
    Page.TOP_SHOT: Page.LIBRARY,
    Page.WELCOME: Page.LIVE,
}


class Window(QMainWindow):
    """The one window."""

    closed = pyqtSignal()

    def __init__(self, models: Models, theme: Theme, demo: str) -> None:
        """Show `models`; `demo` is the address of the demo clip."""
        super().__init__()
        self._models, self._theme = models, theme
        self.setObjectName("window")
        self.setWindowTitle(self.tr("Earshot"))
        self.setWindowIcon(QIcon(str(ICONS / "earshot.svg")))
        self.setMinimumSize(SMALLEST)
        self.resize(SIZE)
        self.live = LiveView(models.live, models.settings, theme, demo)
        self.library = LibraryView(models.library, theme)
        self.call = CallView(models.call, models.live, theme, demo)
        self.models_page = ModelsView(models.weights, theme)
        self.settings = SettingsView(models.settings, theme)
        self.recording = RecordingView(models.recording, theme)
        self.welcome = WelcomeView(models.live, theme, demo)
        self.top_shot = TopShotView(models.top_shot, theme)
        self._pages = {
            Page.LIVE: self.live,
            Page.LIBRARY: self.library,
            Page.CALL: self.call,
            Page.MODELS: self.models_page,
            Page.SETTINGS: self.settings,
            Page.RECORDING: self.recording,
            Page.WELCOME: self.welcome,
            Page.TOP_SHOT: self.top_shot,
        }
        self._rail = Rail(theme)
        self._rail.offer(
            [
                (Page.LIVE, "live", self.tr("Record")),
                (Page.LIBRARY, "library", self.tr("Library")),
                (Page.CALL, "call", self.tr("Call")),
                (Page.MODELS, "models", self.tr("Models")),
                (Page.SETTINGS, "settings", self.tr("Settings")),
            ]
        )
        self._closing = Closing(models, self)
        self._closing.allowed.connect(self.close)
        self._last_export = first_choice()
        self._lay_out()
        self._connect()
        self.go_to(Page.LIVE)

    def go_to(self, page: Page) -> None:
        """Show a page; leaving an open recording closes it."""
        of_recording = page in (Page.RECORDING, Page.TOP_SHOT)
        if not of_recording and self._models.recording.state is not State.CLOSED:
            self._models.recording.close()
        if page is not Page.TOP_SHOT:
            self._models.top_shot.leave()
        self._stack.setCurrentIndex(list(self._pages).index(page))
        self._pages[page].setFocus()
        self._rail.show_page(BELONGS.get(page, page))
        if page is Page.SETTINGS:
            self._models.settings.places_asked.emit()
        if page is Page.LIBRARY:  # another program may have changed it
            self._models.library.refresh_asked.emit(self._models.library.trashed)

    def search(self) -> None:
        """Find: words in the open recording, or recordings in the library."""
        if self.recording.isVisible():
            self.recording.words.open_find()
        else:
            self.go_to(Page.LIBRARY)
            self.library.focus_search()

    def welcome_newcomer(self) -> None:
        """Show the first page to a person who has no recording and never changed a setting."""
        library = self._models.library
        if library.state is Listed.EMPTY and not self._models.settings.kept:
            self.go_to(Page.WELCOME)

    def export(self, folders: Sequence[Path]) -> None:
        """Ask what these recordings are to be written as, and have it done."""
        dialog = ExportDialog(self._theme, len(folders), self._last_export, self)
        dialog.accepted.connect(lambda: self._have_exported(folders, dialog.choice()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _have_exported(self, folders: Sequence[Path], choice: ExportChoice) -> None:
        self._last_export = choice
        self._models.library.export_asked.emit(folders, choice)

    def _leave_field(self) -> None:
        """Have what was typed kept: a field does so when it is left."""
        field = self.focusWidget()
        if field is not None:
            field.clearFocus()

    def _copy(self, link: str) -> None:
        clipboard = QApplication.clipboard()
        if clipboard is not None:
            clipboard.setText(link)
            self._models.notices.say(self.tr("The link is copied"))

    def _listen(self) -> None:
        both = self._models.call.both
        if both is not None:
            dialog = ListeningDialog(self._theme, both, self)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def _begin_first(self, choice: Choice) -> None:
        self._models.settings.keep()
        self.go_to(Page.LIVE)
        self.live.choose(choice.camera, choice.microphone)

    def changeEvent(self, event: QEvent | None) -> None:
        """Let go of the camera while the window is put away."""
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.WindowStateChange:
            if self.isMinimized():
                self._models.live.rest()
            else:
                self._models.live.rehearsal_possible.emit()

    def closeEvent(self, event: QCloseEvent | None) -> None:
        """Close when it is safe; a recording is ended first."""
        if event is None:
            return
        if not self._closing.may():
            event.ignore()
            return
        self._models.recording.close()
        for dialog in self.findChildren(QDialog):
            dialog.reject()
        event.accept()
        self.closed.emit()

    def end(self) -> None:
        """Close as the system wishes, which asks once: imports are given up."""
        self._closing.give_up_imports()
        self.close()

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        for page in self._pages.values():
            self._stack.addWidget(scrolled(page))
        whole = QWidget()
        layout = QHBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._rail)
        layout.addWidget(self._stack, 1)
        self.setCentralWidget(whole)

    def _connect(self) -> None:
        models = self._models
        models.notices.said.connect(self._rail.notices.say)
        models.arrival.changed.connect(lambda: self._rail.arrival.show_arrival(models.arrival.now))
        self._rail.arrival.given_up.connect(models.arrival.give_up_asked)
        self._rail.gone_to.connect(lambda page: self.go_to(Page(page)))
        models.notices.show_asked.connect(
            lambda folder: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
        )
        models.library.open_asked.connect(lambda *_: self.go_to(Page.RECORDING))
        models.live.phase_changed.connect(self._show_running)
        models.settings.changed.connect(self._dress)
        models.library.tags_changed.connect(
            lambda: self.recording.header.offer_tags(models.library.tags)
        )
        models.recording.leaving.connect(self._leave_field)
        self.recording.left.connect(lambda: self.go_to(Page.LIBRARY))
        self.recording.export_wanted.connect(self.export)
        self.library.export_wanted.connect(self.export)
        self.call.copied.connect(self._copy)
        models.call.both_ready.connect(self._listen)
        self.recording.best_wanted.connect(models.top_shot.look)
        models.top_shot.look_asked.connect(lambda *_: self.go_to(Page.TOP_SHOT))
        self.top_shot.left.connect(lambda: self.go_to(Page.RECORDING))
        self.welcome.chosen.connect(self._begin_first)
        self.welcome.left.connect(lambda: self.go_to(Page.LIBRARY))
        models.library.state_changed.connect(self._meet)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self.search)
        self._pulse = QTimer(self)
        self._pulse.setInterval(PULSE_MS)
        self._pulse.timeout.connect(self._show_running)

    def _meet(self) -> None:
        """Greet a newcomer, once the library is known."""
        if self._models.library.state is not Listed.LOADING:
            self._models.library.state_changed.disconnect(self._meet)
            self.welcome_newcomer()

    def _show_running(self) -> None:
        live = self._models.live
        if live.phase is Phase.IDLE:
            self._rail.show_running("")
            self._pulse.stop()
        else:
            self._rail.show_running(clock(live.elapsed_ns))
            self._pulse.start()

    def _dress(self) -> None:
        config = self._models.settings.config
        if (config.appearance, config.text_percent) != (
            self._theme.appearance,
            self._theme.text_percent,
        ):
            self._theme.choose(config.appearance, config.text_percent)


def scrolled(page: QWidget) -> QScrollArea:
    """Return a page that can be moved where the window is too small for it, as with large text."""
    area, whole = QScrollArea(), QWidget()
    layout = QHBoxLayout(whole)
    layout.setContentsMargins(0, 0, 0, 0)
    page.setParent(whole)
    layout.addItem(YieldingItem(page))
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(whole)
    return area
