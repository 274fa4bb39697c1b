"""What can be done with recordings of the library, as a menu."""

from collections.abc import Callable
from pathlib import Path

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QMenu, QWidget

from app.gui.look.theme import Theme
from app.gui.state.library import LibraryModel
from app.storage.entry import Entry


class LibraryMenu(QMenu):
    """For the recording that was pointed at, and for all that are chosen if it is."""

    open_wanted = pyqtSignal()
    rename_wanted = pyqtSignal()
    export_wanted = pyqtSignal(object)  # folders
    trash_wanted = pyqtSignal(object)  # folders

    def __init__(
        self, model: LibraryModel, theme: Theme, entry: Entry, folders: list[Path], parent: QWidget
    ) -> None:
        """Offer what fits `entry`, and `folders` with it."""
        super().__init__(parent)
        self._theme = theme
        if entry.missing:
            self._add(
                self.tr("Take off the list"),
                "trash",
                lambda: model.forget_asked.emit([entry.folder]),
            )
        elif model.trashed:
            self._add(self.tr("Put back"), "undo", lambda: model.restore_asked.emit(folders))
            self._add_removal(folders, lambda: model.destroy_asked.emit(folders))
        else:
            self._add(self.tr("Open"), "play", self.open_wanted.emit)
            self._add(self.tr("Rename (F2)"), "rename", self.rename_wanted.emit)
            self._add(self.tr("Export…"), "export", lambda: self.export_wanted.emit(folders))
            self._add(
                self.tr("Move to trash (Del)"), "trash", lambda: self.trash_wanted.emit(folders)
            )

    def _add_removal(self, folders: list[Path], remove: Callable[[], object]) -> None:
        """Offer what cannot be undone one step further away."""
        sure = QMenu(self.tr("Remove for ever"), self)
        sure.setIcon(self._theme.icon("trash"))
        one, many = self.tr("Yes, this recording"), self.tr("Yes, these {0} recordings")
        text = one if len(folders) == 1 else many.format(len(folders))
        action = sure.addAction(self._theme.icon("trash"), text)
        assert action is not None
        action.triggered.connect(remove)
        self.addMenu(sure)

    def _add(self, text: str, icon: str, act: Callable[[], object]) -> None:
        action = self.addAction(self._theme.icon(icon), text)
        assert action is not None
        action.triggered.connect(act)
