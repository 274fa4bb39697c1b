"""The library: every recording, searched as one types; drop media files here to bring them in."""

from functools import partial
from pathlib import Path

from PyQt6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QAction, QDragEnterEvent, QDropEvent, QKeySequence
from PyQt6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLineEdit,
    QListView,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.gui.look.theme import Theme
from app.gui.parts.chosen_bar import ChosenBar
from app.gui.parts.empty_state import EmptyState
from app.gui.parts.import_bar import ImportBar
from app.gui.parts.library_row import LibraryRow
from app.gui.parts.library_tools import LibraryTools
from app.gui.said import said
from app.gui.state.library import LibraryModel, Order, State
from app.gui.views.library_menu import LibraryMenu

CHOOSING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class LibraryView(QWidget):
    """Search, list, trash, import; several recordings can be chosen at once."""

    export_wanted = pyqtSignal(object)  # folders

    def __init__(self, model: LibraryModel, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._model, self._theme = model, theme
        self._kept: set[Path] = set()  # what was chosen while the list changes
        self._row = -1  # where the keyboard was
        self._typed: tuple[Path, str] | None = None  # a title in the making meanwhile
        self._tools = LibraryTools(theme)
        self._make_list()
        self._lay_out()
        self._connect()
        self._show_state()

    def search_for(self, question: str) -> None:
        """Type a question into the field."""
        self._tools.type(question)

    def focus_search(self) -> None:
        """Go to the field of the search."""
        self._tools.focus_search()

    def focus_list(self) -> None:
        """Go to the list."""
        self._list.setFocus()
        if not self._list.currentIndex().isValid():
            self._list.setCurrentIndex(self._model.index(0))

    def choose_all(self) -> None:
        """Choose every recording that is listed."""
        self._list.selectAll()

    def dragEnterEvent(self, event: QDragEnterEvent | None) -> None:
        """Take files."""
        data = None if event is None else event.mimeData()
        if event is not None and data is not None and data.hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent | None) -> None:
        """Bring the files that were dropped into the library."""
        data = None if event is None else event.mimeData()
        if event is None or data is None:
            return
        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if files:
            self._model.import_asked.emit(files)
            event.acceptProposedAction()

    def _make_list(self) -> None:
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setItemDelegate(LibraryRow(self._theme, self._list))
        self._list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._list.setUniformItemSizes(True)
        self._list.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self._list.setMouseTracking(True)
        self._list.setEditTriggers(QListView.EditTrigger.EditKeyPressed)
        self._list.setAccessibleName(self.tr("Recordings"))
        self._list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._delete = QAction(self.tr("Move to trash"), self._list)
        self._delete.setShortcut(QKeySequence(Qt.Key.Key_Delete))
        self._delete.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._delete.triggered.connect(lambda: self._trash_all(self.chosen()))
        self._list.addAction(self._delete)
        self._chosen = ChosenBar(self._theme)
        self._empty = EmptyState(self._theme)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._list)
        self._pages.addWidget(self._empty)

    def _lay_out(self) -> None:
        self._imports = ImportBar(self._theme)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(36, 28, 36, 20)
        layout.setSpacing(14)
        layout.addWidget(self._tools)
        layout.addWidget(self._imports)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self._chosen)

    def _connect(self) -> None:
        tools, model = self._tools, self._model
        tools.asked.connect(model.look_for)
        tools.entered.connect(model.open_first)
        tools.ordered.connect(lambda order: model.sort_by(Order(order)))
        tools.tag_chosen.connect(model.show_tag)
        tools.sounds_chosen.connect(model.listen_for)
        model.sounds_changed.connect(lambda: tools.offer_sounds(model.sounds))
        tools.import_pressed.connect(self._choose_files)
        tools.trash_turned.connect(model.turn_to_trash)
        model.tags_changed.connect(lambda: tools.offer_tags(model.tags))
        self._list.activated.connect(self._model.open)
        self._list.clicked.connect(self._open_clicked)
        selection = self._list.selectionModel()
        if selection is not None:
            selection.selectionChanged.connect(lambda *_: self._show_chosen())
        self._chosen.export_pressed.connect(lambda: self.export_wanted.emit(self.chosen()))
        self._chosen.trash_pressed.connect(lambda: self._trash_all(self.chosen()))
        self._chosen.tag_typed.connect(
            lambda tag: self._model.tags_asked.emit(self.chosen(), [tag], [])
        )
        self._model.modelAboutToBeReset.connect(self._remember_chosen)
        self._model.modelReset.connect(self._choose_again)
        self._list.customContextMenuRequested.connect(self._open_menu)
        self._empty.pressed.connect(self._on_empty)
        self._model.state_changed.connect(self._show_state)
        model.imports_changed.connect(lambda: self._imports.show_imports(model.imports))
        self._imports.given_up.connect(model.cancel_import_asked)

    def _choose_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("Bring into the library"))
        if names:
            self._model.import_asked.emit([Path(name) for name in names])

    def chosen(self) -> list[Path]:
        """Return the recordings that are chosen, as they are listed; else the one gone to."""
        indexes = self._list.selectedIndexes() or [self._list.currentIndex()]
        rows = sorted(index.row() for index in indexes)
        entries = [self._model.entry(self._model.index(row)) for row in rows]
        return [entry.folder for entry in entries if entry is not None]

    def _open_clicked(self, index: QModelIndex) -> None:
        """Open with a plain click; Ctrl and Shift choose."""
        if not QApplication.keyboardModifiers() & CHOOSING:
            self._model.open(index)

    def _trash_all(self, folders: list[Path]) -> None:
        if folders and not self._model.trashed:
            self._model.trash_asked.emit(folders)

    def _remember_chosen(self) -> None:
        selected = [self._model.entry(index) for index in self._list.selectedIndexes()]
        self._kept = {entry.folder for entry in selected if entry is not None}
        self._row = self._list.currentIndex().row() if self._list.hasFocus() else -1
        field, named = self._title_field(), self._model.entry(self._list.currentIndex())
        self._typed = None if field is None or named is None else (named.folder, field.text())

    def _title_field(self) -> QLineEdit | None:
        fields = self._list.findChildren(QLineEdit)
        return next((field for field in fields if field.isVisible()), None)

    def _choose_again(self) -> None:
        """Choose what was chosen before the list changed; go on with the title that was typed."""
        selection = self._list.selectionModel()
        for row in range(self._model.rowCount() if self._kept else 0):
            index = self._model.index(row)
            entry = self._model.entry(index)
            if selection is not None and entry is not None and entry.folder in self._kept:
                selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.Select)
        if selection is not None and self._row >= 0 and not self._list.currentIndex().isValid():
            near = self._model.index(min(self._row, self._model.rowCount() - 1))
            selection.setCurrentIndex(near, QItemSelectionModel.SelectionFlag.NoUpdate)
        self._show_chosen()
        if self._typed is not None:
            QTimer.singleShot(0, partial(self._type_on, *self._typed))  # once the list is laid out

    def _type_on(self, folder: Path, title: str) -> None:
        for row in range(self._model.rowCount()):
            index = self._model.index(row)
            entry = self._model.entry(index)
            if entry is not None and entry.folder == folder:
                self._list.setCurrentIndex(index)
                self._list.edit(index)
                field = self._title_field()
                if field is not None and entry.title != title:  # else it stays chosen
                    field.setText(title)
                    field.setModified(True)
                return

    def _show_chosen(self) -> None:
        self._chosen.show_count(0 if self._model.trashed else len(self.chosen()))

    def _open_menu(self, at: QPoint) -> None:
        menu = self.menu_of(self._list.indexAt(at))
        port = self._list.viewport()
        if menu is not None and port is not None:
            menu.exec(port.mapToGlobal(at))
            menu.deleteLater()

    def menu_of(self, index: QModelIndex) -> QMenu | None:
        """Return what can be done with a recording, and with all that are chosen if it is.

        None where there is none.
        """
        entry = self._model.entry(index)
        if entry is None:
            return None
        chosen = self.chosen()
        folders = chosen if entry.folder in chosen else [entry.folder]
        menu = LibraryMenu(self._model, self._theme, entry, folders, self)
        menu.open_wanted.connect(lambda: self._model.open(index))
        menu.rename_wanted.connect(lambda: self._list.edit(index))
        menu.export_wanted.connect(self.export_wanted)
        menu.trash_wanted.connect(self._trash_all)
        return menu

    def _on_empty(self) -> None:
        if self._model.state is State.FAILED:
            self._model.refresh_asked.emit(self._model.trashed)
        else:
            self._choose_files()

    def _show_state(self) -> None:
        model = self._model
        if self._list.hasFocus() and model.state is not State.LISTED:
            self.setFocus()  # or Qt gives it to whatever comes next
        self._pages.setCurrentWidget(self._list if model.state is State.LISTED else self._empty)
        match model.state:
            case State.LOADING:
                self._empty.say("library", self.tr("Looking through your library…"), "")
            case State.FAILED:
                self._empty.say(
                    "notice",
                    self.tr("The library cannot be read"),
                    said(model.error),
                    self.tr("Try again"),
                )
            case State.NOTHING_FOUND:
                self._empty.say(
                    "search",
                    self.tr("Nothing found for “{0}”").format(model.question)
                    if model.question
                    else self.tr("Nothing found"),
                    self.tr("The words must be said near the sound; fewer words find more.")
                    if model.sounds_wanted
                    else self.tr("All words must occur; fewer words find more."),
                )
            case State.EMPTY if model.trashed:
                self._empty.say(
                    "trash", self.tr("The trash is empty"), self.tr("What you delete waits here.")
                )
            case State.EMPTY:
                self._empty.say(
                    "library",
                    self.tr("No recordings yet"),
                    self.tr(
                        "Make one on the Record page, or drop sound and video files anywhere here."
                    ),
                    self.tr("Import files…"),
                )
