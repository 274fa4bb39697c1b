"""The library as a list that a view can show: sorted, searched, with what is being imported."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from pathlib import Path

from PyQt6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt, pyqtSignal

from app.gui.facts import BETWEEN, facts_text, found_text
from app.gui.work.library_rows import Look
from app.storage.entry import Entry
from app.storage.search import Hit

LOOKS_KEPT = 500  # of what recordings look like, 60 kB each; more than are seen at once


class Order(StrEnum):
    """What the list is sorted by."""

    NEWEST = "newest"
    OLDEST = "oldest"
    LONGEST = "longest"
    TITLE = "title"


class State(StrEnum):
    """What there is to show instead of a list, if anything."""

    LOADING = "loading"
    FAILED = "failed"
    EMPTY = "empty"
    NOTHING_FOUND = "nothing found"
    LISTED = "listed"


class Role(IntEnum):
    """What can be asked of a row."""

    ENTRY = Qt.ItemDataRole.UserRole + 1
    LOOK = Qt.ItemDataRole.UserRole + 2
    HIT = Qt.ItemDataRole.UserRole + 3


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """What transcripts are written as, and the folder they go into."""

    formats: tuple[str, ...]
    out: Path


class LibraryModel(QAbstractListModel):
    """All recordings, or those in the trash."""

    state_changed = pyqtSignal()
    imports_changed = pyqtSignal()
    tags_changed = pyqtSignal()
    sounds_changed = pyqtSignal()

    refresh_asked = pyqtSignal(bool)
    search_asked = pyqtSignal(str, object)  # words, keys of sounds
    look_asked = pyqtSignal(object)
    rename_asked = pyqtSignal(object, str)
    tags_asked = pyqtSignal(object, object, object)  # folders, tags to add, tags to remove
    export_asked = pyqtSignal(object, object)  # folders, ExportChoice
    trash_asked = pyqtSignal(object)  # folders, as the next three
    restore_asked = pyqtSignal(object)
    destroy_asked = pyqtSignal(object)
    forget_asked = pyqtSignal(object)
    import_asked = pyqtSignal(object)
    cancel_import_asked = pyqtSignal()
    open_asked = pyqtSignal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: Sequence[Entry] = ()
        self._shown: list[Entry] = []
        self._looks: dict[Path, Look] = {}
        self._looks_asked: set[Path] = set()
        self._hits: dict[Path, Hit] | None = None
        self._answered: tuple[str, tuple[str, ...]] = ("", ())  # words and sounds of these hits
        self._opens_first = False  # once the question is answered
        self.question = ""
        self.sounds: tuple[str, ...] = ()  # keys of those there are, the most frequent first
        self.sounds_wanted: tuple[str, ...] = ()  # only recordings with one of them are shown
        self.order = Order.NEWEST
        self.tag = ""  # only recordings with it are shown
        self.tags: tuple[str, ...] = ()  # all there are, the most used first
        self.trashed = False
        self.state = State.LOADING
        self.error = ""
        self.imports: dict[Path, int] = {}  # seconds done of each file that is being imported

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        """Return how many recordings are shown."""
        return len(self._shown)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what is asked of a row; a look that is not known yet is fetched."""
        if not 0 <= index.row() < len(self._shown):
            return None
        entry = self._shown[index.row()]
        match role:
            case Role.ENTRY:
                return entry
            case Role.LOOK:
                return self._look(entry)
            case Role.HIT:
                return None if self._hits is None else self._hits.get(entry.folder)
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return name_of(entry)
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                hit = None if self._hits is None else self._hits.get(entry.folder)
                found = "" if hit is None else found_text(hit)
                return BETWEEN.join(filter(None, (facts_text(entry), found)))
            case Qt.ItemDataRole.EditRole:
                return entry.title
        return None

    def setData(self, index: QModelIndex, value: object, role: int = 0) -> bool:
        """Ask for a new title."""
        entry = self.entry(index)
        if entry is None or not isinstance(value, str) or value == entry.title:
            return False
        self.rename_asked.emit(entry.folder, value)
        return True

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        """Say that titles can be edited, but for those in the trash."""
        flags = super().flags(index)
        return flags if self.trashed else flags | Qt.ItemFlag.ItemIsEditable

    def entry(self, index: QModelIndex) -> Entry | None:
        """Return the recording of a row."""
        return self._shown[index.row()] if 0 <= index.row() < len(self._shown) else None

    def open(self, index: QModelIndex) -> None:
        """Ask to open a recording, where it answers the search if there is one."""
        entry = self.entry(index)
        if entry is not None and not self.trashed and not entry.missing:
            hit = None if self._hits is None else self._hits.get(entry.folder)
            self.open_asked.emit(entry.folder, None if hit is None else hit.start_ns)

    def open_first(self) -> None:
        """Ask to open the first recording that answers the search, as soon as it is answered."""
        if self._answered == (self.question, self.sounds_wanted):
            self.open(self.index(0))
        else:
            self._opens_first = True

    def look_for(self, question: str) -> None:
        """Search for what was typed; an empty question lists everything."""
        self.question, self._opens_first = question.strip(), False
        self._search()

    def listen_for(self, sounds: Sequence[str]) -> None:
        """Search for sounds by their keys; with none, any recording will do."""
        self.sounds_wanted = tuple(sounds)
        self._search()

    def sort_by(self, order: Order) -> None:
        """Sort the list."""
        self.order = order
        self._show()

    def show_tag(self, tag: str) -> None:
        """Show the recordings with a tag; with an empty one all."""
        self.tag = tag
        self._show()

    def turn_to_trash(self, trashed: bool) -> None:
        """Show the trash, or the recordings."""
        self.trashed = trashed
        self.refresh_asked.emit(trashed)

    def put_entries(self, entries: Sequence[Entry], *, trashed: bool) -> None:
        """Take the list; one of the other half of the library is too late and passed over.

        What is looked for is asked anew: the words of a recording may be others now.
        """
        if trashed != self.trashed:
            return
        self._entries = entries
        self.error = ""
        self._count_tags()
        self._show()
        if self.question or self.sounds_wanted:
            self._search()

    def put_error(self, error: str) -> None:
        """Say why there is no list."""
        self._entries, self.error = (), error
        self._show()

    def put_sounds(self, sounds: Sequence[str]) -> None:
        """Take which sounds there are."""
        if self.sounds != tuple(sounds):
            self.sounds = tuple(sounds)
            self.sounds_changed.emit()

    def put_hits(
        self, question: str, sounds: tuple[str, ...], hits: dict[Path, Hit] | None
    ) -> None:
        """Take what a search found; an answer to an older question is passed over."""
        if (question, sounds) != (self.question, self.sounds_wanted):
            return
        self._answered, self._hits = (question, sounds), hits
        self._show()
        if self._opens_first:
            self._opens_first = False
            self.open(self.index(0))

    def put_look(self, folder: Path, look: Look) -> None:
        """Take what a recording looks like."""
        self._looks[folder] = look
        while len(self._looks) > LOOKS_KEPT:
            oldest = next(iter(self._looks))
            del self._looks[oldest]
            self._looks_asked.discard(oldest)
        for row, entry in enumerate(self._shown):
            if entry.folder == folder:
                self.dataChanged.emit(self.index(row), self.index(row))

    def put_import(self, file: Path, done_s: int | None) -> None:
        """Take how far an import is; None when it has ended."""
        if done_s is None:
            self.imports.pop(file, None)
        else:
            self.imports[file] = done_s
        self.imports_changed.emit()

    def _search(self) -> None:
        if self.question or self.sounds_wanted:
            self.search_asked.emit(self.question, self.sounds_wanted)
        else:
            self.put_hits("", (), None)

    def _look(self, entry: Entry) -> Look | None:
        look = self._looks.get(entry.folder)
        if look is None and entry.folder not in self._looks_asked and not entry.unfinished:
            self._looks_asked.add(entry.folder)
            self.look_asked.emit(entry)
        return look

    def _is_wanted(self, entry: Entry) -> bool:
        found = self.trashed or self._hits is None or entry.folder in self._hits
        return found and (not self.tag or self.tag in entry.tags)

    def _count_tags(self) -> None:
        counts = Counter(tag for entry in self._entries for tag in entry.tags)
        tags = tuple(sorted(counts, key=lambda tag: (-counts[tag], tag.casefold())))
        if tags != self.tags:
            self.tags = tags
            self.tag = self.tag if self.tag in tags else ""
            self.tags_changed.emit()

    def _show(self) -> None:
        self.beginResetModel()
        self._shown = ordered([e for e in self._entries if self._is_wanted(e)], self.order)
        self.endResetModel()
        if self.error:
            self.state = State.FAILED
        elif not self._entries:
            self.state = State.EMPTY
        else:
            self.state = State.LISTED if self._shown else State.NOTHING_FOUND
        self.state_changed.emit()


def ordered(entries: Sequence[Entry], order: Order) -> list[Entry]:
    """Return the recordings, which come newest first, in another order."""
    match order:
        case Order.OLDEST:
            return list(reversed(entries))
        case Order.LONGEST:
            return sorted(entries, key=lambda entry: -(entry.duration_ns or 0))
        case Order.TITLE:
            return sorted(entries, key=lambda entry: name_of(entry).casefold())
    return list(entries)


def name_of(entry: Entry) -> str:
    """Return what a recording is called: its title, what it could be, or its folder's name."""
    return entry.title or " · ".join(entry.suggested_titles) or entry.folder.name
