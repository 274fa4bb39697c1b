"""The library: every recording, searched as one types; drop media files here to bring them in."""

from pathlib import Path

from PyQt6.QtCore import QModelIndex, QPoint, Qt, QTimer
from PyQt6.QtGui import QAction, QDragEnterEvent, QDropEvent, QKeySequence
from PyQt6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QMenu,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.gui.look.theme import Theme
from app.gui.parts.buttons import icon_button, push_button
from app.gui.parts.empty_state import EmptyState
from app.gui.parts.labels import clock, label
from app.gui.parts.library_row import LibraryRow
from app.gui.parts.picker import Picker
from app.gui.state.library import LibraryModel, Order, State

TYPING_MS = 60  # a search runs in 1 ms, but not for each key of a fast typist
NS_PER_S = 1_000_000_000


class LibraryView(QWidget):
    """Search, list, trash, import."""

    def __init__(self, model: LibraryModel, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._model, self._theme = model, theme
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(lambda: model.look_for(self._search.text()))
        self._make_controls()
        self._make_list()
        self._lay_out()
        self._connect()
        self._show_state()

    def search_for(self, question: str) -> None:
        """Type a question into the field."""
        self._search.setText(question)

    def focus_search(self) -> None:
        """Go to the field of the search."""
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def focus_list(self) -> None:
        """Go to the list."""
        self._list.setFocus()
        if not self._list.currentIndex().isValid():
            self._list.setCurrentIndex(self._model.index(0))

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

    def _make_controls(self) -> None:
        self._search = QLineEdit()
        self._search.setPlaceholderText(self.tr("Search words, titles and tags"))
        self._search.setAccessibleName(self.tr("Search"))
        self._search.setToolTip(
            self.tr('Finds all words; "phrases in quotes" and beginnings work (Ctrl+F)')
        )
        self._search.setClearButtonEnabled(True)
        action = self._search.addAction(
            self._theme.icon("search", "quiet"), QLineEdit.ActionPosition.LeadingPosition
        )
        if action is not None:
            self._theme.changed.connect(lambda: action.setIcon(self._theme.icon("search", "quiet")))
        self._order = Picker(self._theme, self.tr("Order of the list"))
        self._order.put_choices(
            [
                (self.tr("Newest first"), Order.NEWEST),
                (self.tr("Oldest first"), Order.OLDEST),
                (self.tr("Longest first"), Order.LONGEST),
                (self.tr("By title"), Order.TITLE),
            ]
        )
        self._import = push_button(
            self._theme,
            self.tr("Import…"),
            "import",
            tip=self.tr("Bring sound and video files into the library"),
            key="Ctrl+I",
        )
        self._trash = icon_button(self._theme, "trash", self.tr("Show the trash"))
        self._trash.setCheckable(True)

    def _make_list(self) -> None:
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setItemDelegate(LibraryRow(self._theme, self._list))
        self._list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._list.setUniformItemSizes(True)
        self._list.setMouseTracking(True)
        self._list.setEditTriggers(QListView.EditTrigger.EditKeyPressed)
        self._list.setAccessibleName(self.tr("Recordings"))
        self._list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._delete = QAction(self.tr("Move to trash"), self._list)
        self._delete.setShortcut(QKeySequence(Qt.Key.Key_Delete))
        self._delete.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._delete.triggered.connect(self._trash_chosen)
        self._list.addAction(self._delete)
        self._empty = EmptyState(self._theme)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._list)
        self._pages.addWidget(self._empty)

    def _lay_out(self) -> None:
        heads = QHBoxLayout()
        self._title = label(self.tr("Library"), "title")
        heads.addWidget(self._title)
        heads.addStretch(1)
        heads.addWidget(self._import)
        heads.addWidget(self._trash)
        tools = QHBoxLayout()
        tools.setSpacing(12)
        tools.addWidget(self._search, 1)
        self._order.setFixedWidth(180)
        tools.addWidget(self._order)
        self._importing = label("", "small")
        self._progress = QProgressBar()
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(36, 28, 36, 20)
        layout.setSpacing(14)
        layout.addLayout(heads)
        layout.addLayout(tools)
        layout.addWidget(self._importing)
        layout.addWidget(self._progress)
        layout.addWidget(self._pages, 1)
        self._show_imports()

    def _connect(self) -> None:
        self._search.textEdited.connect(lambda _: self._typing.start())
        self._search.textChanged.connect(lambda _: self._typing.start())
        self._search.returnPressed.connect(self._open_first)
        self._order.currentIndexChanged.connect(
            lambda _: self._model.sort_by(Order(self._order.value()))
        )
        self._import.clicked.connect(self._choose_files)
        self._trash.toggled.connect(self._turn)
        self._list.activated.connect(self._model.open)
        self._list.clicked.connect(self._model.open)
        self._list.customContextMenuRequested.connect(self._open_menu)
        self._empty.pressed.connect(self._on_empty)
        self._model.state_changed.connect(self._show_state)
        self._model.imports_changed.connect(self._show_imports)

    def _turn(self, trashed: bool) -> None:
        self._title.setText(self.tr("Trash") if trashed else self.tr("Library"))
        self._model.turn_to_trash(trashed)

    def _open_first(self) -> None:
        self._model.open(self._model.index(0))

    def _choose_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("Bring into the library"))
        if names:
            self._model.import_asked.emit([Path(name) for name in names])

    def _trash_chosen(self) -> None:
        entry = self._model.entry(self._list.currentIndex())
        if entry is not None and not self._model.trashed:
            self._model.trash_asked.emit(entry.folder)

    def _open_menu(self, at: QPoint) -> None:
        menu = self.menu_of(self._list.indexAt(at))
        port = self._list.viewport()
        if menu is not None and port is not None:
            menu.exec(port.mapToGlobal(at))

    def menu_of(self, index: QModelIndex) -> QMenu | None:
        """Return what can be done with a recording; None where there is none."""
        entry = self._model.entry(index)
        if entry is None:
            return None
        menu = QMenu(self)
        if self._model.trashed:
            self._add(menu, self.tr("Put back"), "undo").triggered.connect(
                lambda: self._model.restore_asked.emit(entry.folder)
            )
            self._add(menu, self.tr("Remove for ever"), "trash").triggered.connect(
                lambda: self._model.destroy_asked.emit(entry.folder)
            )
            return menu
        self._add(menu, self.tr("Open"), "play").triggered.connect(lambda: self._model.open(index))
        self._add(menu, self.tr("Rename (F2)"), "rename").triggered.connect(
            lambda: self._list.edit(index)
        )
        self._add(menu, self.tr("Move to trash (Del)"), "trash").triggered.connect(
            lambda: self._model.trash_asked.emit(entry.folder)
        )
        return menu

    def _add(self, menu: QMenu, text: str, icon: str) -> QAction:
        action = QAction(self._theme.icon(icon), text, menu)
        menu.addAction(action)
        return action

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
                    model.error,
                    self.tr("Try again"),
                )
            case State.NOTHING_FOUND:
                self._empty.say(
                    "search",
                    self.tr("Nothing found for “{0}”").format(model.question),
                    self.tr("All words must occur; fewer words find more."),
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

    def _show_imports(self) -> None:
        imports = self._model.imports
        lines = [
            self.tr("Listening to {0}: {1} so far").format(file.name, clock(done_s * NS_PER_S))
            for file, done_s in imports.items()
        ]
        self._importing.setText("\n".join(lines[:3]))
        self._importing.setVisible(bool(imports))
        self._progress.setVisible(bool(imports))
